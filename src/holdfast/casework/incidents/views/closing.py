"""Closing and reopening, messages, lessons, police contacts and missing facts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.casework.incidents.forms.handling import (
    CloseForm,
    ExplainForm,
    LessonForm,
    MessageForm,
    PoliceForm,
    ReasonForm,
)
from holdfast.casework.incidents.models import Lesson, LessonReading
from holdfast.casework.incidents.operations import closing as verbs
from holdfast.casework.incidents.operations.additions import add_facts
from holdfast.casework.incidents.operations.facts import explain_absence
from holdfast.casework.incidents.operations.feedback import write_to_reporter
from holdfast.casework.incidents.operations.learning import no_lesson, read_lesson, share_lesson
from holdfast.casework.incidents.queries.awaiting import lessons_for
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.incidents.rules.answers import PoliceFacts
from holdfast.casework.incidents.views.acting import act, find, page_of
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission

EXPLAINABLE = {
    "crime-number": "Why is there no crime number?",
    "police-told": "Why were the police not told?",
    "human-resources": "Why is Human Resources not involved?",
}


@requires(Permission.CLOSE_INCIDENTS)
def close(request: ViewedRequest, reference: str) -> HttpResponse:
    """Close an incident with what came of it."""
    incident = find(request, reference)
    return act(
        request,
        incident,
        CloseForm(request.POST or None, incident=incident, initial={"outcome": incident.outcome}),
        do=lambda told: verbs.close(
            by=request.viewer.actor, incident=incident, outcome=told["outcome"], seen_version=told["seen_version"]
        ),
        done=f"{incident.reference} is closed, and the reporter was told.",
        title="Close the incident",
        button="Close it",
        template="incidents/handling/close.html",
        missing=[row for row in verbs.missing_to_close(incident, "written on this page")],
    )


@requires(Permission.CLOSE_INCIDENTS)
def reopen(request: ViewedRequest, reference: str) -> HttpResponse:
    """Open a closed incident again."""
    incident = find(request, reference)
    return act(
        request,
        incident,
        ReasonForm(request.POST or None, incident=incident),
        do=lambda told: verbs.reopen(
            by=request.viewer.actor, incident=incident, why=told["why"], seen_version=told["seen_version"]
        ),
        done=f"{incident.reference} is open again.",
        title="Open it again",
        button="Open it again",
    )


@requires(Permission.LIST_INCIDENTS)
def message(request: ViewedRequest, reference: str) -> HttpResponse:
    """Write to the reporter."""
    incident = find(request, reference)
    return act(
        request,
        incident,
        MessageForm(request.POST or None, incident=incident),
        do=lambda told: write_to_reporter(
            by=request.viewer.actor, incident=incident, words=told["words"], next_by=told["next_by"]
        ),
        done="Your message was sent.",
        title="Write to the reporter",
        button="Send",
        then=page_of(incident) + "#messages",
    )


@requires(Permission.LIST_INCIDENTS)
def police(request: ViewedRequest, reference: str) -> HttpResponse:
    """Record a contact with the police."""
    incident = find(request, reference)

    def do(told: dict[str, Any]) -> None:
        facts = {name: value for name, value in told.items() if name not in ("seen_version", "opened_at")}
        facts["told_by"] = facts["told_by"] or request.viewer.actor.name
        add_facts(
            by=request.viewer.actor, incident=incident, seen_version=told["seen_version"], police=[PoliceFacts(**facts)]
        )

    return act(
        request,
        incident,
        PoliceForm(request.POST or None, incident=incident),
        do=do,
        done="The contact is on record.",
        title="Contact with the police",
        button="Save",
    )


@requires(Permission.LIST_INCIDENTS)
def explain(request: ViewedRequest, reference: str, fact: str) -> HttpResponse:
    """Say why a fact is missing that the policy asks for."""
    incident = find(request, reference)
    if fact not in EXPLAINABLE:
        raise Http404
    return act(
        request,
        incident,
        ExplainForm(request.POST or None, incident=incident, initial={"reason": incident.unknown_facts.get(fact, "")}),
        do=lambda told: explain_absence(
            by=request.viewer.actor,
            incident=incident,
            fact=fact,
            reason=told["reason"],
            seen_version=told["seen_version"],
        ),
        done="The reason is on record.",
        title=EXPLAINABLE[fact],
        button="Save",
    )


@requires(Permission.SHARE_LESSONS)
def share(request: ViewedRequest, reference: str) -> HttpResponse:
    """Write down a lesson and send it to teams."""
    incident = find(request, reference)
    learnt = next((row.learnt for row in incident.investigations.all() if row.learnt), "")
    return act(
        request,
        incident,
        LessonForm(request.POST or None, incident=incident, initial={"words": learnt}),
        do=lambda told: share_lesson(
            by=request.viewer.actor,
            incident=incident,
            title=told["title"],
            words=told["words"],
            units=list(told["units"]),
        ),
        done="The lesson was sent.",
        title="Share what was learnt",
        button="Share it",
    )


@requires(Permission.SHARE_LESSONS)
def nothing_to_learn(request: ViewedRequest, reference: str) -> HttpResponse:
    """Say why there is no lesson."""
    incident = find(request, reference)
    return act(
        request,
        incident,
        ReasonForm(request.POST or None, incident=incident),
        do=lambda told: no_lesson(by=request.viewer.actor, incident=incident, reason=told["why"]),
        done="The reason is on record.",
        title="Nothing to learn from this one",
        button="Save",
    )


@requires(Permission.USE_HOLDFAST)
def lessons(request: ViewedRequest) -> HttpResponse:
    """Lessons that were sent to the viewer's teams."""
    read = LessonReading.objects.filter(lesson=OuterRef("pk"), person=request.viewer.person)
    rows = lessons_for(request.viewer).annotate(was_read=Exists(read))[:200]
    return render(request, "incidents/lessons.html", {"lessons": rows, "page_title": "What we learnt"})


@requires(Permission.USE_HOLDFAST)
def lesson(request: ViewedRequest, key: int) -> HttpResponse:
    """One lesson; saying that one has read it."""
    found = lessons_for(request.viewer).filter(pk=key).first()
    if found is None and request.viewer.may(Permission.SHARE_LESSONS):
        rows = Lesson.objects.filter(pk=key, incident__in=visible_to(request.viewer))
        found = rows.select_related("incident__record").first()
    if found is None:
        raise Http404
    if request.method == "POST":
        read_lesson(by=request.viewer.actor, lesson=found, person=request.viewer.person)
        messages.success(request, "Thank you. It is marked as read.")
        return redirect(reverse("incidents:lessons"))
    mine = LessonReading.objects.filter(lesson=found, person=request.viewer.person).first()
    sent = found.sendings.select_related("unit").annotate(people=Count("unit__people"))
    shown = {
        "lesson": found,
        "reading": mine,
        "page_title": found.title,
        "sendings": sent if request.viewer.may(Permission.SHARE_LESSONS) else (),
        "readings": found.readings.count(),
    }
    return render(request, "incidents/lesson.html", shown)
