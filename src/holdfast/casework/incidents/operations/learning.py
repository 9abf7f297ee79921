"""Sending what was learnt to the teams it concerns, and recording that it was read."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse

from holdfast.casework.incidents.models import Incident, Lesson, LessonReading, LessonSending
from holdfast.casework.incidents.operations.holding import hold
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.notifications.operations import tell
from holdfast.foundation.organisation.models import Person, Unit
from holdfast.foundation.organisation.queries.people import people_here
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


def people_below(units: Sequence[Unit]) -> list[Person]:
    """Everyone who works in `units` or below and has not left, each once."""
    if not units:
        return []
    below = Q()
    for unit in units:
        below |= Q(unit__path__startswith=unit.path)
    return list(people_here(units[0].trust).filter(below))


@operation
def share_lesson(*, by: Actor, incident: Incident, title: str, words: str, units: Sequence[Unit]) -> Lesson:
    """Write down a lesson and send it to `units` and all below them. With no units it is kept and sent to nobody yet.

    Raises ValueError when title or words are missing.
    """
    hold(incident)
    if not title.strip() or not words.strip():
        raise ValueError("Give the lesson a title and say what was learnt.")
    lesson = Lesson.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        title=title.strip()[:150],
        words=words.strip(),
        at=clock.now(),
        by=by.name,
    )
    _send(lesson, units, by)
    touch(incident.record)
    enter(
        "incidents.share_lesson",
        by=by,
        subject=incident.record,
        details={"title": title, "units": [str(unit) for unit in units]},
    )
    return lesson


@operation
def send_lesson(*, by: Actor, lesson: Lesson, units: Sequence[Unit]) -> Lesson:
    """Send a lesson to more units; those that had it are left alone. Raises ValueError when none of them is new."""
    hold(lesson.incident)
    if not _send(lesson, units, by):
        raise ValueError("These teams have it already.")
    touch(lesson.incident.record)
    enter(
        "incidents.send_lesson",
        by=by,
        subject=lesson.incident.record,
        details={"title": lesson.title, "units": [str(unit) for unit in units]},
    )
    return lesson


def _send(lesson: Lesson, units: Sequence[Unit], by: Actor) -> list[Unit]:
    had = set(lesson.sendings.values_list("unit_id", flat=True))
    fresh = list({unit.pk: unit for unit in units if unit.pk not in had}.values())
    LessonSending.objects.bulk_create(
        LessonSending(trust_id=lesson.trust_id, lesson=lesson, unit=unit, at=clock.now(), by=by.name) for unit in fresh
    )
    if fresh:
        tell(
            people=people_below(fresh),
            subject=f"Something we learnt: {lesson.title}",
            words="A short read. Please say when you have read it.",
            record=None,
            url=reverse("incidents:lesson", args=[lesson.pk]),
            kind="incidents.lesson",
            key=f"incidents.lesson.{lesson.pk}",  # nobody is told twice because two of their units were sent it
        )
    return fresh


@operation
def read_lesson(*, by: Actor, lesson: Lesson, person: Person) -> LessonReading:
    """Record that `person` has read the lesson. Saying so twice changes nothing."""
    reading, fresh = LessonReading.objects.get_or_create(
        trust_id=lesson.trust_id, lesson=lesson, person=person, defaults={"at": clock.now()}
    )
    details = {"title": lesson.title, "first": fresh}
    enter("incidents.read_lesson", by=by, subject=lesson.incident.record, details=details)
    return reading


@operation
def no_lesson(*, by: Actor, incident: Incident, reason: str) -> Incident:
    """Record why there is nothing to learn from an incident. Raises ValueError without a reason."""
    hold(incident)
    if not reason.strip():
        raise ValueError("Say why there is nothing to learn here.")
    before = incident.no_lesson_reason
    incident.no_lesson_reason = reason.strip()[:300]
    Incident.objects.filter(pk=incident.pk).update(no_lesson_reason=incident.no_lesson_reason)
    touch(incident.record)
    enter("incidents.no_lesson", by=by, subject=incident.record, changes={"no_lesson_reason": [before, reason.strip()]})
    return incident
