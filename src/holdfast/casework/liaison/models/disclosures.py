from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.rules.disclosure import POWERS, STATES
from holdfast.casework.liaison.rules.retention import WITH_THE_INCIDENT
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


class Disclosure(ScopedModel):
    """Someone outside asked for information on a case: under which power, who decided, what was handed over or refused.

    `own_motion`: nobody asked; the trust offers it, for example to report a crime.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="disclosures")
    state = models.CharField(max_length=8, choices=list(STATES.items()), default="asked")
    own_motion = models.BooleanField(default=False)
    asked_by = models.CharField("who asked", max_length=160)
    body = models.CharField("for which body", max_length=160)
    asked_on = models.DateField()
    their_reference = models.CharField(max_length=80, blank=True)
    what = models.TextField("what was asked for")
    whose = models.TextField("whose data it is", blank=True)
    power = models.CharField(max_length=20, choices=list(POWERS.items()))
    purpose = models.TextField("why they need it")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=160, blank=True)
    decided_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField("why it was approved or refused", blank=True)
    given_on = models.DateField(null=True, blank=True)
    given_what = models.TextField("what was handed over, and what was left out", blank=True)
    given_how = models.CharField(max_length=200, blank=True)
    given_by = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked") | ~Q(decided_by=""), name="disclosure_decided_by_someone"
            ),
            models.CheckConstraint(
                condition=Q(given_on__isnull=True) | Q(given_on__gte=models.F("asked_on")),
                name="not_handed_over_before_it_was_asked",
            ),
        ]
        indexes = [models.Index(fields=["trust", "-asked_on", "-id"], name="disclosure_list")]

    class Data:
        personal = dict.fromkeys(
            (
                *("asked_by", "what", "whose", "purpose", "decided_by", "decided_person", "reason", "given_what"),
                *("given_how", "given_by", "by", "person", "their_reference"),
            ),
            WITH_THE_INCIDENT,
        )
        not_personal = (
            *("id", "trust", "incident", "state", "own_motion", "body", "asked_on", "power", "decided_at"),
            *("given_on", "at"),
        )
