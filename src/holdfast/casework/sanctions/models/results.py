from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from holdfast.casework.sanctions.models.case import Case
from holdfast.casework.sanctions.models.letters import Letter
from holdfast.casework.sanctions.rules.options import BODIES, ORDERS, OUTCOMES
from holdfast.casework.sanctions.rules.publicity import CHANNELS, CHOICES, PERMISSIONS
from holdfast.casework.sanctions.rules.retention import WITH_THE_INCIDENT
from holdfast.foundation.organisation.scope import ScopedModel


class Approach(ScopedModel):
    """That another body was asked to act: a regulator, Human Resources, the police or the council for an order."""

    PURPOSES = {
        "regulator": "Misconduct reported to a professional regulator",
        "order": "An order or prosecution that a trust cannot seek itself",
        "disciplinary": "Handed to Human Resources",
    }

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="approaches")
    purpose = models.CharField(max_length=14, choices=list(PURPOSES.items()))
    body_kind = models.CharField(max_length=16, choices=list(BODIES.items()))
    body = models.CharField(max_length=160)
    order = models.CharField(max_length=24, choices=list(ORDERS.items()), blank=True)
    on = models.DateField()
    words = models.TextField("what was asked, and what was sent with it")
    agreed_by = models.CharField("who agreed that it is sent", max_length=200, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "approaches"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("on")), name="answered_not_before_asked"
            )
        ]

    class Data:
        personal = dict.fromkeys(("words", "agreed_by", "reference", "answer", "by"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "case", "purpose", "body_kind", "body", "order", "on", "answered_on", "at")


class Proceeding(ScopedModel):
    """Proceedings before a court: civil and private ones, and criminal ones as far as the trust has a part in them."""

    TRACKS = {"civil": "Civil", "private": "Private prosecution", "criminal": "Criminal"}

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proceedings")
    track = models.CharField(max_length=10, choices=list(TRACKS.items()))
    court = models.CharField(max_length=160)
    number = models.CharField("the court’s case number", max_length=80, blank=True)
    about = models.TextField()
    started_on = models.DateField()
    witness = models.CharField("who speaks for the trust as its witness", max_length=160, blank=True)
    result = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="proceedings_end_not_before_start",
            )
        ]

    class Data:
        personal = dict.fromkeys(("about", "witness", "number", "result", "by"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "case", "track", "court", "started_on", "ended_on", "at")


class Hearing(ScopedModel):
    """One day in court."""

    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="hearings")
    on = models.DateField()
    about = models.CharField(max_length=200)
    witness = models.CharField("who gave evidence", max_length=160, blank=True)
    result = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["on", "pk"]

    class Data:
        personal = dict.fromkeys(("witness", "result", "by"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "proceeding", "on", "about", "at")


class Outcome(ScopedModel):
    """A sanction or redress that was obtained. Each asks for a decision on publicity."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=24, choices=list(OUTCOMES.items()))
    on = models.DateField()
    imposed_by = models.CharField(max_length=160)
    words = models.TextField()
    until = models.DateField("until when it holds", null=True, blank=True)
    victim_told_on = models.DateField(null=True, blank=True)
    letter = models.ForeignKey(
        Letter,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="outcomes",
        verbose_name="that it came from",
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("on")), name="outcome_ends_not_before_it_begins"
            )
        ]
        indexes = [models.Index(fields=["trust", "on"], name="outcome_by_day")]

    class Data:
        personal = dict.fromkeys(("words", "by"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "case", "kind", "on", "imposed_by", "until", "victim_told_on", "letter", "at")


class PublicityDecision(ScopedModel):
    """Whether one outcome is made known, with all that was looked at first. The newest decision holds."""

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="publicity")
    choice = models.CharField(max_length=8, choices=list(CHOICES.items()))
    permission = models.CharField("the victim’s", max_length=10, choices=list(PERMISSIONS.items()))
    permission_words = models.CharField(max_length=300, blank=True)
    restrictions_checked = models.BooleanField(default=False)
    restricted = models.BooleanField("a court restricts reporting", default=False)
    data_protection_checked = models.BooleanField(default=False)
    specialist_consulted = models.CharField("which specialist was asked", max_length=160, blank=True)
    reason = models.TextField(blank=True)
    title = models.CharField(max_length=150, blank=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["pk"]

    class Data:
        personal = dict.fromkeys(
            ("permission", "permission_words", "reason", "words", "by", "specialist_consulted"), WITH_THE_INCIDENT
        )
        not_personal = (
            *("id", "trust", "outcome", "choice", "restrictions_checked", "restricted", "data_protection_checked"),
            *("title", "at"),
        )


class Publication(ScopedModel):
    """Where and when an outcome was made known, and when it was taken back."""

    decision = models.ForeignKey(PublicityDecision, on_delete=models.PROTECT, related_name="publications")
    channel = models.CharField(max_length=18, choices=[(key, words) for key, (words, _) in CHANNELS.items()])
    where = models.CharField(max_length=300, blank=True)
    on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("on")),
                name="withdrawn_not_before_published",
            )
        ]

    class Data:
        personal = dict.fromkeys(("withdrawn_why", "by"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "decision", "channel", "where", "on", "withdrawn_on", "at")
