"""What a trust's policy says about actions. Installed from its pack; the area never knows the pack."""

from __future__ import annotations

from django.db import models

from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.tools.actions.rules.words import PERIODS


class TrackerPolicy(ScopedModel):
    """What the trust asks of every action and plan.

    `needs` names facts of rules.words.FACTS. The numbers are keys of the trust's own numbers, blank where its policy
    has none: then Holdfast's ways hold, see rules.reminding.
    """

    needs = models.JSONField(default=list, blank=True)
    remind_before = models.CharField("number: how long before it is due", max_length=80, blank=True)
    remind_every = models.CharField("number: how often once it is overdue", max_length=80, blank=True)
    plan_period = models.CharField(max_length=14, choices=list(PERIODS.items()), blank=True)
    plan_keeper = models.CharField("key of the post that keeps plans up to date", max_length=60, blank=True)
    clause = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trust"], name="one_tracker_policy")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = (
            *("id", "trust", "needs", "remind_before", "remind_every", "plan_period", "plan_keeper", "clause"),
        )


class VerificationRule(ScopedModel):
    """Which actions a second person verifies, and which need a file as proof. Empty lists mean any.

    `by` is the key of the post that verifies; blank: anyone with the right who did not do it.
    """

    order = models.PositiveSmallIntegerField()
    sources = models.JSONField(default=list, blank=True)
    priorities = models.JSONField(default=list, blank=True)
    verified = models.BooleanField(default=True)
    by = models.CharField(max_length=60, blank=True)
    evidence = models.BooleanField("needs a file as proof", default=False)
    clause = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["order"]
        indexes = [models.Index(fields=["trust", "order"], name="verification_by_trust")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "order", "sources", "priorities", "verified", "by", "evidence", "clause")


class EscalationStep(ScopedModel):
    """Whom an overdue action goes up to, and how long after its date (the key of one of the trust's numbers).

    `to` is the key of a post; blank: the line manager of whoever owes it.
    """

    order = models.PositiveSmallIntegerField()
    after = models.CharField(max_length=80)
    to = models.CharField(max_length=60, blank=True)
    clause = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["order"]
        indexes = [models.Index(fields=["trust", "order"], name="escalation_by_trust")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "order", "after", "to", "clause")
