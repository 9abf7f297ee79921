from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.casework.incidents.models.report import Addition, Incident
from holdfast.casework.incidents.rules.retention import WITH_THE_INCIDENT
from holdfast.foundation.organisation.models import Person, Unit
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


class Exchange(ScopedModel):
    """A word to the reporter, or from them. A decision names who decided, in which post, and what comes next by when.

    `addition` is set when it is for, or from, someone else who added a report of the same event; the first reporter
    and they do not see each other's words.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="exchanges")
    at = models.DateTimeField(default=clock.now)
    from_reporter = models.BooleanField(default=False)
    by = models.CharField(max_length=160)
    post = models.CharField(max_length=160, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    addition = models.ForeignKey(Addition, null=True, blank=True, on_delete=models.CASCADE, related_name="exchanges")
    step = models.CharField(max_length=30, blank=True)  # reported, triaged, assigned, approved, closed, message …
    words = models.TextField()
    next_by = models.DateField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["trust", "at"], condition=Q(from_reporter=True, read_at__isnull=True), name="answer_not_read"
            )
        ]

    class Data:
        personal = dict.fromkeys(("by", "post", "person", "words"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "incident", "addition", "at", "from_reporter", "step", "next_by", "read_at")


class Lesson(ScopedModel):
    """What was learnt from an incident, in words that name nobody, for the teams it concerns."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="lessons")
    title = models.CharField(max_length=150)
    words = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["pk"]

    class Data:
        personal = {"by": WITH_THE_INCIDENT}
        not_personal = ("id", "trust", "incident", "title", "words", "at")


class LessonSending(ScopedModel):
    """A lesson was sent to a unit and all below it."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="sendings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["lesson", "unit"], name="lesson_sent_once_to_a_unit")]

    class Data:
        personal = {"by": WITH_THE_INCIDENT}
        not_personal = ("id", "trust", "lesson", "unit", "at")


class LessonReading(ScopedModel):
    """Someone read a lesson, and said so."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "person"], name="lesson_read_once")]

    class Data:
        personal = {"person": WITH_THE_INCIDENT}
        not_personal = ("id", "trust", "lesson", "at")


class Closure(ScopedModel):
    """An incident was closed, with what was said then. Reopening keeps it and says when and why."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="closures")
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    outcome = models.TextField()
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.CharField(max_length=160, blank=True)
    reopened_why = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    class Data:
        personal = dict.fromkeys(("by", "outcome", "reopened_by", "reopened_why"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "incident", "at", "reopened_at")
