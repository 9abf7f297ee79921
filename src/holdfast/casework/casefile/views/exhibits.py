"""Exhibits of an incident: the list, one with its continuity, its label, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.casework.casefile.forms.exhibits import NEW_FILE, CorrectionForm, EndingForm, ExhibitForm, HandoverForm
from holdfast.casework.casefile.models import Exhibit
from holdfast.casework.casefile.operations import exhibits as verbs
from holdfast.casework.casefile.operations import handovers
from holdfast.casework.casefile.presenters.exhibits import exhibit_line, facts_of, kept_where, log_of, tags_of
from holdfast.casework.casefile.queries.exhibits import chain_of, is_broken
from holdfast.casework.casefile.queries.visibility import exhibits_visible_to
from holdfast.casework.casefile.views.acting import act, find, trail_to
from holdfast.casework.incidents.models import Incident
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.records.operations.verification import NotHandedOut, open_original
from holdfast.foundation.records.queries import evidence_of
from holdfast.foundation.records.serving import serve
from holdfast.kernel import clock

HAND_OVER = "Hand it over"


def list_page(incident: Incident) -> str:
    """The address of the incident's exhibits."""
    return reverse("casefile:exhibits", args=[incident.reference])


def page_of(exhibit: Exhibit, name: str = "exhibit", *more: object) -> str:
    """The address of an exhibit's page, or of one of its forms."""
    return reverse(f"casefile:{name}", args=[exhibit.incident.reference, exhibit.reference, *more])


def find_exhibit(request: ViewedRequest, reference: str, exhibit: str) -> Exhibit:
    """The exhibit of the incident, if the viewer may see both; else 404. Looking at a restricted one is an entry."""
    incident = find(request, reference)
    rows = exhibits_visible_to(request.viewer).filter(incident=incident, record__reference=exhibit)
    found = rows.select_related("record", "evidence__record__trust").prefetch_related("handovers").first()
    if found is None:
        raise Http404
    found.incident = incident
    if found.restricted:
        enter_reading("casefile.read_exhibit", by=request.viewer.actor, subject=found.record)
    return found


@requires(Permission.LIST_INCIDENTS)
def exhibits(request: ViewedRequest, reference: str) -> HttpResponse:
    """The incident's exhibits, as far as the viewer may know of them."""
    incident = find(request, reference)
    rows = exhibits_visible_to(request.viewer).filter(incident=incident).order_by("recorded_at", "pk")
    rows = rows.select_related("record", "evidence").prefetch_related("handovers")
    shown = {
        "incident": incident,
        "caption": incident.reference,
        "page_title": "Exhibits",
        "lines": [exhibit_line(row) for row in rows],
        "columns": ["Exhibit", "What it is", "Found", "Who has it"],
        "handles": request.viewer.may(Permission.HANDLE_EXHIBITS),
        "breadcrumb": trail_to(incident),
    }
    return render(request, "casefile/exhibits.html", shown)


@requires(Permission.HANDLE_EXHIBITS)
def add(request: ViewedRequest, reference: str) -> HttpResponse:
    """Take something in as an exhibit."""
    incident = find(request, reference)
    taken = Exhibit.objects.filter(incident=incident, evidence__isnull=False).values("evidence")
    files = evidence_of(incident.record, request.viewer.actor).exclude(pk__in=taken)
    usable = files.filter(withdrawn_at=None, erased_at=None, mismatch_at=None)
    begun = {"found_by": str(request.viewer.person), "kept_by": str(request.viewer.person), "source": NEW_FILE}
    form = ExhibitForm(
        request.POST or None, request.FILES or None, incident=incident, files=list(usable), initial=begun
    )
    made: list[Exhibit] = []

    def do(told: dict[str, Any]) -> None:
        uploads = told.get("uploads") or []
        made.append(
            verbs.record_exhibit(
                by=request.viewer.actor,
                incident=incident,
                facts=form.facts(),
                upload=uploads[0] if uploads else None,
                evidence=form.offered.get(told.get("source") or ""),
            )
        )

    return act(
        request,
        incident,
        form,
        do=do,
        done="The exhibit is on record. Write its reference on the label.",
        title="Take in an exhibit",
        button="Take it in",
        then=lambda: page_of(made[0]) if made else list_page(incident),
        back_url=list_page(incident),
        cancel_url=list_page(incident),
    )


@requires(Permission.LIST_INCIDENTS)
def exhibit(request: ViewedRequest, reference: str, exhibit: str) -> HttpResponse:
    """One exhibit: what it is, and who had it when."""
    found = find_exhibit(request, reference, exhibit)
    chain = chain_of(found)
    shown = {
        "incident": found.incident,
        "exhibit": found,
        "reference": found.mark,
        "page_title": found.description,
        "tags": tags_of(found, chain),
        "facts": facts_of(found),
        "log": log_of(found),
        "columns": ["When", "From and to", "Why", "Seal", "Written down"],
        "holder": chain.holder,
        "kept_where": kept_where(found),
        "broken": is_broken(found),
        "handles": request.viewer.may(Permission.HANDLE_EXHIBITS),
        "breadcrumb": trail_to(found.incident, ("Exhibits", list_page(found.incident))),
    }
    return render(request, "casefile/exhibit.html", shown)


