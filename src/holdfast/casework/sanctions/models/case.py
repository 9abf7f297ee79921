from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.casework.incidents.models import Incident, Subject, Victim
from holdfast.casework.sanctions.rules.options import KINDS
from holdfast.casework.sanctions.rules.retention import WITH_THE_INCIDENT
from holdfast.casework.sanctions.rules.safeguards import AGES, CAPACITIES
from holdfast.casework.sanctions.rules.stages import CASE
from holdfast.foundation.audit.actors import Subject as AuditSubject
from holdfast.foundation.organisation.models import Person, Post
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.foundation.records.models import Record


class Case(ScopedModel):
    """What is done about one person who did it. One case for each subject of an incident.

    `held_apart`: a colleague is suspected, and only those named on the incident may know of it. `joint`: worked with
    the counter fraud specialist. `round` counts proposals, so that who agreed to an earlier one stays on record.
    """

    record = models.OneToOneField(Record, primary_key=True, on_delete=models.PROTECT, related_name="sanction_case")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="sanction_cases")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="sanction_cases")
    state = models.CharField(max_length=10, choices=list(CASE.states.items()), default="open")
    held_apart = models.BooleanField(default=False)
    joint = models.BooleanField("worked jointly with the counter fraud specialist", default=False)
    age = models.CharField(max_length=8, choices=list(AGES.items()), default="unknown")
    capacity = models.CharField(max_length=8, choices=list(CAPACITIES.items()), default="unknown")
    capacity_by = models.CharField("the clinician who judged it", max_length=160, blank=True)
    capacity_words = models.TextField(blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.CharField(max_length=160, blank=True)
    course = models.TextField("the course proposed, in words", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=160, blank=True)
    sanctioned = models.BooleanField("a sanction or redress was decided on", null=True, blank=True)
    decision = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject"], name="one_sanction_case_for_a_subject"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=False) | ~Q(state__in=["decided", "closed"]),
                name="decided_sanction_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["trust", "state", "record"], name="sanction_by_state"),
            models.Index(fields=["incident"], name="sanction_of_incident"),
        ]

    class Data:
        personal = dict.fromkeys(
            (
                *("subject", "age", "capacity", "capacity_by", "capacity_words", "course", "decision", "decided_by"),
                *("proposed_by", "sanctioned"),
            ),
            WITH_THE_INCIDENT,
        )
        not_personal = (
            *("record", "trust", "incident", "state", "held_apart", "joint", "round", "proposed_at", "decided_at"),
        )

    def __str__(self) -> str:
        return str(self.record)

    @property
    def audit_subject(self) -> AuditSubject:
        return self.record.audit_subject

    @property
    def reference(self) -> str:
        return self.record.reference


class Encouragement(ScopedModel):
    """How one victim is helped to involve the police, as told on one day. What they want stands in incidents.Wish."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="encouragements")
    victim = models.ForeignKey(Victim, on_delete=models.PROTECT, related_name="encouragements")
    told_police = models.BooleanField("told the officers that they want the offender dealt with", null=True, blank=True)
    encouraged_by = models.CharField("who encouraged them to involve the police", max_length=160, blank=True)
    guided_by = models.CharField("who guides them through the police report", max_length=160, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["victim", "at"], name="encouragement_of_victim")]

    class Data:
        personal = dict.fromkeys(("victim", "told_police", "encouraged_by", "guided_by", "by"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "incident", "at")


class Assessment(ScopedModel):
    """A judgement whether the evidence and the record can carry a sanction. `facts` is a list of what was held then."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    facts = models.JSONField(default=list)
    enough = models.BooleanField()
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["at", "pk"]

    class Data:
        personal = dict.fromkeys(("facts", "reason", "by"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "case", "enough", "at")


class Consideration(ScopedModel):
    """One option that was considered, with its reason. `title` as the trust called it then."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="considerations")
    option = models.CharField(max_length=40)
    kind = models.CharField(max_length=14, choices=[(key, kind.title) for key, kind in KINDS.items()])
    title = models.CharField(max_length=200)
    chosen = models.BooleanField()
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "option"], name="option_considered_once_in_a_case")]

    class Data:
        personal = dict.fromkeys(("chosen", "reason", "by"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "case", "option", "kind", "title", "at")


class Assent(ScopedModel):
    """That one post must agree to a proposal, and what its holder or deputy answered, by name and date."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assents")
    round = models.PositiveSmallIntegerField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    asked_at = models.DateTimeField()
    agreed = models.BooleanField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    name = models.CharField(max_length=160, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    on_behalf_of = models.CharField(max_length=160, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round", "post"], name="post_asked_once_in_a_round"),
            models.CheckConstraint(
                condition=Q(agreed__isnull=True) | (Q(answered_at__isnull=False) & ~Q(name="")),
                name="assent_has_name_and_date",
            ),
        ]
        indexes = [models.Index(fields=["post", "answered_at"], name="assent_by_post")]

    class Data:
        personal = dict.fromkeys(("name", "person", "on_behalf_of", "reason", "agreed"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "case", "round", "post", "title", "asked_at", "answered_at")
