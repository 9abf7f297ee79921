"""The report form, whoever fills it in: showing it, checking answers, and taking the report."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.text import capfirst

from holdfast.casework.incidents.forms.report import ReportForms
from holdfast.casework.incidents.models import Draft
from holdfast.casework.incidents.operations.drafts import discard_draft, save_draft
from holdfast.casework.incidents.operations.report import Received, SentBySomeoneElse
from holdfast.casework.incidents.operations.report_joining import join_report
from holdfast.casework.incidents.presenters.report_form import (
    match_words,
    problems_of,
    questions_by_type,
    receipt_data,
    summary_of,
    tiles,
)
from holdfast.casework.incidents.queries.report import matched, own_site, possible_matches
from holdfast.casework.incidents.rules.report import ReportRefused
from holdfast.casework.incidents.rules.taxonomy import TYPES
from holdfast.casework.incidents.views.report_door import (
    Door,
    identity_of,
    kinds_taken,
    largest_file,
    new_key,
    sound_key,
    without_address,
)
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.pages.fields import tidy

SECURITY_PHONE = "incidents.security-phone"
"""Number of the trust's policy: how staff call security. Shown on the report form where it is set."""

NOT_ANSWERS = frozenset({"csrfmiddlewaretoken", "step", "key", "add_to"})


def show(request: HttpRequest, door: Door, *, draft: Draft | None = None, **extra: Any) -> HttpResponse:
    """The form: kinds to choose from, or the questions of the kind that was chosen or that the draft has."""
    kept = dict(draft.answers) if draft else None
    type_key = request.GET.get("type") or _first(kept, "type")
    if type_key not in TYPES:
        return _page(request, door, None, key=new_key(), **extra)
    if kept is not None:
        kept["type"] = [type_key]
    forms = door.forms(type_key, kept=kept)
    return _page(request, door, forms, key=draft.key if draft else new_key(), draft=draft, **extra)


def receive(request: HttpRequest, door: Door) -> HttpResponse:
    """What to do with a form that was sent: its button says which `step` is wanted, and a script wants it sent."""
    step = request.POST.get("step", "check")
    key = sound_key(request.POST.get("key", ""))
    type_key = request.POST.get("type", "")
    if step in ("change", "save") or step.startswith("add:"):
        return _not_yet(request, door, step, key)
    forms = door.forms(type_key if type_key in TYPES else "other", data=request.POST)
    if not forms.is_valid():
        if wants_json(request):
            return JsonResponse({"errors": forms.problems()}, status=422)
        return _page(request, door, forms, key=key, status=422)
    if step != "send":
        if wants_json(request):
            return JsonResponse({"sound": True})
        return _check(request, door, forms, key)
    try:
        received = _take(request, door, forms, key)
    except SentBySomeoneElse:
        return _taken_by_another(request)
    except ReportRefused as refusal:
        return JsonResponse({"errors": {problem.field: [problem.message] for problem in refusal.problems}}, status=422)
    if received.to_own and not received.already:
        messages.success(request, f"What you told now was added to your report {received.incident.reference}.")
    if door.reporter is not None:
        discard_draft(person=door.reporter, key=key)
    else:
        keep_receipt(request, received)
    if wants_json(request):
        return JsonResponse(receipt_data(received, door.receipt_url(received)))
    return redirect(door.receipt_url(received))


def matches(request: HttpRequest, door: Door) -> list[dict[str, str]]:
    """Reports that may be of the event in the form that was sent; none while its place or time is not right."""
    type_key = request.POST.get("type", "")
    if type_key not in TYPES:
        return []
    facts = door.forms(type_key, data=request.POST).place_and_time()
    return match_words(possible_matches(door.trust, facts, door.reporter)) if facts else []


def wants_json(request: HttpRequest) -> bool:
    """True when a script asks."""
    return "application/json" in request.headers.get("Accept", "")


def keep_receipt(request: HttpRequest, received: Received) -> None:
    """Remember in the session of someone without an account what the receipt page shows: it has no other address.

    Not the passphrase: sessions lie in the clear, and are kept longer than the page is open.
    """
    request.session["report-receipt"] = {
        "incident": received.incident.pk,
        "addition": received.addition.pk if received.addition else None,
        "signed_in": request.user.is_authenticated,
    }


def answers_in(data: QueryDict) -> dict[str, list[str]]:
    """What a draft keeps: every answer as it was typed, without what a database could not hold."""
    kept = {}
    for name, values in data.lists():
        if name not in NOT_ANSWERS:
            kept[tidy(name, lines=False)[:80]] = [tidy(value, lines=True) for value in values]
    return kept


