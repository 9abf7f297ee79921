"""The sanctions of an incident, the register, one case."""

from __future__ import annotations

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.casework.incidents.models import Incident
from holdfast.casework.sanctions.forms.deciding import WishForm
from holdfast.casework.sanctions.forms.listing import FilterForm
from holdfast.casework.sanctions.models import Case, PublicityDecision
from holdfast.casework.sanctions.operations import cases as verbs
from holdfast.casework.sanctions.operations.wishes import record_victim_wish
from holdfast.casework.sanctions.presenters.case import shown_of
from holdfast.casework.sanctions.presenters.listing import line_of
from holdfast.casework.sanctions.presenters.wishes import wanting
from holdfast.casework.sanctions.presenters.words import subject_in_words
from holdfast.casework.sanctions.queries.listing import chosen_cases, page_of_cases
from holdfast.casework.sanctions.queries.visibility import opens_incident, visible_to
from holdfast.casework.sanctions.rules.stages import CASE, CASE_MEANINGS
from holdfast.casework.sanctions.views.acting import act, find_case, find_incident, find_row
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission as P
from holdfast.foundation.pages.tables import Column
from holdfast.foundation.pages.words import count
from holdfast.foundation.records.models import Reader

COLUMNS = ("Reference", "Who", "Stage", "Open since", "Decided")
NO_CASE = {
    "reported": "The incident waits for triage: a case can be opened once somebody has judged it.",
    "routed-out": "This incident is dealt with elsewhere.",
    "merged": "This incident was merged with another: open the case there.",
}
OTHERS_OPEN_IT = "The security team opens one when something is to be done about them."


@requires(P.SEE_SANCTIONS)
def incident(request: ViewedRequest, reference: str) -> HttpResponse:
    """Who did it, what is done about each of them, and what the victims want."""
    found = find_incident(request, reference)
    viewer = request.viewer
    cases = {row.subject_id: row for row in visible_to(viewer).filter(incident=found).select_related("record")}
    named = Reader.objects.filter(record_id=found.pk, person=viewer.person).exists()
    shown = {
        "incident": found,
        "reference": found.reference,
        "page_title": "Sanctions",
        "caption": f"{found.reference} {found.record.title}",
        "subjects": [
            {
                "subject": subject,
                "title": subject_in_words(subject),
                "case": cases.get(subject.pk),
                "state": CASE.states[cases[subject.pk].state] if subject.pk in cases else "",
                "meaning": CASE_MEANINGS[cases[subject.pk].state] if subject.pk in cases else "",
            }
            for subject in found.subjects.all()
            if named or not (subject.held_apart or found.internal)
        ],
        "victims": wanting(found),
        "may_open": viewer.may(P.MANAGE_SANCTIONS) and found.state in ("open", "closed"),
        "no_case_why": NO_CASE.get(found.state, OTHERS_OPEN_IT),
        "triage_url": reverse("incidents:triage", args=[found.reference])
        if found.state == "reported" and viewer.may(P.TRIAGE_INCIDENTS)
        else "",
        "may_wish": viewer.may(P.RECORD_WISHES),
        "breadcrumb": [
            {"title": "Incidents", "url": reverse("incidents:list")},
            {"title": found.reference, "url": reverse("incidents:incident", args=[found.reference])},
        ],
    }
    return render(request, "sanctions/incident.html", shown)


def _here(incident: Incident) -> str:
    return reverse("sanctions:incident", args=[incident.reference])


@requires(P.RECORD_WISHES)
def wish(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """What one victim wants done."""
    found = find_incident(request, reference)
    victim = find_row(found.victims.all(), key)
    return act(
        request,
        found.record,
        WishForm(request.POST or None, incident=found, victim=victim),
        do=lambda told: record_victim_wish(by=request.viewer.actor, incident=found, victim=victim, **told),
        done="Their wish is on record.",
        title=f"What does {victim.name or 'the person affected'} want?",
        button="Save",
        back=_here(found),
    )


@requires(P.MANAGE_SANCTIONS)
def open_case(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Open the case of one subject, or go to the one that there is."""
    found = find_incident(request, reference)
    subject = find_row(found.subjects.all(), key)
    apart = subject.held_apart or found.internal
    if apart and not Reader.objects.filter(record_id=found.pk, person=request.viewer.person).exists():
        raise Http404
    if request.method != "POST":
        return redirect(_here(found))
    try:
        case = verbs.open_case(by=request.viewer.actor, incident=found, subject=subject)
    except ValueError as refusal:
        return render(
            request,
            "sanctions/refused.html",
            {"page_title": "This case cannot be opened", "why": str(refusal), "back": _here(found)},
            status=409,
        )
    return redirect("sanctions:case", case.reference)


@requires(P.SEE_SANCTIONS)
def case(request: ViewedRequest, reference: str) -> HttpResponse:
    """Everything about one case, as far as the viewer may see it."""
    found = _loaded(find_case(request, reference))
    shown = shown_of(found, request.viewer, whole=opens_incident(request.viewer, found))
    shown["victims"] = wanting(found.incident) if shown["whole"] else []
    shown["breadcrumb"] = [{"title": "Sanctions", "url": reverse("sanctions:list")}]
    if shown["whole"]:
        shown["breadcrumb"].append({"title": found.incident.reference, "url": _here(found.incident)})
    return render(request, "sanctions/case.html", shown)


def _loaded(case: Case) -> Case:
    """Fetches everything that stands on the page, each in one statement however much of it there is."""
    prefetch_related_objects(
        [case],
        *("assessments", "considerations", "assents", "approaches", "proceedings__hearings", "losses"),
        *(
            "letters__authors__person",
            "letters__services",
            "letters__reviews",
            "letters__appeals",
            "letters__breaches",
            "recoveries__receipts",
        ),
        *("record__moves", "incident__victims", "incident__wishes", "incident__encouragements"),
        Prefetch("outcomes__publicity", PublicityDecision.objects.order_by("pk").prefetch_related("publications")),
    )
    for letter in case.letters.all():
        letter.case = case
    for recovery in case.recoveries.all():
        recovery.case = case
    return case


@requires(P.SEE_SANCTIONS)
def listing(request: ViewedRequest) -> HttpResponse:
    """The register of sanctions that the viewer may see."""
    form = FilterForm(request.GET)
    chosen = form.chosen()
    rows = chosen_cases(request.viewer, chosen)
    page = page_of_cases(rows, request.GET.get("page", ""))
    number = rows.count()
    query = request.GET.copy()

    def address(cursor: str) -> str:
        query["page"] = cursor
        return f"{reverse('sanctions:list')}?{query.urlencode()}" if cursor else ""

    shown = {
        "page_title": "Sanctions",
        "filter_form": form,
        "filters_active": chosen.active,
        "list_url": reverse("sanctions:list"),
        "count_words": count(number, "case"),
        "rows": [line_of(row) for row in page.rows],
        "columns": [Column(title) for title in COLUMNS],
        "newer_url": address(page.newer),
        "older_url": address(page.older),
        "newer_text": "Previous page",
        "older_text": "Next page",
        "chosen": chosen,
        "edits_words": request.viewer.may(P.EDIT_LETTER_WORDS),
    }
    return render(request, "sanctions/list.html", shown)
