"""Photos and files that follow a report, one by one, from the page that works without a network."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from holdfast.casework.incidents.operations.files import keep_file
from holdfast.casework.incidents.operations.report import SentBySomeoneElse, received_before
from holdfast.casework.incidents.views import report_limits as limits
from holdfast.casework.incidents.views.report_door import Door, door_of, open_door, without_address
from holdfast.foundation.organisation.access import ViewedRequest, in_trust_of_url, public, requires
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.records.operations.intake import FileRefused, prepare


@requires(Permission.REPORT_INCIDENTS)
@require_POST
def report_files(request: ViewedRequest) -> HttpResponse:
    """A file for the viewer's own report with the submission key that was sent along."""
    return _receive(request, door_of(request))


@public("takes a file only for the report whose secret submission key is sent along")
@in_trust_of_url
@require_POST
def open_files(request: HttpRequest, trust: Trust) -> HttpResponse:
    """A file for a report that was sent without an account."""
    if limits.spent(request, "files", limits.FILES):
        return JsonResponse({"error": "too-often"}, status=429)
    return _receive(request, open_door(request, trust))


def _receive(request: HttpRequest, door: Door) -> HttpResponse:
    """Add one file. The sender's `client_key` makes sure that sending it again adds nothing."""
    try:
        received = received_before(door.trust, request.POST.get("key", "")[:64], door.reporter)
    except SentBySomeoneElse:
        received = None
    upload = request.FILES.get("file")
    if received is None:
        return JsonResponse({"error": "no-such-report"}, status=404)
    if upload is None:
        return JsonResponse({"errors": {"file": ["Choose a photo or file"]}}, status=422)
    actor = without_address(door.actor) if (received.addition or received.incident).anonymous else door.actor
    private = received.incident.restricted or request.POST.get("injury") == "yes"
    try:
        keep_file(
            by=actor,
            incident=received.incident,
            upload=prepare(upload),
            description=request.POST.get("description", ""),
            private=private,
            client_key=request.POST.get("client_key", "")[:64],
        )
    except FileRefused as refusal:
        return JsonResponse({"errors": {"file": [str(refusal)]}}, status=422)
    return JsonResponse({"received": upload.name})
