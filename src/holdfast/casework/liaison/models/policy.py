"""What a trust's policy says of outside bodies. Installed from its pack; the area never knows the pack."""

from __future__ import annotations

from django.db import models

from holdfast.casework.liaison.rules.retention import WHILE_IN_FORCE
from holdfast.foundation.organisation.scope import ScopedModel


class Arrangement(ScopedModel):
    """One line per trust: who is its single contact for the police, who approves disclosures, how it words RIDDOR.

    `single_contact` and those in `others` are keys of posts; `others` maps a kind of incident to the post that is first
    contact instead. `approvers` may say yes to a disclosure. `counter_fraud` and `copied` are who is told of fraud.
    """

    single_contact = models.CharField(max_length=60, blank=True)
    single_contact_clause = models.CharField(max_length=40, blank=True)
    others = models.JSONField(default=dict, blank=True)
    counter_fraud = models.CharField(max_length=60, blank=True)
    counter_fraud_outside = models.CharField(max_length=160, blank=True)
    copied = models.JSONField(default=list, blank=True)
    riddor_words = models.CharField(max_length=400, blank=True)
    riddor_clause = models.CharField(max_length=40, blank=True)
    person_victims_decide = models.BooleanField("a person's wish about the police binds", default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trust"], name="one_arrangement_per_trust")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = (
            *("id", "trust", "single_contact", "single_contact_clause", "others", "counter_fraud"),
            *("counter_fraud_outside", "copied", "riddor_words", "riddor_clause", "person_victims_decide"),
        )


class Force(ScopedModel):
    """A police force of the trust's area. Whether a way to take up a refusal is agreed with it can be seen."""

    name = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField(default=0)
    contact = models.CharField("how it is reached about a case", max_length=200, blank=True)
    clause = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["trust", "name"], name="force_once")]

    class Data:
        personal = {"contact": WHILE_IN_FORCE}
        not_personal = ("id", "trust", "name", "order", "clause")


class ForceStep(ScopedModel):
    """One step of the way agreed with a force for taking up a refusal: to whom, and how they are reached."""

    force = models.ForeignKey(Force, on_delete=models.CASCADE, related_name="steps")
    step = models.PositiveSmallIntegerField()
    to = models.CharField(max_length=160)
    how = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["step"]
        constraints = [models.UniqueConstraint(fields=["force", "step"], name="force_step_once")]

    class Data:
        personal = {"how": WHILE_IN_FORCE}
        not_personal = ("id", "trust", "force", "step", "to")
