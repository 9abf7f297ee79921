"""Serving files. No address of their own: each area serves from its own view, after its own question who may see what.

@requires(Permission.USE_HOLDFAST)
def evidence(request, reference, pk):
    incident = get_object_or_404(visible_to(request.viewer), record__reference=reference)
    file = get_object_or_404(evidence_of(incident.record, request.viewer.actor), pk=pk)
    return serve(request, file, request.viewer.actor)
"""

from __future__ import annotations

from django.core.files.base import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.records.models import Evidence
from holdfast.foundation.records.operations.verification import Copy, NotHandedOut, open_copy, open_original
from holdfast.foundation.records.queries import may_read

# A file that a browser should after all show, may run nothing, load nothing, and knows no cookie of ours.
_HARMLESS = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def serve(request: HttpRequest, evidence: Evidence, by: Actor) -> HttpResponseBase:
    """The original of `evidence`, as a download. The caller has made sure that `by` may see the record.

    404 for a restricted file that is not for `by`; 409 with a page that says why when it is not handed out. Each
    download is an entry in the trail.
    """
    if not may_read(evidence, by):
        raise Http404
    try:
        opened = open_original(by=by, evidence=evidence)
    except NotHandedOut as refusal:
        context = {"page_title": "This file cannot be downloaded", "evidence": evidence, "reason": str(refusal)}
        return _guarded(render(request, "records/not_handed_out.html", context, status=409))
    return _guarded(_stream(opened, evidence.content_type, evidence.name, attachment=True), _HARMLESS)


def serve_copy(request: HttpRequest, evidence: Evidence, by: Actor, copy: Copy = "picture") -> HttpResponseBase:
    """The safe copy of a picture, for an <img> on a page: "picture" or "thumbnail". 404 where there is none to show."""
    if not may_read(evidence, by):
        raise Http404
    try:
        opened = open_copy(by=by, evidence=evidence, copy=copy)
    except NotHandedOut:
        raise Http404 from None
    return _guarded(_stream(opened, "image/jpeg", f"{copy}.jpg", attachment=False), _HARMLESS)


def _stream(opened: File, content_type: str, name: str, *, attachment: bool) -> HttpResponseBase:
    response = FileResponse(opened, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(attachment, name) or "attachment"
    return response


def _guarded(response: HttpResponseBase, policy: str = "") -> HttpResponseBase:
    # Ward computers are shared: nothing of a case stays in a browser's cache.
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if policy:
        response["Content-Security-Policy"] = policy
    return response
