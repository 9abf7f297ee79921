from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from holdfast.casework.sanctions.models.case import Case
from holdfast.casework.sanctions.rules.retention import WITH_THE_INCIDENT
from holdfast.casework.sanctions.rules.stages import LETTER
from holdfast.casework.sanctions.rules.wording import TITLES
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel

SERVED: dict[str, str] = {
    "posted": "Posted",
    "handed": "Handed over",
    "e-mailed": "Sent by e-mail",
}


class LetterWords(ScopedModel):
    """One version of the words of the trust's letters of one kind. The highest number is in use; none is changed."""

    kind = models.CharField(max_length=12, choices=list(TITLES.items()))
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    text = models.TextField()
    why = models.CharField("why it was changed", max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["kind", "-number"]
        constraints = [models.UniqueConstraint(fields=["trust", "kind", "number"], name="one_letter_wording_a_number")]

    class Data:
        personal = {"by": "while the version is kept", "why": "while the version is kept"}
        not_personal = ("id", "trust", "kind", "number", "title", "text", "at")


class Letter(ScopedModel):
    """A warning letter, an agreement or an exclusion of one person: drafted, approved, served, reviewed, ended.

    `words` is the letter as it reads; from its approval on it is not changed. `words_version` is the number of the
    trust's words that it was made from; 0 means those with which Holdfast begins.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=12, choices=list(TITLES.items()))
    state = models.CharField(max_length=12, choices=list(LETTER.states.items()), default="draft")
    title = models.CharField(max_length=150)
    words = models.TextField()
    words_version = models.PositiveSmallIntegerField(default=0)
    address = models.TextField("where it goes, in lines", blank=True)
    behaviour = models.TextField()
    conditions = models.TextField(blank=True)
    appeal_to = models.CharField(max_length=160)
    valid_from = models.DateField()
    valid_until = models.DateField()
    review_on = models.DateField()
    appeal_by = models.DateField()
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=160)
    drafted_by_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=160, blank=True)
    approved_by_post = models.CharField(max_length=160, blank=True)
    sent_back_why = models.TextField(blank=True)
    served_on = models.DateField(null=True, blank=True)
    signed_on = models.DateField("the day on which the person signed it", null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.TextField(blank=True)

    # Safeguards of an exclusion, see rules.safeguards.ExclusionFacts.
    emergencies_open = models.BooleanField(default=False)
    alternative_care = models.TextField(blank=True)
    lesser_steps = models.TextField(blank=True)
    clinician = models.CharField(max_length=160, blank=True)
    clinician_agreed_on = models.DateField(null=True, blank=True)
    services_told = models.TextField(blank=True)
    equality_checked = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from"))
                & Q(review_on__gte=F("valid_from"))
                & Q(review_on__lte=F("valid_until")),
                name="letter_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=False) | ~Q(state__in=["approved", "in-force", "ended"]),
                name="no_letter_without_approval",
            ),
        ]
        indexes = [
            models.Index(fields=["trust", "state", "review_on"], name="letter_by_review"),
            models.Index(fields=["trust", "state", "valid_until"], name="letter_by_validity"),
        ]

    class Data:
        personal = dict.fromkeys(
            (
                *("words", "address", "behaviour", "conditions", "drafted_by", "drafted_by_person", "approved_by"),
                *("sent_back_why", "ended_why", "alternative_care", "lesser_steps", "clinician", "services_told"),
            ),
            WITH_THE_INCIDENT,
        )
        not_personal = (
            *("id", "trust", "case", "kind", "state", "title", "words_version", "appeal_to", "valid_from"),
            *("valid_until", "review_on", "appeal_by", "drafted_at", "submitted_at", "approved_at", "served_on"),
            *("approved_by_post", "signed_on", "ended_on", "emergencies_open", "clinician_agreed_on"),
            "equality_checked",
        )

    def __str__(self) -> str:
        return self.title


class LetterAuthor(ScopedModel):
    """Somebody who wrote in a letter, first or later. None of them approves it, whoever wrote last."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="authors")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["letter", "person"], name="author_once_a_letter")]

    class Data:
        personal = {"person": WITH_THE_INCIDENT}
        not_personal = ("id", "trust", "letter")


class Service(ScopedModel):
    """One attempt to bring a letter to the person, with its proof. `came_back_on` says that it was returned."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="services")
    how = models.CharField(max_length=10, choices=list(SERVED.items()))
    on = models.DateField()
    proof = models.CharField("tracking number, who handed it over and saw it", max_length=300)
    came_back_on = models.DateField(null=True, blank=True)
    came_back_why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(came_back_on__isnull=True) | Q(came_back_on__gte=F("on")), name="returned_not_before_served"
            )
        ]

    class Data:
        personal = dict.fromkeys(("proof", "came_back_why", "by"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "letter", "how", "on", "came_back_on", "at")


class LetterReview(ScopedModel):
    """A review of a letter in force: it stays, or it ends, and when it is looked at again."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="reviews")
    due_on = models.DateField("the day for which it was due")
    on = models.DateField()
    stays = models.BooleanField()
    words = models.TextField()
    next_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["pk"]

    class Data:
        personal = dict.fromkeys(("words", "by"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "letter", "due_on", "on", "stays", "next_on", "at")


class Appeal(ScopedModel):
    """What the person said against a letter, and what came of it."""

    RESULTS = {
        "stands": "The letter stands",
        "changed": "The letter is changed",
        "withdrawn": "The letter is taken back",
    }

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="appeals")
    on = models.DateField()
    words = models.TextField()
    result = models.CharField(max_length=10, choices=list(RESULTS.items()), blank=True)
    result_words = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=F("on")), name="appeal_decided_not_before_made"
            )
        ]

    class Data:
        personal = dict.fromkeys(("words", "result_words", "decided_by", "by"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "letter", "on", "result", "decided_on", "at")


class Breach(ScopedModel):
    """That the person did again what the letter asked them not to do."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="breaches")
    on = models.DateField()
    words = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "breaches"

    class Data:
        personal = dict.fromkeys(("words", "by"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "letter", "on", "at")
