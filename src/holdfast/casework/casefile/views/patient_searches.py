"""Looks into a patient's things: the list, recording one, and countersigning."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.casework.casefile.forms.patient_searches import PatientSearchForm
from holdfast.casework.casefile.operations import patient_searches as verbs
from holdfast.casework.casefile.queries.patient_searches import patient_searches_visible_to
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission

MOST = 100


@requires(Permission.USE_HOLDFAST)
def listing(request: ViewedRequest) -> HttpResponse:
    """Those that the viewer may know of, the newest first."""
    rows = patient_searches_visible_to(request.viewer).select_related("countersigner").order_by("-at", "-pk")[:MOST]
    shown = {
        "page_title": "Looking into patients’ belongings",
        "rows": rows,
        "columns": ["When", "What and why", "Permission", "Countersigned"],
        "most": MOST,
    }
    return render(request, "casefile/patient_searches.html", shown)


@requires(Permission.REPORT_INCIDENTS)
def add(request: ViewedRequest) -> HttpResponse:
    """Record one."""
    form = PatientSearchForm(request.POST or None, trust=request.viewer.trust)
    if request.method == "POST" and form.is_valid():
        try:
            made = verbs.record_patient_search(by=request.viewer.actor, trust=request.viewer.trust, facts=form.facts())
        except ValueError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is on record.")
            return redirect("casefile:patient-search", made.pk)
    back = reverse("casefile:patient-searches")
    shown = {
        "form": form,
        "page_title": "You looked into a patient’s belongings",
        "continue_text": "Record it",
        "back_url": back,
        "cancel_url": back,
        "lead": "Ask a patient who is conscious first, and tell them why. When they say no, do not look.",
    }
    return render(request, "casefile/act.html", shown, status=422 if form.errors else 200)


@requires(Permission.USE_HOLDFAST)
def one(request: ViewedRequest, key: int) -> HttpResponse:
    """One of them; the colleague who was named countersigns it here."""
    rows = patient_searches_visible_to(request.viewer).filter(pk=key).select_related("countersigner", "trust")
    found = rows.first()
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            verbs.countersign(by=request.viewer.actor, search=found)
        except ValueError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Thank you. You countersigned it.")
        return redirect("casefile:patient-search", found.pk)
    shown = {
        "page_title": found.looked_in,
        "search": found,
        "countersigns": found.countersigner_id == request.viewer.person.pk and found.countersigned_at is None,
        "breadcrumb": [{"title": "Looking into patients’ belongings", "url": reverse("casefile:patient-searches")}],
    }
    return render(request, "casefile/patient_search.html", shown)
