from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from holdfast.foundation.audit.actors import Subject
from holdfast.foundation.organisation.models import Person, Post, Site, Unit
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.foundation.records.models import Record
from holdfast.kernel import clock
from holdfast.tools.actions.models.plan import Plan
from holdfast.tools.actions.rules.retention import WITH_THE_ACTION
from holdfast.tools.actions.rules.stages import STATES, UNFINISHED
from holdfast.tools.actions.rules.words import PRIORITIES, SOURCES


class Action(ScopedModel):
    """Something that is to be done, by whom and by when.

    `about` is the record that it was raised on, of whatever kind; an action of a plan can stand without one. Its owner
    is a person or a post. `state` moves by rules.stages. `first_due` never changes; each later date is a DateMove.
    `verified_by_post` is who must verify it where the policy names a post.
    """

    record = models.OneToOneField(Record, primary_key=True, on_delete=models.PROTECT, related_name="action")
    submission_key = models.CharField(max_length=64)
    about = models.ForeignKey(Record, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    title = models.CharField("what is to be done", max_length=200)
    purpose = models.TextField("what it is for", blank=True)
    success = models.CharField("how one sees that it worked", max_length=300, blank=True)
    source = models.CharField(max_length=20, choices=list(SOURCES.items()))
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner_post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    priority = models.CharField(max_length=8, choices=list(PRIORITIES.items()), default="medium")
    rank = models.PositiveSmallIntegerField("place of the priority, for sorting")
    cost_pence = models.PositiveBigIntegerField(null=True, blank=True)
    due = models.DateField()
    first_due = models.DateField()
    state = models.CharField(max_length=10, choices=list(STATES.items()), default="open")
    raised_at = models.DateTimeField(default=clock.now)
    raised_by = models.CharField(max_length=160)
    raised_by_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    verification = models.BooleanField("a second person verifies it", default=False)
    verified_by_post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    evidence_needed = models.BooleanField("a file is wanted as proof", default=False)
    completed_at = models.DateTimeField("when it was last completed", null=True, blank=True)
    ended_at = models.DateTimeField("when it was done or withdrawn", null=True, blank=True)
    check_again = models.DateField("when someone looks whether it still works", null=True, blank=True)
    reminded = models.CharField("the last reminder of its present date", max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trust", "submission_key"], name="action_sent_twice_is_one"),
            models.CheckConstraint(
                condition=Q(owner_person__isnull=True) ^ Q(owner_post__isnull=True), name="action_has_one_owner"
            ),
        ]
        indexes = [
            models.Index(fields=["trust", "state", "due", "record"], name="action_by_due"),
            models.Index(fields=["trust", "due", "record"], name="action_list"),
            models.Index(fields=["owner_person", "state", "due"], name="action_by_person"),
            models.Index(fields=["owner_post", "state", "due"], name="action_by_post"),
            models.Index(fields=["trust", "check_again"], condition=Q(state="done"), name="action_to_check_again"),
        ]

    class Data:
        personal = dict.fromkeys(
            ("title", "purpose", "success", "owner_person", "raised_by", "raised_by_person"), WITH_THE_ACTION
        )
        not_personal = (
            *("record", "trust", "submission_key", "about", "plan", "source", "site", "unit", "owner_post", "priority"),
            *("rank", "cost_pence", "due", "first_due", "state", "raised_at", "verification", "verified_by_post"),
            *("evidence_needed", "completed_at", "ended_at", "check_again", "reminded"),
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
    def owner(self) -> Person | Post:
        """Whoever is to do it."""
        owner = self.owner_person or self.owner_post
        assert owner is not None  # the table's constraint
        return owner

    def overdue_on(self, day: date) -> bool:
        """True when it is still to be done on `day` (Europe/London) and was due before. Its own day still counts."""
        return self.state == "open" and self.due < day

    @property
    def unfinished(self) -> bool:
        """True while somebody owes something on it."""
        return self.state in UNFINISHED


class _Step(ScopedModel):
    """Something that happened to an action: when, by whom."""

    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    class Data:
        personal = dict.fromkeys(("by", "person"), WITH_THE_ACTION)
        not_personal = ("id", "trust", "action", "at")


class DateMove(_Step):
    """The date was moved. Every earlier date stays visible."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="date_moves")
    before = models.DateField()
    after = models.DateField()
    why = models.TextField()

    class Data:
        personal = {"why": WITH_THE_ACTION}
        not_personal = ("before", "after")


class Handover(_Step):
    """The action went from one owner to another; both by their names at that time."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="handovers")
    before = models.CharField(max_length=250)
    after = models.CharField(max_length=250)
    why = models.TextField(blank=True)

    class Data:
        personal = dict.fromkeys(("before", "after", "why"), WITH_THE_ACTION)
        not_personal = ()


class Completion(_Step):
    """Someone said that it is done, and what they did. An action that came back is completed again."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="completions")
    words = models.TextField()
    files = models.PositiveSmallIntegerField("files added as proof", default=0)

    class Data:
        personal = {"words": WITH_THE_ACTION}
        not_personal = ("files",)


class Verification(_Step):
    """A second person looked whether it was done, or whether it still works."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="verifications")
    accepted = models.BooleanField()
    again = models.BooleanField("looked again at something that was done before", default=False)
    words = models.TextField(blank=True)

    class Data:
        personal = {"words": WITH_THE_ACTION}
        not_personal = ("accepted", "again")


class Comment(_Step):
    """What someone had to say on it."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="comments")
    words = models.TextField()

    class Data:
        personal = {"words": WITH_THE_ACTION}
        not_personal = ()


class Escalation(ScopedModel):
    """Someone above was told that the action is overdue. They see it from then on. Once a step and date."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="escalations")
    at = models.DateTimeField(default=clock.now)
    due = models.DateField("the date that was missed")
    step = models.PositiveSmallIntegerField()
    to = models.CharField(max_length=250)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["person", "action"], name="escalation_by_person")]
        constraints = [
            models.UniqueConstraint(fields=["action", "due", "step", "to"], name="escalated_once_a_step_and_date")
        ]

    class Data:
        personal = dict.fromkeys(("to", "person"), WITH_THE_ACTION)
        not_personal = ("id", "trust", "action", "at", "due", "step")
