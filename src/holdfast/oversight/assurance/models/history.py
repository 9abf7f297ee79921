"""What is kept of verdicts: each turn, what was known each evening, and how often each verb was done on a day."""

from __future__ import annotations

from django.db import models

from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


class VerdictChange(ScopedModel):
    """A duty's state turned: from what to what, when it was noticed, and the sentence that explained it.

    As anyone in the trust may know it: restricted records are left out. Holds the duty's key and not the obligation, so
    that it outlives a version of the policy. `reminded`: how many of the policy's reminders its owner has had of it.
    """

    duty = models.CharField("key of the duty", max_length=40)
    at = models.DateTimeField(default=clock.now)
    old = models.CharField(max_length=20, blank=True)
    new = models.CharField(max_length=20)
    why = models.TextField(blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["trust", "duty", "at"], name="change_by_duty"),
            models.Index(fields=["trust", "at", "id"], name="change_by_time"),
        ]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "duty", "at", "old", "new", "why", "reminded")


class Snapshot(ScopedModel):
    """What was known of a duty at the end of a day: what stood, and how much was kept in the year up to it.

    `counts`: verdicts that stood; `met` of `judged` in the year; `state`. As anyone in the trust may know it.
    """

    duty = models.CharField("key of the duty", max_length=40)
    day = models.DateField()
    state = models.CharField(max_length=20)
    counts = models.JSONField(default=dict)
    met = models.PositiveIntegerField(default=0)
    judged = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["trust", "duty", "day"], name="one_snapshot_a_day")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "duty", "day", "state", "counts", "met", "judged", "taken_at")


class DayOfDeeds(ScopedModel):
    """How often each operation was done on one day (Europe/London): `counts` by the verb of its audit entry.

    As anyone in the trust may know it: what was done to restricted records is left out. Kept because the audit trail
    of a year is far too long to be counted for a page.
    """

    day = models.DateField()
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["day"]
        verbose_name_plural = "days of deeds"
        constraints = [models.UniqueConstraint(fields=["trust", "day"], name="one_count_a_day")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "day", "counts")
