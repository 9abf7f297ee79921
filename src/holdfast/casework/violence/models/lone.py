from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from holdfast.casework.violence.rules.lone import CONTROLS, DEVICES, REASONS
from holdfast.casework.violence.rules.retention import WITH_LONE_WORKING
from holdfast.foundation.audit.actors import Subject as AuditSubject
from holdfast.foundation.organisation.models import Person, Unit
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.foundation.records.models import Record
from holdfast.kernel import clock


class Arrangement(ScopedModel):
    """How a team keeps those safe who work alone, and who checks that it is so.

    `checks_every`: an ISO duration; empty: the trust's own number decides.
    """

    CONTROLS = CONTROLS

    record = models.OneToOneField(Record, primary_key=True, on_delete=models.PROTECT, related_name="lone_working")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="lone_working")
    controls = models.JSONField(default=list)
    words = models.TextField("what people do, in their own words")
    checks_every = models.CharField(max_length=20, blank=True)
    responsible = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=clock.now)
    set_by = models.CharField(max_length=160)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(ended_at__isnull=True), name="one_arrangement_per_team"
            )
        ]
        indexes = [models.Index(fields=["trust", "unit"], name="arrangement_by_unit")]

    class Data:
        personal = dict.fromkeys(("responsible", "set_by", "words"), WITH_LONE_WORKING)
        not_personal = ("record", "trust", "unit", "controls", "checks_every", "set_at", "ended_at")

    def __str__(self) -> str:
        return str(self.record)

    @property
    def audit_subject(self) -> AuditSubject:
        return self.record.audit_subject

    @property
    def reference(self) -> str:
        return self.record.reference


class LoneWorker(ScopedModel):
    """Someone of the team who works alone at night or off site, from when and until when."""

    REASONS = REASONS

    arrangement = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="workers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="lone_working")
    reason = models.CharField(max_length=10, choices=list(REASONS.items()))
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="lone_worker_until_after_since"
            ),
            models.UniqueConstraint(
                fields=["arrangement", "person"], condition=Q(until__isnull=True), name="lone_worker_once_in_a_team"
            ),
        ]

    class Data:
        personal = dict.fromkeys(("person", "reason", "since", "until"), WITH_LONE_WORKING)
        not_personal = ("id", "trust", "arrangement")


class Device(ScopedModel):
    """A device handed to a lone worker, and given back."""

    KINDS = DEVICES

    worker = models.ForeignKey(LoneWorker, on_delete=models.CASCADE, related_name="devices")
    kind = models.CharField(max_length=12, choices=list(DEVICES.items()))
    number = models.CharField("its number", max_length=60)
    issued_on = models.DateField()
    issued_by = models.CharField(max_length=160)
    returned_on = models.DateField(null=True, blank=True)
    returned_to = models.CharField(max_length=160, blank=True)
    condition = models.CharField("how it came back", max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True) | Q(returned_on__gte=F("issued_on")),
                name="device_returned_after_issue",
            ),
            models.UniqueConstraint(
                fields=["trust", "number"], condition=Q(returned_on__isnull=True), name="device_with_one_person"
            ),
        ]

    class Data:
        personal = dict.fromkeys(("issued_by", "returned_to"), WITH_LONE_WORKING)
        not_personal = ("id", "trust", "worker", "kind", "number", "issued_on", "returned_on", "condition")


class LoneCheck(ScopedModel):
    """A check that the arrangements are followed and still workable, written down."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="checks")
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    followed = models.BooleanField()
    workable = models.BooleanField()
    words = models.CharField(max_length=1000)

    class Meta:
        ordering = ["at", "pk"]

    class Data:
        personal = dict.fromkeys(("by", "words"), WITH_LONE_WORKING)
        not_personal = ("id", "trust", "arrangement", "at", "followed", "workable")


class Concern(ScopedModel):
    """Somebody is worried about the arrangements. Staff and manager review it together; it can be escalated."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="concerns")
    raised_at = models.DateTimeField(default=clock.now)
    raised_by = models.CharField(max_length=160)
    raiser = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    words = models.CharField(max_length=1000)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    staff = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    manager = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    found = models.CharField("what the review came to", max_length=1000, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    escalated_to = models.CharField(max_length=160, blank=True)
    escalated_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["raised_at", "pk"]

    class Data:
        personal = dict.fromkeys(
            ("raised_by", "raiser", "words", "staff", "manager", "found", "escalated_to", "escalated_why"),
            WITH_LONE_WORKING,
        )
        not_personal = ("id", "trust", "arrangement", "raised_at", "reviewed_at", "escalated_at")
