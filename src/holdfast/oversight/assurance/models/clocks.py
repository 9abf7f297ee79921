"""Clocks as the engine makes them (`engine.clocks`), and what is kept of their verdicts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.foundation.records.models import Record
from holdfast.kernel import clock
from holdfast.oversight.assurance.models.policy import Obligation


class Clock(ScopedModel):
    """One stretch of time in which something must happen for one subject. Rebuilt at will, never edited."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="clocks")
    record = models.ForeignKey(Record, null=True, blank=True, on_delete=models.CASCADE, related_name="clocks")
    # The record's sensitivity once more: whoever may not know of the record must not find it in a count.
    restricted = models.BooleanField(default=False)
    subject = models.CharField(max_length=200, blank=True)
    label = models.CharField(max_length=20, blank=True)

    opens = models.DateTimeField(null=True)
    warns = models.DateTimeField(null=True)
    limit = models.DateTimeField(null=True)
    done = models.DateTimeField(null=True)
    closes = models.DateTimeField(null=True)
    superseded = models.DateTimeField(null=True)
    excused_from = models.DateTimeField(null=True)
    excused_until = models.DateTimeField(null=True)
    resting = models.BooleanField(default=False)
    lapses = models.BooleanField(default=False)
    unset = models.BooleanField(default=False)

    excused_by = models.CharField(max_length=200, blank=True)
    excused_why = models.CharField(max_length=500, blank=True)
    missing = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["obligation", "limit"], name="clock_by_limit"),
            models.Index(fields=["obligation", "opens"], name="clock_by_opening"),
            models.Index(fields=["trust", "obligation"], name="clock_by_trust"),
        ]


class Excuse(ScopedModel):
    """Someone with the authority to do so excused a duty for a while: for one record, or for all. Both days included."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="excuses")
    record = models.ForeignKey(Record, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    authority = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="excuse_ends_later")
        ]


class VerdictChange(ScopedModel):
    """An obligation's state turned: from what to what, when it was noticed, and the sentence that explained it."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(default=clock.now)
    old = models.CharField(max_length=20, blank=True)
    new = models.CharField(max_length=20)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]


class Snapshot(ScopedModel):
    """What was known of an obligation at the end of a day: counts by verdict over the year up to it, and the share kept."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="snapshots")
    day = models.DateField()
    counts = models.JSONField(default=dict)
    kept = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    taken_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["obligation", "day"], name="one_snapshot_a_day")]
