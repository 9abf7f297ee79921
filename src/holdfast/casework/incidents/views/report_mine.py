"""What became of my reports."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.casework.incidents.forms.report_later import AnswerForm, FilesForm, MoreForm
from holdfast.casework.incidents.models import Addition, Incident
from holdfast.casework.incidents.presenters.report_mine import listed_reports, report_page
from holdfast.casework.incidents.queries.report import reports_of, second_reports_of
from holdfast.casework.incidents.views.report_door import identity_of
from holdfast.casework.incidents.views.report_later import LATER, Later, act_later, keep_keys
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission


def own_report(request: ViewedRequest, reference: str) -> tuple[Incident, Addition | None]:
    """The viewer's own report with this reference, and the addition when they added it to somebody else's.

    404 for anyone else's, whether it exists or not. Opening a restricted one is written into the audit trail.
    """
    person = request.viewer.person
    incident = reports_of(person).filter(record__reference=reference.upper()).select_related("record", "trust").first()
    addition = None
    if incident is None:
        second = second_reports_of(person).filter(incident__record__reference=reference.upper())
        addition = second.select_related("incident__record", "incident__trust").first()
        if addition is None:
            raise Http404
        incident = addition.incident
    if incident.restricted:
        enter_reading("incidents.read_own_report", by=request.viewer.actor, subject=incident.record)
    return incident, addition


@requires(Permission.REPORT_INCIDENTS)
def my_reports(request: ViewedRequest) -> HttpResponse:
    """All that the viewer reported, the last one first, each with where it stands."""
    page = listed_reports(request.viewer.person, before=request.GET.get("before", ""))
    return render(request, "incidents/report/mine.html", page | {"identity": identity_of(request.viewer.person)})


@requires(Permission.REPORT_INCIDENTS)
def my_report(request: ViewedRequest, reference: str) -> HttpResponse:
    """One report of the viewer's: what they told, what was added, what happened since."""
    return _page(request, reference)


@requires(Permission.REPORT_INCIDENTS)
def tell_more(request: ViewedRequest, reference: str, what: str) -> HttpResponse:
    """An answer, more facts or more files for a report of the viewer's. Who comes back to it comes to the report."""
    if what not in LATER:
        raise Http404
    incident, addition = own_report(request, reference)
    if request.method != "POST":
        return redirect(reverse("incidents:my-report", args=[incident.reference]))
    later = Later(
        incident=incident, addition=addition, actor=request.viewer.actor, person=request.viewer.person, what=what
    )
    form, done = act_later(request, later)
    if form is not None:
        return _page(request, reference, form=form, status=422)
    messages.success(request, done, extra_tags=keep_keys(incident)[what])
    return redirect(reverse("incidents:my-report", args=[incident.reference]))


def _page(request: ViewedRequest, reference: str, *, form: Any = None, status: int = 200) -> HttpResponse:
    incident, addition = own_report(request, reference)
    urls = {what: reverse("incidents:my-report-more", args=[incident.reference, what]) for what in LATER}
    context = report_page(incident, addition) | {
        "form": form,
        "answer_form": form if isinstance(form, AnswerForm) else AnswerForm(),
        "more_form": form
        if isinstance(form, MoreForm)
        else MoreForm(initial={"seen_version": incident.record.version}),
        "files_form": form if isinstance(form, FilesForm) else FilesForm(),
        "urls": urls,
        "keep_keys": keep_keys(incident),
        "breadcrumb": [{"title": "My reports", "text": "My reports", "url": reverse("incidents:my-reports")}],
        "signed_in": True,
        "identity": identity_of(request.viewer.person),
    }
    return render(request, "incidents/report/mine_one.html", context, status=status)
