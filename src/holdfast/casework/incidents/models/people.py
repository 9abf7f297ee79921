from __future__ import annotations

from django.db import models

from holdfast.casework.incidents.models.report import Incident
from holdfast.casework.incidents.rules.report_words import INJURY_WORDS, STANDING_WORDS
from holdfast.casework.incidents.rules.retention import WITH_THE_INCIDENT
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel

STANDINGS = STANDING_WORDS


class Victim(ScopedModel):
    """Someone who was hurt, abused or threatened, or who lost something. One incident can have many."""

    INJURIES = INJURY_WORDS

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="victims")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_reporter = models.BooleanField(default=False)
    name = models.CharField(max_length=160, blank=True)
    standing = models.CharField(max_length=12, choices=list(STANDINGS.items()), default="staff")
    job = models.CharField(max_length=150, blank=True)
    injury = models.CharField(max_length=12, choices=list(INJURIES.items()), blank=True)
    injury_details = models.TextField(blank=True)
    psychological_harm = models.CharField(max_length=12, blank=True)
    examined_at = models.DateTimeField("seen at an emergency department or by a GP", null=True, blank=True)
    examined_where = models.CharField(max_length=160, blank=True)
    not_examined_reason = models.CharField(max_length=300, blank=True)
    wants_contact = models.CharField("how and when they would like to be called", max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]

    class Data:
        personal = dict.fromkeys(
            (
                *("person", "is_reporter", "name", "standing", "job", "injury", "injury_details", "psychological_harm"),
                *("examined_at", "examined_where", "not_examined_reason", "wants_contact"),
            ),
            WITH_THE_INCIDENT,
        )
        not_personal = ("id", "trust", "incident")


class Subject(ScopedModel):
    """Someone who did it, as far as is known.

    `held_apart`: a colleague is suspected. Who it is may only be seen by the readers named on the record, and stays so
    when the incident itself is opened to others later.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="subjects")
    standing = models.CharField(max_length=12, choices=list(STANDINGS.items()), default="unknown")
    name = models.CharField(max_length=160, blank=True)
    born = models.DateField("date of birth", null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    appearance = models.TextField(blank=True)
    relation = models.CharField("relation to the victim or patient", max_length=160, blank=True)
    held_apart = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    class Data:
        personal = dict.fromkeys(("standing", "name", "born", "address", "appearance", "relation"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "incident", "held_apart")


class Witness(ScopedModel):
    """Someone who saw it, or knows of it."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="witnesses")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    standing = models.CharField(max_length=12, choices=list(STANDINGS.items()), default="staff")
    name = models.CharField(max_length=160)
    contact = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "witnesses"

    class Data:
        personal = dict.fromkeys(("person", "standing", "name", "contact"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "incident")
