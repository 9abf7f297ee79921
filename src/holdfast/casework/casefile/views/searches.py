"""Searches of a colleague's kit: asked for, decided, answered, recorded. Only for the people named on the incident."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.casework.casefile.forms.searches import (
    AnswerForm,
    ApproveForm,
    AskForm,
    ByWordForm,
    OutcomeForm,
    PoliceForm,
)
from holdfast.casework.casefile.forms.versioned import WhyForm
from holdfast.casework.casefile.models import Exhibit, Search
from holdfast.casework.casefile.operations import searches as asking
from holdfast.casework.casefile.operations import searching
from holdfast.casework.casefile.presenters.searches import buttons_of, facts_of, names_suspect_openly, state_tag
from holdfast.casework.casefile.queries.searches import approvers
from holdfast.casework.casefile.queries.visibility import searches_visible_to
from holdfast.casework.casefile.rules.searches import HARD_STOP
from holdfast.casework.casefile.views.acting import act, find, trail_to
from holdfast.casework.incidents.models import Incident
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.kernel import clock


def list_page(incident: Incident) -> str:
    """The address of the incident's searches."""
    return reverse("casefile:searches", args=[incident.reference])


def page_of(search: Search) -> str:
    """The address of a search."""
    return reverse("casefile:search", args=[search.incident.reference, search.pk])


def find_search(request: ViewedRequest, reference: str, key: int) -> Search:
    """The search, when the viewer is named on its incident; else 404. Each look is an entry in the trail."""
    incident = find(request, reference)
    rows = searches_visible_to(request.viewer).filter(pk=key, incident=incident)
    found = rows.select_related("approver", "asked_by_person", "exhibit").first()
    if found is None:
        raise Http404
    found.incident = incident
    enter_reading(
        "casefile.read_search", by=request.viewer.actor, subject=incident.record, details={"search": found.number}
    )
    return found


@requires(Permission.LIST_INCIDENTS)
def searches(request: ViewedRequest, reference: str) -> HttpResponse:
    """The incident's searches, as far as the viewer may know of them."""
    incident = find(request, reference)
    rows = searches_visible_to(request.viewer).filter(incident=incident)
    shown = {
        "incident": incident,
        "caption": incident.reference,
        "page_title": "Searches",
        "lines": [(row, *state_tag(row)) for row in rows],
        "columns": ["Search", "What", "Asked for", "How it stands"],
        "asks": request.viewer.may(Permission.ASK_FOR_SEARCHES)
        and incident.restricted
        and incident.state in ("reported", "open"),
        "breadcrumb": trail_to(incident),
    }
    return render(request, "casefile/searches.html", shown)


@requires(Permission.ASK_FOR_SEARCHES)
def ask(request: ViewedRequest, reference: str) -> HttpResponse:
    """Ask for leave to search a colleague's kit."""
    incident = find(request, reference)
    if request.method != "POST" and incident.state not in ("reported", "open"):
        messages.info(request, "A search is asked for while the incident is open. Reopen it first.")
        return redirect(list_page(incident))  # said before a long form is filled in for nothing
    offered = [one for one in approvers(incident.trust) if one.person.pk != request.viewer.person.pk]
    form = AskForm(request.POST or None, incident=incident, approvers=offered)
    made: list[Search] = []

    def do(told: dict[str, Any]) -> None:
        made.append(
            asking.ask_for_search(
                by=request.viewer.actor,
                incident=incident,
                suspicion=form.suspicion(),
                approver=form.approvers[told["approver"]].person,
            )
        )

    return act(
        request,
        incident,
        form,
        do=do,
        done="The request was sent. Search nothing until it is approved.",
        title="Ask to search a colleague’s kit",
        button="Ask for approval",
        then=lambda: page_of(made[0]) if made else list_page(incident),
        template="casefile/ask_for_search.html",
        back_url=list_page(incident),
        cancel_url=list_page(incident),
    )


