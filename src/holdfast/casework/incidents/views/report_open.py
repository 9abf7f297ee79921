"""Reporting, and following a report, without an account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST

from holdfast.casework.incidents.forms.report_later import AnswerForm, FilesForm, FollowForm, MoreForm
from holdfast.casework.incidents.models import Addition, Incident
from holdfast.casework.incidents.operations.report import passphrase_again
from holdfast.casework.incidents.presenters.report_mine import receipt_page, report_page
from holdfast.casework.incidents.queries.report import followed
from holdfast.casework.incidents.views import report_limits as limits
from holdfast.casework.incidents.views.report_door import open_door, without_address
from holdfast.casework.incidents.views.report_form import matches, receive, show, wants_json
from holdfast.casework.incidents.views.report_later import LATER, Later, act_later, keep_keys
from holdfast.foundation.organisation.access import in_trust_of_url, public
from holdfast.foundation.organisation.models import Trust
from holdfast.kernel import clock
from holdfast.kernel.references import Reference

FOLLOWING_LASTS = 30 * 60
"""Seconds that a report stays open in a browser after its passphrase was entered or last used."""


def too_often(request: HttpRequest) -> HttpResponse:
    """429, with what to do instead."""
    if wants_json(request):
        return JsonResponse({"error": "too-often"}, status=429)
    return render(request, "incidents/report/too_often.html", {"page_title": "Wait a little"}, status=429)


def _closed_to_the_public(trust: Trust) -> None:
    if not trust.reports_without_account:
        raise Http404


@public("anyone who works in or visits the trust can report, with or without an account")
@in_trust_of_url
@never_cache
@gzip_page
def open_report(request: HttpRequest, trust: Trust) -> HttpResponse:
    """Report without an account. The receipt has a passphrase to follow it with."""
    _closed_to_the_public(trust)
    door = open_door(request, trust)
    if request.method != "POST":
        return show(request, door)
    if request.POST.get("step") == "send" and limits.spent(request, "report", limits.REPORTS):
        return too_often(request)
    return receive(request, door)


@public("part of the open report form: says only that something was reported at one of the trust's own sites")
@in_trust_of_url
@require_POST
def open_matches(request: HttpRequest, trust: Trust) -> HttpResponse:
    """A part of the page: whether there is a report of the same site and time."""
    _closed_to_the_public(trust)
    if limits.spent(request, "matches", limits.MATCHES):
        return render(request, "incidents/report/matches.html", {"matches": [], "signed_in": False})
    found = matches(request, open_door(request, trust))
    return render(request, "incidents/report/matches.html", {"matches": found, "signed_in": False})


@public("shows a receipt only to the browser that sent the report")
@in_trust_of_url
@never_cache
def open_receipt(request: HttpRequest, trust: Trust) -> HttpResponse:
    """The receipt of the report that this browser has just sent, with its passphrase."""
    kept = _own(request, "report-receipt")
    incident, addition = _kept(trust, kept)
    if request.method == "POST":
        # A report that was sent in the background says which receipt it means: this browser may show another by now.
        if incident is not None and request.POST.get("reference", incident.reference) == incident.reference:
            del request.session["report-receipt"]
        return redirect("incidents:follow", trust_slug=trust.slug)
    if incident is None:
        return redirect("incidents:follow", trust_slug=trust.slug)
    context = receipt_page(incident, addition, signed_in=False) | {
        "passphrase": passphrase_again(addition or incident),
        "follow_url": reverse("incidents:follow", args=[trust.slug]),
    }
    return render(request, "incidents/report/receipt.html", context)


@public("opens a report only with its reference and passphrase; attempts are limited")
@in_trust_of_url
@never_cache
def follow(request: HttpRequest, trust: Trust) -> HttpResponse:
    """Enter reference and passphrase; or, once entered, see what became of the report."""
    if request.method == "POST":
        return _enter(request, trust)
    incident, addition = _followed(request, trust)
    if incident is None:
        return _ask(request, trust, FollowForm())
    return _page(request, trust, incident, addition)


@public("acts only on the report whose passphrase was entered in this browser")
@in_trust_of_url
def follow_more(request: HttpRequest, trust: Trust, what: str) -> HttpResponse:
    """An answer, more facts or more files from someone without an account."""
    incident, addition = _followed(request, trust)
    if incident is None or request.method != "POST":
        return redirect("incidents:follow", trust_slug=trust.slug)
    if what == "leave":
        for name in ("report-followed", "report-receipt"):
            request.session.pop(name, None)
        return redirect("incidents:follow", trust_slug=trust.slug)
    if what not in LATER:
        raise Http404
    if limits.spent(request, "follow-more", limits.FILES):
        return too_often(request)
    actor = open_door(request, trust).actor
    if (addition or incident).anonymous:
        actor = without_address(actor)
    later = Later(incident=incident, addition=addition, actor=actor, person=None, what=what)
    form, done = act_later(request, later)
    if form is not None:
        return _page(request, trust, incident, addition, form=form, status=422)
    messages.success(request, done, extra_tags=keep_keys(incident)[what])
    return redirect("incidents:follow", trust_slug=trust.slug)


def _enter(request: HttpRequest, trust: Trust) -> HttpResponse:
    form = FollowForm(request.POST)
    if not form.is_valid():
        return _ask(request, trust, form, status=422)
    reference = form.cleaned_data["reference"]
    one = _one_report(trust, reference)
    if limits.spent(request, "follow", limits.FOLLOWING) or limits.spent(
        request, "follow-one", limits.FOLLOWING_ONE, on=one
    ):
        return too_often(request)
    opened = followed(trust, reference, form.cleaned_data["passphrase"])
    if opened is None:
        form.add_error(None, "We cannot find a report with this reference and passphrase. Check both and try again")
        return _ask(request, trust, form, status=422)
    limits.forgive(request, "follow")
    limits.forgive(request, "follow-one", on=one)
    request.session.cycle_key()
    request.session["report-followed"] = {
        "trust": trust.pk,
        "incident": opened.pk if isinstance(opened, Incident) else opened.incident_id,
        "addition": opened.pk if isinstance(opened, Addition) else None,
        "until": clock.now().timestamp() + FOLLOWING_LASTS,
        "signed_in": request.user.is_authenticated,
    }
    return redirect("incidents:follow", trust_slug=trust.slug)


def _one_report(trust: Trust, reference: str) -> str:
    """What attempts at one report count on: the report that is meant, however its reference was typed."""
    try:
        return f"{trust.pk}:{Reference.parse(reference)}"
    except ValueError:
        return f"{trust.pk}:{reference.upper()}"


def _followed(request: HttpRequest, trust: Trust) -> tuple[Incident | None, Addition | None]:
    kept = _own(request, "report-followed")
    if not kept or kept["trust"] != trust.pk:
        return None, None
    if kept["until"] < clock.now().timestamp():
        del request.session["report-followed"]
        return None, None
    request.session["report-followed"] = kept | {"until": clock.now().timestamp() + FOLLOWING_LASTS}
    return _kept(trust, kept)


def _own(request: HttpRequest, name: str) -> dict[str, Any] | None:
    """What the session keeps of a report under `name`; None, and it is dropped, once someone has signed in since.

    Signing in goes on with the session of the browser: whoever does need not be who reported there before.
    """
    kept: dict[str, Any] | None = request.session.get(name)
    if kept and request.user.is_authenticated and not kept.get("signed_in"):
        del request.session[name]
        return None
    return kept


def _kept(trust: Trust, kept: dict[str, Any] | None) -> tuple[Incident | None, Addition | None]:
    """The incident and addition whose keys the session holds; None when there are none of this trust."""
    if not kept:
        return None, None
    incident = Incident.objects.filter(trust=trust, pk=kept["incident"]).select_related("record", "trust").first()
    addition = incident.additions.filter(pk=kept["addition"]).first() if incident and kept["addition"] else None
    return incident, addition


def _ask(request: HttpRequest, trust: Trust, form: FollowForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "trust": trust, "page_title": "Follow your report", "continue_text": "Show my report"}
    return render(request, "incidents/report/follow.html", context, status=status)


def _page(
    request: HttpRequest,
    trust: Trust,
    incident: Incident,
    addition: Addition | None,
    *,
    form: Any = None,
    status: int = 200,
) -> HttpResponse:
    urls = {what: reverse("incidents:follow-more", args=[trust.slug, what]) for what in (*LATER, "leave")}
    context = report_page(incident, addition) | {
        "form": form,
        "answer_form": form if isinstance(form, AnswerForm) else AnswerForm(),
        "more_form": form if isinstance(form, MoreForm) else MoreForm(),
        "files_form": form if isinstance(form, FilesForm) else FilesForm(),
        "urls": urls,
        "keep_keys": keep_keys(incident),
        "signed_in": False,
    }
    return render(request, "incidents/report/mine_one.html", context, status=status)
