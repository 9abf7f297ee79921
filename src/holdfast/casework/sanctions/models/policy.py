"""What a trust's policy says about sanctions. Installed from its pack; the area never knows the pack."""

from __future__ import annotations

from django.db import models

from holdfast.casework.sanctions.rules.evidence import FACTS
from holdfast.casework.sanctions.rules.options import KINDS
from holdfast.foundation.organisation.scope import ScopedModel


class SanctionOption(ScopedModel):
    """One option that the trust considers each time, in its own words."""

    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=14, choices=[(key, kind.title) for key, kind in KINDS.items()])
    title = models.CharField(max_length=200)
    clause = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["trust", "key"], name="one_sanction_option_of_a_key")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "order", "key", "kind", "title", "clause")


class AgreeingPost(ScopedModel):
    """A post that must agree to what is proposed.

    `joint`: only in cases worked jointly with the counter fraud specialist (True), only in others (False), or in all.
    `kinds`: only when an option of one of these kinds is proposed; empty means any.
    """

    order = models.PositiveSmallIntegerField()
    post = models.CharField("key of the post", max_length=60)
    joint = models.BooleanField(null=True)
    kinds = models.JSONField(default=list, blank=True)
    clause = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["order"]
        indexes = [models.Index(fields=["trust", "order"], name="agreeing_by_trust")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "order", "post", "joint", "kinds", "clause")


class FactLine(ScopedModel):
    """A fact that the file must hold before it can carry a sanction; see `rules.evidence.FACTS`."""

    order = models.PositiveSmallIntegerField()
    check_for = models.CharField(max_length=30, choices=list(FACTS.items()))
    title = models.CharField(max_length=200)
    clause = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["order"]
        indexes = [models.Index(fields=["trust", "order"], name="fact_line_by_trust")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "order", "check_for", "title", "clause")


class PublicityRule(ScopedModel):
    """For which choices of publicity the trust asks the victim's permission, beside publicity outside."""

    needs_permission = models.JSONField(default=list, blank=True)
    clause = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trust"], name="one_publicity_rule")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "needs_permission", "clause")
