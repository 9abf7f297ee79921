from __future__ import annotations

from django.db import models

from holdfast.casework.incidents.rules.retention import UNTIL_SENT
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


class Draft(ScopedModel):
    """A report that is not sent yet. Its key becomes the submission key, so that sending twice makes one incident."""

    key = models.CharField(max_length=64)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)
    started_at = models.DateTimeField(default=clock.now)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trust", "key"], name="one_draft_per_key")]
        indexes = [models.Index(fields=["person", "-saved_at"], name="draft_by_person")]

    class Data:
        personal = dict.fromkeys(("person", "answers"), UNTIL_SENT)
        not_personal = ("id", "trust", "key", "started_at", "saved_at")


class SentForm(ScopedModel):
    """A form on an incident that was taken in. `digest` is of who sent it, when it was opened, and all that it said.

    Written with what the form does, in one transaction: a second press of the button finds it and changes nothing.
    """

    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trust", "digest"], name="sent_form_taken_once")]
        indexes = [models.Index(fields=["at"], name="sent_form_by_age")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "digest", "at")
