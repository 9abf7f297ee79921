"""Files on an incident: adding them, handing them out, withdrawing them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from holdfast.casework.incidents.forms.closing import ShortReasonForm
from holdfast.casework.incidents.forms.files import FilesForm
from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.files import keep_file
from holdfast.casework.incidents.views.acting import act, find, page_of
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.evidence_lines import EvidenceLine, evidence_lines
from holdfast.foundation.records.models import Evidence
from holdfast.foundation.records.operations.evidence import withdraw_file
from holdfast.foundation.records.queries import evidence_of
from holdfast.foundation.records.serving import serve, serve_copy

ADDRESSES = {"file": "file", "picture": "file-picture", "thumbnail": "file-thumbnail", "withdraw": "withdraw-file"}


def file_lines(incident: Incident, viewer: Viewer) -> list[EvidenceLine]:
    """The incident's files as its page lists them, as far as the viewer may know of them."""

    def address(evidence: Evidence, what: str) -> str:
        if what == "withdraw" and not viewer.may(Permission.INVESTIGATE_INCIDENTS):
            return ""
        return reverse(f"incidents:{ADDRESSES[what]}", args=[incident.reference, evidence.pk])

    return evidence_lines(evidence_of(incident.record, viewer.actor), address)


def _evidence(request: ViewedRequest, reference: str, key: int) -> tuple[Incident, Evidence]:
    incident = find(request, reference)
    evidence = evidence_of(incident.record, request.viewer.actor).filter(pk=key).first()
    if evidence is None:
        raise Http404
    return incident, evidence


@requires(Permission.LIST_INCIDENTS)
def add(request: ViewedRequest, reference: str) -> HttpResponse:
    """Add files to an incident."""
    incident = find(request, reference)

    def do(told: dict[str, Any]) -> None:
        for upload in told["uploads"]:
            keep_file(
                by=request.viewer.actor,
                incident=incident,
                upload=upload,
                description=told["description"],
                private=told["private"],
            )

    return act(
        request,
        incident,
        FilesForm(request.POST or None, request.FILES or None, incident=incident),
        do=do,
        done="The files are on record.",
        title="Add files",
        button="Add them",
        then=page_of(incident) + "#files",
    )


@requires(Permission.LIST_INCIDENTS)
def file(request: ViewedRequest, reference: str, key: int) -> Any:
    """A file of the incident, as it was added: a stream, or a page that says why it is not handed out."""
    _, evidence = _evidence(request, reference, key)
    return serve(request, evidence, request.viewer.actor)


@requires(Permission.LIST_INCIDENTS)
def picture(request: ViewedRequest, reference: str, key: int) -> Any:
    """A picture of the incident, drawn anew for a page."""
    _, evidence = _evidence(request, reference, key)
    return serve_copy(request, evidence, request.viewer.actor, "picture")


@requires(Permission.LIST_INCIDENTS)
def thumbnail(request: ViewedRequest, reference: str, key: int) -> Any:
    """The same, small."""
    _, evidence = _evidence(request, reference, key)
    return serve_copy(request, evidence, request.viewer.actor, "thumbnail")


@requires(Permission.INVESTIGATE_INCIDENTS)
def withdraw(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Take a file out of use, with the reason; it is kept."""
    incident, evidence = _evidence(request, reference, key)
    return act(
        request,
        incident,
        ShortReasonForm(request.POST or None, incident=incident),
        do=lambda told: withdraw_file(by=request.viewer.actor, evidence=evidence, why=told["why"]),
        done="The file is withdrawn. It is kept, and no longer handed out.",
        title=f"Withdraw {evidence.name}",
        button="Withdraw it",
        then=page_of(incident) + "#files",
    )
