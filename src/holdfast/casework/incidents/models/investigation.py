from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.casework.incidents.models.people import Witness
from holdfast.casework.incidents.models.report import Incident
from holdfast.casework.incidents.rules.retention import WITH_THE_INCIDENT
from holdfast.foundation.organisation.models import Person, Post
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


class Investigation(ScopedModel):
    """A question put to named people: what happened and why. An incident can have two: the manager's and the LSMS's."""

    STRANDS = {
        "manager": "Manager’s investigation",
        "lsms": "Security specialist’s investigation",
        "specialist": "Specialist’s investigation",
    }

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="investigations")
    strand = models.CharField(max_length=12, choices=list(STRANDS.items()), default="manager")
    state = models.CharField(max_length=12, default="assigned")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    commissioned_by = models.CharField(max_length=160, blank=True)
    assigned_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    # Whoever sent the findings in does not review them, a deputy of the lead included.
    submitted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    findings = models.TextField(blank=True)
    causes = models.JSONField("contributory factors", default=list, blank=True)
    why = models.TextField("why it happened", blank=True)
    learnt = models.TextField("what was learnt", blank=True)
    manager_action = models.TextField("what the manager did at once", blank=True)
    staff_representative = models.CharField(max_length=160, blank=True)
    no_representative_reason = models.CharField(max_length=300, blank=True)
    hr_reference = models.CharField(max_length=80, blank=True)
    interest_declared = models.TextField("conflict of interest, or none", blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["trust", "state", "due_at"], name="investigation_by_due")]

    class Data:
        personal = dict.fromkeys(
            (
                *("commissioned_by", "submitted_by", "findings", "causes", "why", "learnt", "manager_action"),
                *("staff_representative", "no_representative_reason", "hr_reference", "interest_declared"),
            ),
            WITH_THE_INCIDENT,
        )
        not_personal = (
            *("id", "trust", "incident", "strand", "state", "post"),
            *("assigned_at", "due_at", "started_at", "submitted_at", "approved_at"),
        )


class Investigator(ScopedModel):
    """Someone who investigates. One at a time has the lead."""

    investigation = models.ForeignKey(Investigation, on_delete=models.CASCADE, related_name="investigators")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    lead = models.BooleanField(default=False)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["investigation"], condition=Q(lead=True, until__isnull=True), name="one_lead_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["investigation", "person"], condition=Q(until__isnull=True), name="investigator_once_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["person", "until"], name="investigator_by_person")]

    class Data:
        personal = {"person": WITH_THE_INCIDENT}
        not_personal = ("id", "trust", "investigation", "lead", "since", "until")


class Review(ScopedModel):
    """The security team's look at an investigation: in proportion and done, or sent back with the reason."""

    investigation = models.ForeignKey(Investigation, on_delete=models.CASCADE, related_name="reviews")
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    approved = models.BooleanField()
    proportionate = models.BooleanField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(approved=True) | ~Q(reason=""), name="sent_back_with_a_reason")
        ]

    class Data:
        personal = dict.fromkeys(("by", "person", "reason"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "investigation", "at", "approved", "proportionate")


class Statement(ScopedModel):
    """A statement that someone was asked for, chased until it is in or excused."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="statements")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    witness = models.ForeignKey(Witness, null=True, blank=True, on_delete=models.CASCADE, related_name="statements")
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.CharField(max_length=160)
    asked_by_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    question = models.TextField("what to tell of", blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True)
    taken_down_by = models.CharField("who wrote it down for them", max_length=160, blank=True)
    declined_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(witness__isnull=False), name="statement_of_someone"
            )
        ]
        indexes = [models.Index(fields=["person", "received_at"], name="statement_by_person")]

    class Data:
        personal = dict.fromkeys(
            (
                "person",
                "witness",
                "asked_by",
                "asked_by_person",
                "question",
                "words",
                "taken_down_by",
                "declined_reason",
            ),
            WITH_THE_INCIDENT,
        )
        not_personal = (
            "id", "trust", "incident", "asked_at", "due_at", "reminders", "reminded_at", "received_at",
        )  # fmt: skip

    @property
    def is_late(self) -> bool:
        """Asked for by a time that is over, or reminded of without one: before that nothing is missing."""
        if self.received_at is not None or self.declined_reason:
            return False
        return self.due_at < clock.now() if self.due_at else self.reminders > 0
