"""One call for support, at the address that violence gives it: config/urls.py asks here first (docs/adr/0012).

Answering a call for the police concerns the register of the police too, which stands beside violence.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.casework.casefile.forms.calls import AnswerCallForm, AnswerPoliceCallForm, TieCallForm
from holdfast.casework.casefile.operations.calls import answer_with_police, tie_call_to
from holdfast.casework.casefile.queries.calls import police_report_of, reports_around
from holdfast.casework.incidents.operations.sending import SentAlready, digest_of, once
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.liaison.queries.policy import forces_of
from holdfast.casework.liaison.queries.visibility import police_reports_visible_to
from holdfast.casework.violence.models import Call
from holdfast.casework.violence.operations.response import answer_call
from holdfast.casework.violence.queries.visibility import calls_visible_to
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.sending import sent_parts

TITLES = {"police": "The police are asked for", "operational": "Operational support is asked for"}


def _find(request: ViewedRequest, key: int) -> Call:
    rows = calls_visible_to(request.viewer).filter(pk=key)
    found = rows.select_related("incident__record", "trust", "asker").first()
    if found is None:
        raise Http404
    return found


def _page(call: Call) -> str:
    return reverse("violence:call", args=[call.pk])


@requires(Permission.USE_HOLDFAST)
def call(request: ViewedRequest, key: int) -> HttpResponse:
    """What was asked and what was answered; and answering it, for those who do."""
    found = _find(request, key)
    if found.answered_at is None and request.viewer.may(Permission.ANSWER_CALLS):
        return _answer(request, found)
    viewer = request.viewer
    report = police_report_of(found)
    incident = found.incident or (report.incident if report else None)
    seen = incident is not None and visible_to(viewer).filter(pk=incident.pk).exists()
    shows_police = report is not None and police_reports_visible_to(viewer).filter(pk=report.pk).exists()
    shown = {
        "call": found,
        "page_title": "A call for the police" if found.kind == "police" else "A call for support",
        "back_url": _home(request),
        "police": report if shows_police else None,
        "takes_up": shows_police and report is not None and report.state == "refused",
        "incident": incident,
        "incident_url": reverse("incidents:incident", args=[incident.reference]) if seen and incident else "",
        "ties": incident is None and reports_around(found).exists(),
    }
    return render(request, "casefile/call.html", shown)


def _home(request: ViewedRequest) -> str:
    answers = request.viewer.may(Permission.ANSWER_CALLS)
    return reverse("violence:control-room") if answers else reverse("workspace:home")


def _answer(request: ViewedRequest, found: Call) -> HttpResponse:
    by = request.viewer.actor
    form: PageForm
    if found.kind == "police":
        form = AnswerPoliceCallForm(request.POST or None, forces=[one.name for one in forces_of(found.trust)])
    else:
        form = AnswerCallForm(request.POST or None)

    def do(told: dict[str, Any]) -> None:
        if told["outcome"] not in ("comes", "refused"):
            answer_call(by=by, call=found, sent=told["outcome"] == "sent", answer=told["answer"])
            return
        answer_with_police(
            by=by,
            call=found,
            force=told["force"],
            comes=told["outcome"] == "comes",
            answer=told["answer"],
            asked_at=told["asked_at"],
            refusal=told["refusal"],
            police_log=told["police_log"],
        )

    return _act(
        request, found, form, do, title=TITLES[found.kind], button="Save the answer", done="They were told.",
        back=_home(request),
    )  # fmt: skip


@requires(Permission.USE_HOLDFAST)
def tie(request: ViewedRequest, key: int) -> HttpResponse:
    """Say which report a call belongs to: one that the caller sent around that time."""
    found = _find(request, key)
    form = TieCallForm(request.POST or None, offered=reports_around(found))
    return _act(
        request, found, form, lambda told: tie_call_to(by=request.viewer.actor, call=found, incident=form.chosen()),
        title="Which report is this call about?", button="Save", done="The call now belongs to this report.",
        back=_page(found),
    )  # fmt: skip


def _act(
    request: ViewedRequest,
    found: Call,
    form: PageForm,
    do: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    button: str,
    done: str,
    back: str,
) -> HttpResponse:
    """Show `form`, or, when it was sent and is right, call `do` and go to the call. Sent twice it is done once."""
    keep = f"casefile:{request.path}"
    if request.method == "POST" and form.is_valid():
        digest = digest_of(sent_parts(request, request.viewer.person.pk))
        try:
            once(request.viewer.trust.pk, digest, lambda: do(form.cleaned_data))
        except SentAlready:
            messages.info(request, "You sent this already. It was taken in once.", extra_tags=keep)
            return redirect(_page(found))
        except ValueError as refusal:
            faults: dict[str, str] = getattr(refusal, "faults", {}) or {"": str(refusal)}
            for name, words in faults.items():
                form.add_error(name if name in form.fields else None, words)
        else:
            messages.success(request, done, extra_tags=keep)
            return redirect(_page(found))
    shown = {
        "form": form,
        "call": found,
        "page_title": title,
        "continue_text": button,
        "back_url": back,
        "cancel_url": back,
        "keep_key": keep,
    }
    return render(request, "casefile/answer_call.html", shown, status=422 if form.errors else 200)