@requires(Permission.LIST_INCIDENTS)
def search(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """One search, and what can be done now."""
    found = find_search(request, reference, key)
    words, meaning = state_tag(found)
    shown = {
        "incident": found.incident,
        "search": found,
        "reference": found.incident.reference,
        "page_title": f"Search {found.number}",
        "state": words,
        "meaning": meaning,
        "facts": facts_of(found),
        "buttons": buttons_of(found, request.viewer),
        "hard_stop": HARD_STOP if found.state == "refused" else "",
        "names_suspect_openly": names_suspect_openly(found),
        "breadcrumb": trail_to(found.incident, ("Searches", list_page(found.incident))),
    }
    return render(request, "casefile/search.html", shown)


@requires(Permission.LIST_INCIDENTS)
def printed(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """The report of a search that was carried out, in words that name nobody suspected."""
    found = find_search(request, reference, key)
    if found.searched_at is None:
        raise Http404
    shown = {
        "incident": found.incident,
        "reference": found.incident.reference,
        "page_title": f"Search {found.number}",
        "facts": facts_of(found, open_report=True),
        "printed_by": str(request.viewer.person),
        "printed_at": clock.now(),
        "handling": "Confidential",
    }
    return render(request, "casefile/search_printed.html", shown)


def _only_approver(request: ViewedRequest, found: Search) -> None:
    if found.approver_id != request.viewer.person.pk:
        raise PermissionDenied(f"Only {found.approver} decides on this search.")


@requires(Permission.APPROVE_SEARCHES)
def approve(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """The approver approves."""
    found = find_search(request, reference, key)
    _only_approver(request, found)
    return act(
        request,
        found.incident,
        ApproveForm(request.POST or None, incident=found.incident),
        do=lambda told: asking.approve_search(by=request.viewer.actor, search=found, why=told["why"]),
        done="The search is approved, and who asked was told.",
        title="Approve the search",
        button="Approve it",
        then=page_of(found),
        template="casefile/decide_search.html",
        facts=facts_of(found),
    )


@requires(Permission.APPROVE_SEARCHES)
def decline(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """The approver does not approve."""
    found = find_search(request, reference, key)
    _only_approver(request, found)
    return act(
        request,
        found.incident,
        WhyForm(request.POST or None, incident=found.incident),
        do=lambda told: asking.decline_search(by=request.viewer.actor, search=found, why=told["why"]),
        done="The search is not approved, and who asked was told.",
        title="Do not approve the search",
        button="Do not approve it",
        then=page_of(found),
        template="casefile/decide_search.html",
        facts=facts_of(found),
    )


@requires(Permission.ASK_FOR_SEARCHES)
def approve_by_word(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Write down that the approver said yes by word of mouth."""
    found = find_search(request, reference, key)
    return act(
        request,
        found.incident,
        ByWordForm(request.POST or None, incident=found.incident),
        do=lambda told: asking.approve_search(
            by=request.viewer.actor, search=found, by_word=True, at=told["at"], why=told["why"]
        ),
        done="It is on record. The approver is asked to confirm it.",
        title="Approved by word of mouth",
        button="Write it down",
        then=page_of(found),
        lead=f"{found.approver} is asked to confirm what you write.",
    )


@require_POST
@requires(Permission.APPROVE_SEARCHES)
def confirm(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """The approver confirms what was written down of their word."""
    found = find_search(request, reference, key)
    _only_approver(request, found)
    try:
        asking.confirm_approval(by=request.viewer.actor, search=found)
    except ValueError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Thank you. Your approval is confirmed.")
    return redirect(page_of(found))


@requires(Permission.ASK_FOR_SEARCHES)
def answer(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """What the colleague was told, and what they answered."""
    found = find_search(request, reference, key)
    return act(
        request,
        found.incident,
        AnswerForm(request.POST or None, incident=found.incident),
        do=lambda told: searching.record_answer(
            by=request.viewer.actor,
            search=found,
            agreed=told["answer"] == "agreed",
            told_approved=told["told_approved"],
            told_free=told["told_free"],
            at=told["at"],
            witnesses=told["witnesses"],
        ),
        done="The answer is on record.",
        title="What they were told and answered",
        button="Save",
        then=page_of(found),
    )


@requires(Permission.ASK_FOR_SEARCHES)
def consider_police(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Whether the police are asked to search."""
    found = find_search(request, reference, key)
    return act(
        request,
        found.incident,
        PoliceForm(request.POST or None, incident=found.incident, initial={"with_whom": str(found.approver)}),
        do=lambda told: searching.consider_police(
            by=request.viewer.actor,
            search=found,
            wanted=bool(told["wanted"]),
            with_whom=told["with_whom"],
            why=told["why"],
        ),
        done="The decision is on record.",
        title="Consider asking the police to search",
        button="Save",
        then=page_of(found),
        lead="The police have powers of their own to search. They decide whether to use them.",
    )


def _outcome(request: ViewedRequest, reference: str, key: int, *, by_police: bool) -> HttpResponse:
    found = find_search(request, reference, key)
    exhibits = list(Exhibit.objects.filter(incident=found.incident).select_related("record"))
    form = OutcomeForm(request.POST or None, incident=found.incident, exhibits=exhibits)
    return act(
        request,
        found.incident,
        form,
        do=lambda told: searching.record_search(
            by=request.viewer.actor, search=found, outcome=form.outcome(by_police=by_police)
        ),
        done="The search is on record.",
        title="Record a search by the police" if by_police else "Record the search",
        button="Save",
        then=page_of(found),
        template="casefile/record_search.html",
        stopped=HARD_STOP if found.state == "refused" and not by_police else "",
    )


@requires(Permission.ASK_FOR_SEARCHES)
def record(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """What was done and found."""
    return _outcome(request, reference, key, by_police=False)


@requires(Permission.ASK_FOR_SEARCHES)
def record_police(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """What the police did and found."""
    return _outcome(request, reference, key, by_police=True)


@requires(Permission.ASK_FOR_SEARCHES)
def drop(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Give the search up before it was carried out."""
    found = find_search(request, reference, key)
    return act(
        request,
        found.incident,
        WhyForm(request.POST or None, incident=found.incident),
        do=lambda told: searching.drop_search(by=request.viewer.actor, search=found, why=told["why"]),
        done="It is on record that the search was given up.",
        title="Give the search up",
        button="Give it up",
        then=page_of(found),
    )
