from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from holdfast.casework.casefile.rules.exhibits import ENDINGS, NATURES, mark
from holdfast.casework.casefile.rules.retention import WITH_THE_INCIDENT
from holdfast.casework.incidents.models import Incident
from holdfast.foundation.audit.actors import Subject as AuditSubject
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.foundation.records.models import Evidence, Record
from holdfast.kernel import clock


class Exhibit(ScopedModel):
    """A thing, a paper or a file that may be shown in court. Its reference is given once in a trust and never again.

    `initials` and `number` make what the field calls the exhibit reference, "ABC/1". `sha256` is that of the file when
    it was taken in. `clock_ahead` is by how many seconds the clock of the recording device was ahead of the real time.
    """

    record = models.OneToOneField(Record, primary_key=True, on_delete=models.PROTECT, related_name="exhibit")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="exhibits")
    initials = models.CharField(max_length=4)
    number = models.PositiveIntegerField()
    nature = models.CharField(max_length=10, choices=list(NATURES.items()))
    description = models.CharField(max_length=500)
    seal = models.CharField("seal number when it was taken in", max_length=60, blank=True)
    found_by = models.CharField(max_length=160)
    found_at = models.DateTimeField()
    found_where = models.CharField(max_length=300)
    restricted = models.BooleanField("shows an injury, or something else that is private", default=False)

    evidence = models.ForeignKey(Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="exhibits")
    sha256 = models.CharField(max_length=64, blank=True)
    device = models.CharField("the device that recorded it", max_length=200, blank=True)
    clock_ahead = models.IntegerField(null=True, blank=True)
    clock_checked = models.CharField("how the clock was checked", max_length=200, blank=True)
    native_format = models.CharField(max_length=120, blank=True)
    player = models.CharField("what plays it", max_length=200, blank=True)
    copied_by = models.CharField("who copied it from the device, and when", max_length=200, blank=True)

    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=12, choices=list(ENDINGS.items()), blank=True)
    ended_to = models.CharField(max_length=160, blank=True)
    ended_authority = models.CharField("who or what allowed it", max_length=300, blank=True)
    ended_by = models.CharField(max_length=160, blank=True)

    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["initials", "number"]
        constraints = [
            models.UniqueConstraint(fields=["trust", "initials", "number"], name="exhibit_reference_once"),
            models.UniqueConstraint(fields=["evidence"], name="one_exhibit_per_file"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(ended_authority=""), name="exhibit_ends_with_authority"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("found_at")),
                name="exhibit_ends_after_it_was_found",
            ),
        ]
        indexes = [models.Index(fields=["trust", "incident"], name="exhibit_of_incident")]

    class Data:
        personal = dict.fromkeys(
            (
                *("description", "found_by", "found_where", "device", "copied_by", "ended_to", "ended_authority"),
                *("ended_by", "recorded_by", "person", "evidence"),
            ),
            WITH_THE_INCIDENT,
        )
        not_personal = (
            *("record", "trust", "incident", "initials", "number", "nature", "seal", "found_at", "restricted"),
            *("sha256", "clock_ahead", "clock_checked", "native_format", "player", "ended_at", "ended_how"),
            "recorded_at",
        )

    def __str__(self) -> str:
        return f"{self.mark} {self.description}"

    @property
    def audit_subject(self) -> AuditSubject:
        return self.record.audit_subject

    @property
    def reference(self) -> str:
        return self.record.reference

    @property
    def mark(self) -> str:
        """What stands on its label: ABC/1."""
        return mark(self.initials, self.number)


class Handover(ScopedModel):
    """One step of an exhibit's continuity: who gave it to whom. Rows are added and never changed.

    The database refuses a change (migration 0002), and `number` counts up without a hole, so that a row that somebody
    took out by hand is missed. What was wrong is put right by a row that `corrects` it, with the reason.
    """

    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="handovers")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    giver = models.CharField(max_length=160)
    receiver = models.CharField(max_length=160)
    place = models.CharField("where it is kept from then on", max_length=200, blank=True)
    why = models.CharField(max_length=300)
    seal_intact = models.BooleanField(null=True, blank=True)
    new_seal = models.CharField(max_length=60, blank=True)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    reason = models.CharField("why it was put right", max_length=300, blank=True)
    entered_at = models.DateTimeField(default=clock.now)
    entered_by = models.CharField(max_length=160)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["exhibit", "number"], name="handovers_are_numbered"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(reason=""), name="handover_corrected_with_a_reason"
            ),
        ]

    class Data:
        personal = dict.fromkeys(("giver", "receiver", "place", "why", "reason", "entered_by"), WITH_THE_INCIDENT)
        not_personal = (
            *("id", "trust", "exhibit", "number", "at", "seal_intact", "new_seal", "corrects", "entered_at"),
        )
