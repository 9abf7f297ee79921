from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.foundation.audit.actors import Subject
from holdfast.foundation.organisation.models import Person, Post, Site, Unit
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.foundation.records.models import Record
from holdfast.kernel import clock
from holdfast.tools.actions.rules.retention import WITH_THE_ACTION
from holdfast.tools.actions.rules.words import PERIODS, SOURCES


class Plan(ScopedModel):
    """A set of actions that belong together: of a site, a team, an assessment. It is brought up to date in each period.

    `about` is the record that it came out of. `period` is how often it is brought up to date; blank: as people like.
    Its keeper is a person or a post.
    """

    record = models.OneToOneField(Record, primary_key=True, on_delete=models.PROTECT, related_name="action_plan")
    submission_key = models.CharField(max_length=64)
    about = models.ForeignKey(Record, null=True, blank=True, on_delete=models.PROTECT, related_name="action_plans")
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    source = models.CharField(max_length=20, choices=list(SOURCES.items()))
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    keeper_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    keeper_post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=14, choices=list(PERIODS.items()), blank=True)
    begun = models.CharField("id of the last period whose beginning was noted", max_length=10, blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.CharField(max_length=160)
    opened_by_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=160, blank=True)
    closed_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trust", "submission_key"], name="plan_sent_twice_is_one"),
            models.CheckConstraint(
                condition=Q(keeper_person__isnull=True) ^ Q(keeper_post__isnull=True), name="plan_has_one_keeper"
            ),
        ]
        indexes = [models.Index(fields=["trust", "closed_at", "record"], name="plan_by_trust")]

    class Data:
        personal = dict.fromkeys(
            ("title", "purpose", "keeper_person", "opened_by", "opened_by_person", "closed_by", "closed_why"),
            WITH_THE_ACTION,
        )
        not_personal = (
            *("record", "trust", "submission_key", "about", "source", "site", "unit", "keeper_post", "period", "begun"),
            *("opened_at", "closed_at"),
        )

    def __str__(self) -> str:
        return f"{self.record.reference} {self.title}"

    @property
    def audit_subject(self) -> Subject:
        return self.record.audit_subject

    @property
    def reference(self) -> str:
        return self.record.reference

    @property
    def keeper(self) -> Person | Post:
        """Whoever brings it up to date."""
        keeper = self.keeper_person or self.keeper_post
        assert keeper is not None  # the table's constraint
        return keeper


class PlanUpdate(ScopedModel):
    """A plan was brought up to date: what was said, and how its actions stood at that moment."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="updates")
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    words = models.TextField()
    to_do = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField("waiting for verification", default=0)
    done = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["at", "pk"]

    class Data:
        personal = dict.fromkeys(("by", "person", "words"), WITH_THE_ACTION)
        not_personal = ("id", "trust", "plan", "at", "to_do", "overdue", "waiting", "done", "withdrawn")
