"""A colleague as the security team sees them: what happened to them, and what they told."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.doors.workspace.presenters.incidents import COLUMNS, incident_lines
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.queries.posts import posts_of_person
from holdfast.foundation.pages.tables import Column
from holdfast.kernel import clock

SHOWN = 50


@requires(Permission.SEE_ALL_INCIDENTS)
@require_safe
def person(request: ViewedRequest, key: int) -> HttpResponse:
    """Who someone is, and the incidents that happened to them or that they reported under their name.

    One page that gathers what happened to a colleague is sensitive: opening it is entered in the audit trail.
    """
    people = Person.objects.select_related("unit", "trust")
    who = get_object_or_404(people, trust=request.viewer.trust, pk=key)
    enter_reading("workspace.read_person", by=request.viewer.actor, subject=who)
    hurt = Victim.objects.filter(incident=OuterRef("pk"), person=who)
    seen = visible_to(request.viewer).select_related("record", "site").annotate(is_victim=Exists(hurt))
    theirs = seen.filter(Exists(hurt)) | seen.filter(reporter=who, anonymous=False)
    rows = list(theirs.order_by("-reported_at", "-pk")[: SHOWN + 1])
    context = {
        "page_title": str(who),
        "caption": who.job_title,
        "person": who,
        "has_left": who.left is not None and who.left < clock.today(),
        "held": posts_of_person(who),
        "today": clock.today(),
        "incidents": [line for row in rows[:SHOWN] for line in incident_lines([row], role=_role(row, who))],
        "more": len(rows) > SHOWN,
        "words": "",
        "columns": [*COLUMNS, Column("Their part")],
        "manages": request.viewer.may(Permission.MANAGE_PEOPLE),
        "breadcrumb": [{"title": "Incidents", "url": reverse("incidents:list")}],
    }
    return render(request, "workspace/person.html", context)


def _role(incident: Incident, who: Person) -> str:
    parts = ["affected"] if getattr(incident, "is_victim", False) else []
    if incident.reporter_id == who.pk and not incident.anonymous:
        parts.append("reported it")
    return " and ".join(parts).capitalize()
