from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.liaison.rules.retention import WITH_THE_INCIDENT
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


class PoliceDecision(ScopedModel):
    """A named person decided whether the police are told of an incident. A later decision supersedes an earlier one.

    `override`: why it goes against what someone affected wants.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="police_decisions")
    tell = models.BooleanField("the police are told")
    reason = models.TextField(blank=True)
    override = models.TextField(blank=True)
    wishes = models.JSONField("what each person affected wanted then, in words", default=list, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident"], condition=Q(superseded_at__isnull=True), name="one_police_decision_at_a_time"
            ),
            models.CheckConstraint(condition=Q(tell=True) | ~Q(reason=""), name="not_told_with_a_reason"),
        ]

    class Data:
        personal = dict.fromkeys(("reason", "override", "wishes", "by", "person"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "incident", "tell", "at", "superseded_at")


class PoliceStatement(ScopedModel):
    """The police asked someone for a statement; when it was given, or why not."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="police_statements")
    victim = models.ForeignKey(Victim, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=160)
    asked_on = models.DateField()
    asked_by = models.CharField("which officer asked", max_length=160, blank=True)
    given_on = models.DateField(null=True, blank=True)
    declined_reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(given_on__isnull=True) | Q(given_on__gte=models.F("asked_on")),
                name="police_statement_not_given_before_it_was_asked",
            )
        ]
        indexes = [
            models.Index(
                fields=["person"], condition=Q(given_on__isnull=True, declined_reason=""), name="police_statement_owed"
            )
        ]

    class Data:
        personal = dict.fromkeys(("victim", "person", "name", "asked_by", "declined_reason", "by"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "incident", "asked_on", "given_on", "at")
