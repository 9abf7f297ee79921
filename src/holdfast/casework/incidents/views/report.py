"""Reporting, for those who are signed in."""

from __future__ import annotations

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST

from holdfast.casework.incidents.operations.drafts import NotYourDraft, discard_draft, save_draft
from holdfast.casework.incidents.presenters.report_mine import draft_words, receipt_page
from holdfast.casework.incidents.queries.report import drafts_of
from holdfast.casework.incidents.views.report_door import door_of, identity_of, sound_key
from holdfast.casework.incidents.views.report_form import answers_in, matches, receive, show
from holdfast.casework.incidents.views.report_mine import own_report
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission


@requires(Permission.REPORT_INCIDENTS)
@gzip_page
def report(request: ViewedRequest) -> HttpResponse:
    """Report an incident: choose what kind, answer, check, send. Drafts that wait are offered first."""
    door = door_of(request)
    if request.method == "POST":
        return receive(request, door)
    drafts = list(drafts_of(request.viewer.person))
    key = request.GET.get("draft", "")
    if key:
        draft = next((draft for draft in drafts if draft.key == key), None)
        if draft is None:
            raise Http404
        return show(request, door, draft=draft)
    return show(request, door, drafts=[draft_words(draft) for draft in drafts], saved="saved" in request.GET)


@requires(Permission.REPORT_INCIDENTS)
@require_POST
def already_reported(request: ViewedRequest) -> HttpResponse:
    """A part of the page: reports that may be of the same event."""
    found = matches(request, door_of(request))
    return render(request, "incidents/report/matches.html", {"matches": found, "signed_in": True})


@requires(Permission.REPORT_INCIDENTS)
@require_POST
def keep_draft(request: ViewedRequest, key: str) -> HttpResponse:
    """Keep what was typed so far, for the script of the form."""
    if sound_key(key) != key:
        raise Http404
    try:
        save_draft(person=request.viewer.person, key=key, answers=answers_in(request.POST))
    except NotYourDraft:
        return JsonResponse({"error": "someone-else"}, status=409)
    return JsonResponse({"saved": True})


@requires(Permission.REPORT_INCIDENTS)
@require_POST
def throw_draft_away(request: ViewedRequest, key: str) -> HttpResponse:
    """Throw a draft away for good."""
    discard_draft(person=request.viewer.person, key=key)
    return redirect("incidents:report")


@requires(Permission.REPORT_INCIDENTS)
def receipt(request: ViewedRequest, reference: str) -> HttpResponse:
    """What the reporter has in hand: the reference, who looks at it by when, and what support there is."""
    incident, addition = own_report(request, reference)
    return render(
        request,
        "incidents/report/receipt.html",
        receipt_page(incident, addition, signed_in=True) | {"identity": identity_of(request.viewer.person)},
    )