def _take(request: HttpRequest, door: Door, forms: ReportForms, key: str) -> Received:
    incident = matched(door.trust, request.POST["add_to"]) if request.POST.get("add_to") else None
    reporter = forms.reporter
    actor = without_address(door.actor) if reporter.get("anonymous") else door.actor
    return join_report(
        by=actor,
        trust=door.trust,
        incident=incident,
        answers=forms.answers,
        submission_key=key,
        reporter=door.reporter,
        route=door.route,
        **reporter,
    )


def _not_yet(request: HttpRequest, door: Door, step: str, key: str) -> HttpResponse:
    """Back to the questions, one more person or thing, or save: nothing is checked, nothing is lost."""
    kept = answers_in(request.POST)
    if step == "save" and door.reporter is not None:
        save_draft(person=door.reporter, key=key, answers=kept)
        return redirect(f"{door.form_url}?saved=1")
    type_key = request.POST.get("type", "")
    forms = door.forms(type_key if type_key in TYPES else "other", kept=kept, add_to=step.partition(":")[2])
    return _page(request, door, forms, key=key)


def _kept_answers(request: HttpRequest) -> dict[str, list[str]]:
    """The answers for the check page; who wants to stay anonymous has given no name."""
    kept = answers_in(request.POST)
    if kept.get("anonymous"):
        kept |= {"reporter_name": [], "reporter_contact": []}
    return kept


def _check(request: HttpRequest, door: Door, forms: ReportForms, key: str) -> HttpResponse:
    facts = forms.answers.incident
    return render(
        request,
        "incidents/report/check.html",
        _context(door, forms)
        | {
            "page_title": "Check your answers",
            "summary": summary_of(forms),
            "sent": [(name, value) for name, values in _kept_answers(request).items() for value in values],
            "key": key,
            "matches": match_words(possible_matches(door.trust, facts, door.reporter)),
        },
    )


def _page(
    request: HttpRequest, door: Door, forms: ReportForms | None, *, key: str, status: int = 200, **extra: Any
) -> HttpResponse:
    context = _context(door, forms) | {
        "page_title": "Report what happened",
        "key": key,
        "problems": problems_of(forms) if forms and status != 200 else [],
        "everything": door.forms(None) if forms is None else None,
        "tiles": tiles(),
        "report_settings": settings_for(door),
    }
    return render(request, "incidents/report/form.html", context | extra, status=status)


def settings_for(door: Door) -> dict[str, Any]:
    """What the script of the form needs to know."""
    return {
        "form": door.form_url,
        "matches": door.matches_url,
        "files": door.files_url,
        "shell": door.shell_url,
        "signIn": f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': door.form_url})}",
        "token": reverse("incidents:report-token"),
        "drafts": reverse("incidents:keep-draft", args=["KEY"]) if door.reporter else "",
        "who": _who(door.reporter),
        "open": reverse("incidents:open-report", args=[door.trust.slug]) if door.trust.reports_without_account else "",
        "worker": reverse("incidents:service-worker"),
        "largest": largest_file(),
        "taken": kinds_taken(),
        "questions": questions_by_type(door.trust, signed_in=door.reporter is not None),
        "mine": door.reporter is not None,
    }


def _who(reporter: Person | None) -> dict[str, str] | None:
    """Who fills in the form, for their own device to remember; None on the page that is kept for everybody."""
    if reporter is None or reporter.pk is None:
        return None
    site = own_site(reporter)
    return {"identity": identity_of(reporter), "name": str(reporter), "site": str(site.pk) if site else ""}


def _context(door: Door, forms: ReportForms | None) -> dict[str, Any]:
    phone = door.trust.number(SECURITY_PHONE) or ""
    return {
        "search_url": "",  # a search box takes the room of the first question on a phone
        "caption": capfirst(door.trust.term("incident_form")),
        "security_phone": phone,
        "security_phone_digits": "".join(letter for letter in phone if letter.isdigit() or letter == "+"),
        "trust": door.trust,
        "door": door,
        "forms": forms,
        "kind": forms.kind if forms else None,
        "signed_in": door.reporter is not None,
    }


def _taken_by_another(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": "someone-else"}, status=409)
    return render(
        request, "incidents/report/someone_else.html", {"page_title": "This report was sent already"}, status=409
    )


def _first(kept: dict[str, Any] | None, name: str) -> str:
    values = (kept or {}).get(name) or [""]
    return str(values[0] if isinstance(values, list) else values)
