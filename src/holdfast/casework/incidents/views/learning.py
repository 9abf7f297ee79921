"""What was learnt: writing it down, sending it to teams, reading it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.casework.incidents.forms.closing import LessonForm, SendLessonForm, ShortReasonForm
from holdfast.casework.incidents.models import Lesson, LessonReading
from holdfast.casework.incidents.operations import learning as verbs
from holdfast.casework.incidents.queries.awaiting import lessons_for
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.incidents.views.acting import act, find, page_of
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission

MOST = 200


@requires(Permission.SHARE_LESSONS)
def share(request: ViewedRequest, reference: str) -> HttpResponse:
    """Write down a lesson and send it to teams."""
    incident = find(request, reference)
    learnt = next((row.learnt for row in incident.investigations.all() if row.learnt), "")
    begun = {"words": learnt, "teams": [str(incident.unit_id)] if incident.unit_id else []}
    form = LessonForm(request.POST or None, incident=incident, initial=begun)
    return act(
        request,
        incident,
        form,
        do=lambda told: verbs.share_lesson(
            by=request.viewer.actor, incident=incident, title=told["title"], words=told["words"], units=form.units()
        ),
        done="The lesson is on record, and the teams that you chose were told.",
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
        ShortReasonForm(request.POST or None, incident=incident, initial={"why": incident.no_lesson_reason}),
        do=lambda told: verbs.no_lesson(by=request.viewer.actor, incident=incident, reason=told["why"]),
        done="The reason is on record.",
        title="Nothing to learn from this one",
        button="Save",
    )


@requires(Permission.USE_HOLDFAST)
def lessons(request: ViewedRequest) -> HttpResponse:
    """Lessons that were sent to the viewer's teams."""
    read = LessonReading.objects.filter(lesson=OuterRef("pk"), person=request.viewer.person)
    rows = lessons_for(request.viewer).annotate(was_read=Exists(read))[:MOST]
    return render(request, "incidents/lessons.html", {"lessons": rows, "page_title": "What we learnt"})


def _lesson(request: ViewedRequest, key: int) -> tuple[Lesson, bool]:
    """The lesson, and whether the viewer may send it on: they share lessons and may see its incident."""
    mine = Lesson.objects.filter(pk=key, incident__in=visible_to(request.viewer))
    sends = request.viewer.may(Permission.SHARE_LESSONS) and mine.exists()
    rows = mine if sends else lessons_for(request.viewer).filter(pk=key)
    found = rows.select_related("incident__record", "incident__trust", "incident__unit").first()
    if found is None:
        raise Http404
    return found, sends


@requires(Permission.USE_HOLDFAST)
def lesson(request: ViewedRequest, key: int) -> HttpResponse:
    """One lesson; saying that one has read it."""
    found, sends = _lesson(request, key)
    if request.method == "POST":
        verbs.read_lesson(by=request.viewer.actor, lesson=found, person=request.viewer.person)
        messages.success(request, "Thank you. It is marked as read.")
        return redirect(reverse("incidents:lessons"))
    shown = {
        "lesson": found,
        "reading": LessonReading.objects.filter(lesson=found, person=request.viewer.person).first(),
        "page_title": found.title,
        "breadcrumb": [{"title": "What we learnt", "url": reverse("incidents:lessons")}],
        "sends": sends,
        "incident_url": page_of(found.incident) if sends else "",
        "sendings": found.sendings.select_related("unit") if sends else (),
        "readings": found.readings.count() if sends else 0,
    }
    return render(request, "incidents/lesson.html", shown)


@requires(Permission.SHARE_LESSONS)
def send(request: ViewedRequest, key: int) -> HttpResponse:
    """Send a lesson to more teams."""
    found, sends = _lesson(request, key)
    if not sends:
        raise Http404
    form = SendLessonForm(request.POST or None, incident=found.incident, lesson=found)
    here = reverse("incidents:lesson", args=[found.pk])
    return act(
        request,
        found.incident,
        form,
        do=lambda told: verbs.send_lesson(by=request.viewer.actor, lesson=found, units=form.units()),
        done="The teams that you chose were told.",
        title="Send it to more teams",
        button="Send",
        then=here,
        caption=found.title,
        back_url=here,
        cancel_url=here,
    )
