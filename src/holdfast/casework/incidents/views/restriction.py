"""Who may see an incident."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from holdfast.casework.incidents.forms.closing import ShortReasonForm
from holdfast.casework.incidents.forms.triage import ReaderForm
from holdfast.casework.incidents.operations import restriction as verbs
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.incidents.views.acting import act, find, page_of
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.records.models import Reader


@requires(Permission.NAME_READERS)
def restrict(request: ViewedRequest, reference: str) -> HttpResponse:
    """From now on only named people see it."""
    incident = find(request, reference)
    return act(
        request,
        incident,
        ShortReasonForm(request.POST or None, incident=incident),
        do=lambda told: verbs.restrict_incident(
            by=request.viewer.actor, incident=incident, why=told["why"], seen_version=told["seen_version"]
        ),
        done=f"{incident.reference} is restricted. Check who is named on it.",
        title="Restrict to named people",
        button="Restrict",
    )


@requires(Permission.NAME_READERS)
def lift(request: ViewedRequest, reference: str) -> HttpResponse:
    """Open it again to those whom it concerns by role or unit."""
    incident = find(request, reference)
    return act(
        request,
        incident,
        ShortReasonForm(request.POST or None, incident=incident),
        do=lambda told: verbs.lift_restriction(
            by=request.viewer.actor, incident=incident, why=told["why"], seen_version=told["seen_version"]
        ),
        done=f"{incident.reference} is no longer restricted.",
        title="Lift the restriction",
        button="Lift it",
        # Whoever was named need not see it by role or unit as well.
        then=lambda: page_of(incident) if visible_to(request.viewer).filter(pk=incident.pk).exists() else "/",
    )


@requires(Permission.NAME_READERS)
def admit(request: ViewedRequest, reference: str) -> HttpResponse:
    """Name one more person on a restricted incident."""
    incident = find(request, reference)
    if not incident.restricted:
        raise Http404
    return act(
        request,
        incident,
        ReaderForm(request.POST or None, incident=incident),
        do=lambda told: verbs.admit_reader(
            by=request.viewer.actor,
            incident=incident,
            person=told["person"],
            why=told["why"],
            seen_version=told["seen_version"],
        ),
        done="They can see the incident now, and were told.",
        title="Name someone who may see it",
        button="Name them",
    )


@requires(Permission.NAME_READERS)
def dismiss(request: ViewedRequest, reference: str, reader: int) -> HttpResponse:
    """Take someone off a restricted incident."""
    incident = find(request, reference)
    row = Reader.objects.filter(pk=reader, record_id=incident.pk).select_related("person").first()
    if row is None:
        raise Http404
    return act(
        request,
        incident,
        ShortReasonForm(request.POST or None, incident=incident),
        do=lambda told: verbs.dismiss_reader(
            by=request.viewer.actor,
            incident=incident,
            person=row.person,
            why=told["why"],
            seen_version=told["seen_version"],
        ),
        done=f"{row.person} no longer sees the incident.",
        title=f"Take {row.person} off the incident",
        button="Take off",
        then=lambda: page_of(incident) if visible_to(request.viewer).filter(pk=incident.pk).exists() else "/",
    )
