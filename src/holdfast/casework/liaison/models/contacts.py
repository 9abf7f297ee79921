from __future__ import annotations

from django.db import models

from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.rules.contacts import BODIES, JOINT_KINDS
from holdfast.casework.liaison.rules.retention import WITH_THE_INCIDENT
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


class Contact(ScopedModel):
    """A word with an outside body about a case: who spoke with whom, of what, and what comes next."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="liaison_contacts")
    body = models.CharField(max_length=16, choices=list(BODIES.items()))
    name = models.CharField("with whom", max_length=160, blank=True)
    spoke_at = models.DateTimeField()
    words = models.TextField()
    next_on = models.DateField("when it is taken up again", null=True, blank=True)
    next_done_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["spoke_at", "pk"]
        indexes = [models.Index(fields=["person", "next_on"], name="contact_to_follow_up")]

    class Data:
        personal = dict.fromkeys(("name", "words", "by", "person"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "incident", "body", "spoke_at", "next_on", "next_done_at", "at")


class JointWork(ScopedModel):
    """What security and counter fraud do together on a case: referred, worked on, brought to an end."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="joint_work")
    kind = models.CharField(max_length=10, choices=list(JOINT_KINDS.items()))
    words = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    post = models.CharField(max_length=160, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    class Data:
        personal = dict.fromkeys(("words", "by", "post", "person"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "incident", "kind", "at")