@requires(Permission.LIST_INCIDENTS)
def label(request: ViewedRequest, reference: str, exhibit: str) -> HttpResponse:
    """The exhibit's label and log on paper."""
    found = find_exhibit(request, reference, exhibit)
    shown = {
        "incident": found.incident,
        "exhibit": found,
        "reference": found.mark,
        "page_title": found.description,
        "facts": facts_of(found),
        "log": log_of(found),
        "columns": ["When", "From", "To", "Why and where", "Seal", "Signature"],
        "printed_by": str(request.viewer.person),
        "printed_at": clock.now(),
        "handling": "Restricted: only for those who deal with the case" if found.restricted else "Confidential",
    }
    return render(request, "casefile/exhibit_label.html", shown)


@requires(Permission.LIST_INCIDENTS)
def file(request: ViewedRequest, reference: str, exhibit: str) -> Any:
    """The exhibit's file, held against its SHA-256 first. One that is broken is not handed out, and that is told."""
    found = find_exhibit(request, reference, exhibit)
    if found.evidence is None:
        raise Http404
    answer = serve(request, found.evidence, request.viewer.actor)
    if answer.status_code == 409:
        _tell_if_broken(request, found)
    return answer


def _tell_if_broken(request: ViewedRequest, found: Exhibit) -> None:
    assert found.evidence is not None
    found.evidence.refresh_from_db(fields=["mismatch_at", "sha256"])
    if is_broken(found):
        verbs.report_broken(by=request.viewer.actor, exhibit=found)


@require_POST
@requires(Permission.HANDLE_EXHIBITS)
def check(request: ViewedRequest, reference: str, exhibit: str) -> HttpResponse:
    """Hold the exhibit's file against its SHA-256 now."""
    found = find_exhibit(request, reference, exhibit)
    if found.evidence is None:
        raise Http404
    try:
        open_original(by=request.viewer.actor, evidence=found.evidence).close()
    except NotHandedOut as refusal:
        _tell_if_broken(request, found)
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The file is what was taken in: its SHA-256 is the same.")
    return redirect(page_of(found))


@requires(Permission.HANDLE_EXHIBITS)
def hand_over(request: ViewedRequest, reference: str, exhibit: str) -> HttpResponse:
    """Write down a hand-over, or a move to another place."""
    found = find_exhibit(request, reference, exhibit)
    begun = {"giver": chain_of(found).holder}
    form = HandoverForm(request.POST or None, incident=found.incident, initial=begun)
    return act(
        request,
        found.incident,
        form,
        do=lambda told: handovers.hand_over(by=request.viewer.actor, exhibit=found, moment=form.moment()),
        done="The hand-over is on record.",
        title=f"Hand over {found.mark}",
        button="Write it down",
        then=page_of(found),
    )


@requires(Permission.HANDLE_EXHIBITS)
def correct(request: ViewedRequest, reference: str, exhibit: str, key: int) -> HttpResponse:
    """Put a row of the log right by a new one."""
    found = find_exhibit(request, reference, exhibit)
    wrong = found.handovers.filter(pk=key).first()
    if wrong is None:
        raise Http404
    form = CorrectionForm(request.POST or None, incident=found.incident, initial=CorrectionForm.begun(wrong))
    return act(
        request,
        found.incident,
        form,
        do=lambda told: handovers.correct_handover(
            by=request.viewer.actor, exhibit=found, wrong=wrong, moment=form.moment(), reason=told["reason"]
        ),
        done="The row is put right. What was written before stays in the log.",
        title=f"Put row {wrong.number} of the log right",
        button="Put it right",
        then=page_of(found),
        lead="The row that you put right stays in the log, with your reason. Nothing is taken out.",
    )


@requires(Permission.HANDLE_EXHIBITS)
def end(request: ViewedRequest, reference: str, exhibit: str) -> HttpResponse:
    """Return it, hand it over for good, or destroy it, with authority."""
    found = find_exhibit(request, reference, exhibit)
    return act(
        request,
        found.incident,
        EndingForm(request.POST or None, incident=found.incident),
        do=lambda told: verbs.end_exhibit(
            by=request.viewer.actor,
            exhibit=found,
            how=told["how"],
            at=told["at"],
            to=told["to"],
            authority=told["authority"],
        ),
        done="It is on record that the exhibit was let go.",
        title=f"Return or dispose of {found.mark}",
        button="Write it down",
        then=page_of(found),
        lead="The log ends with this. The exhibit itself stays on record.",
    )
