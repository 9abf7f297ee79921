from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from holdfast.casework.incidents.models import Incident
from holdfast.casework.violence.rules.addresses import in_one_line, shown_postcode
from holdfast.casework.violence.rules.markers import ACTIONS, MARKER, PLACES, REVIEW_CAUSES
from holdfast.casework.violence.rules.retention import LOOKED_UP, WITH_THE_MARKER
from holdfast.foundation.audit.actors import Subject as AuditSubject
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.foundation.records.models import Record
from holdfast.kernel import clock


class Marker(ScopedModel):
    """A warning on an address, and where known on a person there.

    It shows to crews only while `live_until` has not come: a temporary one that nobody decides, and a confirmed one
    that nobody reviews, go out of the live view by themselves, whether or not a scheduler runs.
    `postcode`, `building`, `street`, `part` and `uprn` are the address as `rules.addresses` reads it.
    """

    ACTIONS = ACTIONS

    record = models.OneToOneField(Record, primary_key=True, on_delete=models.PROTECT, related_name="marker")
    incident = models.ForeignKey(Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="markers")
    state = models.CharField(max_length=12, choices=list(MARKER.states.items()), default="asked")
    live_until = models.DateTimeField(null=True, blank=True)

    category = models.CharField("key of the category", max_length=60, blank=True)
    place = models.CharField(max_length=12, choices=list(PLACES.items()))
    address = models.CharField(max_length=300)
    postcode = models.CharField(max_length=8, blank=True)
    building = models.CharField(max_length=60, blank=True)
    street = models.CharField(max_length=120, blank=True)
    part = models.CharField(max_length=60, blank=True)
    uprn = models.CharField(max_length=12, blank=True)

    subject_name = models.CharField(max_length=160, blank=True)
    subject_born = models.DateField(null=True, blank=True)
    facts = models.TextField("what happened, in plain facts")
    advice = models.CharField("what crews should do", max_length=500, blank=True)
    actions = models.JSONField(default=list, blank=True)
    criteria = models.JSONField("what was weighed, by criterion", default=dict, blank=True)

    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.CharField(max_length=160)
    asker = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    placed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField("when it was last decided", null=True, blank=True)
    decider = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    review_on = models.DateField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    warned_of = models.DateTimeField("the end of which people were warned", null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["trust", "postcode", "building"], name="marker_by_postcode"),
            models.Index(fields=["trust", "street", "building"], name="marker_by_street"),
            models.Index(fields=["trust", "uprn"], condition=~Q(uprn=""), name="marker_by_uprn"),
            models.Index(fields=["trust", "state", "live_until"], name="marker_by_state"),
            models.Index(fields=["trust", "-asked_at", "-record"], name="marker_list"),
        ]

    class Data:
        personal = dict.fromkeys(
            (
                *("address", "postcode", "building", "street", "part", "uprn", "subject_name", "subject_born", "facts"),
                *("advice", "criteria", "asked_by", "asker", "decider"),
            ),
            WITH_THE_MARKER,
        )
        not_personal = (
            *("record", "trust", "incident", "state", "live_until", "category", "place", "actions", "asked_at"),
            *("placed_at", "decided_at", "review_on", "removed_at", "warned_of"),
        )

    def __str__(self) -> str:
        return str(self.record)

    @property
    def postcode_in_words(self) -> str:
        """The postcode as people write it: EX1 2AB."""
        return shown_postcode(self.postcode)

    @property
    def where(self) -> str:
        """The address in one line, with the flat and the postcode where the words do not hold them already."""
        return in_one_line(self.address, self.part, self.postcode)

    @property
    def audit_subject(self) -> AuditSubject:
        return self.record.audit_subject

    @property
    def reference(self) -> str:
        return self.record.reference


