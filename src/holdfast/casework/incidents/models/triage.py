from __future__ import annotations

from django.db import models

from holdfast.casework.incidents.models.report import Incident
from holdfast.casework.incidents.rules.retention import WITH_THE_INCIDENT
from holdfast.foundation.organisation.models import Person, Post
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


class Triage(ScopedModel):
    """One judgement of an incident: what it is, how serious, crime or not. The newest one counts; the others stay."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="triages")
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    type = models.CharField(max_length=30)
    severity = models.CharField(max_length=10)
    crime = models.BooleanField()
    restricted = models.BooleanField(default=False)
    no_investigation_reason = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    class Data:
        personal = dict.fromkeys(("by", "person", "no_investigation_reason", "note"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "incident", "at", "type", "severity", "crime", "restricted")


class Referral(ScopedModel):
    """An incident was told to a post: by rule when it was reported or triaged, or by someone's choice.

    `gives_access`: whoever holds the post sees the incident. `acknowledged_at`: when one of them opened it.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="referrals")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    gives_access = models.BooleanField(default=True)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["incident", "post"], name="told_once_per_post")]
        indexes = [models.Index(fields=["post", "incident"], name="referral_by_post")]

    class Data:
        personal = dict.fromkeys(("reason", "by", "acknowledged_by"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "incident", "post", "gives_access", "at", "acknowledged_at")
