"""Clocks as the engine makes them (`engine.clocks`), and what is kept of their verdicts."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.foundation.records.models import Record
from holdfast.kernel import clock
from holdfast.oversight.assurance.models.policy import Obligation

AS_LONG_AS_THE_RECORD = "as long as the record or the policy that it stands for"


class Settled(models.IntegerChoices):
    """Whether what a clock says can still change."""

    NO = 0, "open"
    MET = 1, "met for ever"
    LATE = 2, "late for ever"
    EXPLAINED = 3, "met for ever, by an explanation"


class Clock(ScopedModel):
    """One stretch of time in which something must happen for one subject. Rebuilt at will, never edited.

    `settled` and `month` follow from the instants and are kept so that a year of settled clocks is counted from an
    index alone: whether it is met or late from `done` on, whatever else happens, and the London month in which the
    limit fell, counted from the year 0.
    """

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="clocks", db_index=False)
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
    explained = models.JSONField(default=list)

    settled = models.PositiveSmallIntegerField(choices=Settled.choices, default=Settled.NO)
    month = models.PositiveIntegerField(null=True)

    moment: datetime
    """The limit, or the beginning where there is none; set by `queries.behind`."""
    verdict: str
    """What is to be said of it as at the instant asked for; set by `queries.behind`."""
    may_open: bool
    """Whether somebody may open the incident behind it; set by `queries.behind`."""

    class Meta:
        indexes = [
            models.Index(
                # All that counting a year of settled clocks reads, so that it never touches the table.
                fields=["trust", "done", "obligation", "settled", "month", "limit", "restricted", "record"],
                name="clock_settled",
                condition=Q(settled__gt=0),
            ),
            models.Index(fields=["obligation", "settled", "limit"], name="clock_not_met", condition=~Q(settled=1)),
            # What stands behind a figure, met ones too, and since when there is anything: the page of a duty.
            models.Index(fields=["obligation", "opens"], name="clock_of_duty"),
        ]

    class Data:
        personal = dict.fromkeys(("excused_by", "excused_why"), AS_LONG_AS_THE_RECORD)
        not_personal = (
            *("id", "trust", "obligation", "record", "restricted", "subject", "label", "opens", "warns", "limit"),
            *("done", "closes", "superseded", "excused_from", "excused_until", "resting", "lapses", "unset", "missing"),
            *("explained", "settled", "month"),
        )


class Excuse(ScopedModel):
    """Someone with the authority to do so lets a duty rest: for one record, or for all. Both days are included."""

    duty = models.CharField("key of the duty", max_length=40)
    record = models.ForeignKey(Record, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    authority = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=160, blank=True)
    withdrawn_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["trust", "duty"], name="excuse_by_duty")]
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="excuse_ends_later")
        ]

    class Data:
        personal = dict.fromkeys(("authority", "reason", "by", "withdrawn_by", "withdrawn_why"), AS_LONG_AS_THE_RECORD)
        not_personal = ("id", "trust", "duty", "record", "since", "until", "at", "withdrawn_at")