class MarkerDecision(ScopedModel):
    """One decision about a marker: by whom, with whom on the panel, why, and until when it holds."""

    marker = models.ForeignKey(Marker, on_delete=models.CASCADE, related_name="decisions")
    verb = models.CharField(max_length=20)
    cause = models.CharField(max_length=12, choices=list(REVIEW_CAUSES.items()), blank=True)
    panel = models.JSONField("who took part", default=list, blank=True)
    reason = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    class Data:
        personal = dict.fromkeys(("panel", "reason", "by", "person"), WITH_THE_MARKER)
        not_personal = ("id", "trust", "marker", "verb", "cause", "at", "until")


class SubjectNotice(ScopedModel):
    """The person was told of the marker in writing, or why not. Asked anew at each decision that keeps it."""

    marker = models.ForeignKey(Marker, on_delete=models.CASCADE, related_name="subject_notices")
    told = models.BooleanField()
    how = models.CharField(max_length=200, blank=True)
    why_not = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(told=True, why_not="") | (Q(told=False) & ~Q(why_not="")), name="subject_told_or_why_not"
            )
        ]

    class Data:
        personal = dict.fromkeys(("told", "how", "why_not", "by"), WITH_THE_MARKER)
        not_personal = ("id", "trust", "marker", "at")


class Challenge(ScopedModel):
    """Someone says that a marker is wrong. Decided by another person than decided the marker; it can be appealed."""

    marker = models.ForeignKey(Marker, on_delete=models.CASCADE, related_name="challenges")
    appeal_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="appeals")
    received_at = models.DateTimeField(default=clock.now)
    taken_by = models.CharField("who wrote it down", max_length=160)
    from_whom = models.CharField(max_length=160)
    words = models.TextField()
    upheld = models.BooleanField(null=True, blank=True)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=160, blank=True)
    decider = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["received_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(decided_at__gte=F("received_at")),
                name="challenge_decided_after_it_came",
            )
        ]

    class Data:
        personal = dict.fromkeys(("taken_by", "from_whom", "words", "reason", "decided_by", "decider"), WITH_THE_MARKER)
        not_personal = ("id", "trust", "marker", "appeal_of", "received_at", "upheld", "decided_at")


class Disclosure(ScopedModel):
    """Somebody outside was told of a marker, on which basis; and when they were told that it is gone."""

    marker = models.ForeignKey(Marker, on_delete=models.CASCADE, related_name="disclosures")
    to = models.CharField(max_length=200)
    basis = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    removal_told_at = models.DateTimeField(null=True, blank=True)
    removal_told_by = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    class Data:
        personal = dict.fromkeys(("to", "basis", "by", "removal_told_by"), WITH_THE_MARKER)
        not_personal = ("id", "trust", "marker", "at", "removal_told_at")


class LookUp(ScopedModel):
    """Someone asked whether there is a marker at an address, and for which job."""

    asked = models.CharField("what was typed", max_length=300)
    job = models.CharField("our own incident (CAD) number, or what it was for", max_length=60)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["trust", "-at"], name="look_up_list")]

    class Data:
        personal = dict.fromkeys(("asked", "job", "by", "person"), LOOKED_UP)
        not_personal = ("id", "trust", "at")


class Hit(ScopedModel):
    """A look-up found a marker. Afterwards somebody says whether the crew heard of it, and whether it helped."""

    look_up = models.ForeignKey(LookUp, on_delete=models.CASCADE, related_name="hits")
    marker = models.ForeignKey(Marker, on_delete=models.CASCADE, related_name="hits")
    passed_on = models.BooleanField(null=True, blank=True)
    helped = models.BooleanField(null=True, blank=True)
    words = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["look_up", "marker"], name="found_once_in_a_look_up")]

    class Data:
        personal = dict.fromkeys(("words", "answered_by"), LOOKED_UP)
        not_personal = ("id", "trust", "look_up", "marker", "passed_on", "helped", "answered_at")


class NoMarker(ScopedModel):
    """Why no marker is asked for after an assault at an address that would suit one."""

    incident = models.OneToOneField(Incident, primary_key=True, on_delete=models.CASCADE, related_name="no_marker")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)

    class Data:
        personal = dict.fromkeys(("reason", "by"), WITH_THE_MARKER)
        not_personal = ("incident", "trust", "at")
