"""The registers of the trust: reports to the police, calls to them, disclosures, RIDDOR."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.casework.liaison.forms.police import ForceStepsForm, RequestPoliceForm
from holdfast.casework.liaison.models import InjuredPerson
from holdfast.casework.liaison.operations.police import request_police
from holdfast.casework.liaison.operations.policy import agree_steps
from holdfast.casework.liaison.presenters.disclosures import disclosure_cards
from holdfast.casework.liaison.presenters.police_report import report_cards
from holdfast.casework.liaison.presenters.registers import police_rows, riddor_rows
from holdfast.casework.liaison.queries.policy import forces_of
from holdfast.casework.liaison.queries.registers import (
    DISCLOSURE_VIEWS,
    POLICE_VIEWS,
    RIDDOR_VIEWS,
    disclosure_register,
    police_register,
    riddor_register,
)
from holdfast.casework.liaison.queries.visibility import police_reports_visible_to
from holdfast.casework.liaison.views.acting import act
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.queries.paging import page_of
from holdfast.foundation.pages.tables import Column
from holdfast.kernel import clock


def _listed(
    request: ViewedRequest, rows: QuerySet[Any], keys: tuple[str, ...], views: dict[str, str], name: str
) -> tuple[list[Any], dict[str, Any]]:
    """One page of a register, and what every register's template needs."""
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in views else next(iter(views))
    page = page_of(
        rows, keys, after=request.GET.get("after", ""), before=request.GET.get("before", ""), descending=True
    )
    address = reverse(name)

    def link(**more: str) -> str:
        return f"{address}?{urlencode({'show': chosen} | more)}"

    return page.rows, {
        "saved_filters": [
            {"title": words, "url": f"{address}?show={key}", "current": key == chosen} for key, words in views.items()
        ],
        "list_url": address,
        "newer_url": link(before=page.before) if page.before else "",
        "older_url": link(after=page.after) if page.after else "",
        "newer_text": "Previous page",
        "older_text": "Next page",
        "chosen": chosen,
        "chosen_words": views[chosen],
    }


def _chosen(request: ViewedRequest, views: dict[str, str]) -> str:
    wanted = request.GET.get("show", "")
    return wanted if wanted in views else next(iter(views))


@requires(Permission.WORK_WITH_POLICE)
def police_list(request: ViewedRequest) -> HttpResponse:
    """Every report to the police of incidents that the viewer may open."""
    rows = police_register(request.viewer, _chosen(request, POLICE_VIEWS), clock.now())
    found, shown = _listed(request, rows, ("made_at", "pk"), POLICE_VIEWS, "liaison:police-list")
    shown |= {
        "page_title": "Police reports",
        "columns": [Column(title) for title in ("Incident", "Force and numbers", "Reported", "Where it stands")],
        "rows": police_rows(found, request.viewer),
        "calls": request.viewer.may(Permission.CALL_POLICE),
    }
    return render(request, "liaison/police_list.html", shown)


@requires(Permission.CALL_POLICE)
def calls(request: ViewedRequest) -> HttpResponse:
    """Calls for the police to come: open ones first to be answered, then those of the last days."""
    viewer = request.viewer
    mine = police_reports_visible_to(viewer).filter(purpose="attend")
    if not viewer.may(Permission.WORK_WITH_POLICE):
        mine = mine.filter(Q(incident__isnull=True) | Q(person=viewer.person))
    page = page_of(
        mine.prefetch_related("numbers", "answers", "escalations", "steps__tellings__victim__person"),
        ("made_at", "pk"),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=20,
        descending=True,
    )
    address = reverse("liaison:calls")
    shown = {
        "page_title": "Police asked to come",
        "cards": report_cards(page.rows, forces_of(viewer.trust), viewer, calls=True),
        "newer_url": f"{address}?before={page.before}" if page.before else "",
        "older_url": f"{address}?after={page.after}" if page.after else "",
    }
    return render(request, "liaison/calls.html", shown)


@requires(Permission.CALL_POLICE)
def call(request: ViewedRequest) -> HttpResponse:
    """Record that the police were asked to come, before there is a report of the incident."""
    return act(
        request,
        RequestPoliceForm(request.POST or None, forces=forces_of(request.viewer.trust)),
        do=lambda told: request_police(by=request.viewer.actor, trust=request.viewer.trust, **told),
        done="It is on record. Record their answer when it comes.",
        title="The police were asked to come",
        button="Save",
        then=reverse("liaison:calls"),
    )


@requires(Permission.WORK_WITH_POLICE)
def forces(request: ViewedRequest) -> HttpResponse:
    """The police forces of the trust's area, and what is agreed with each about refusals."""
    shown = {
        "page_title": "Police forces",
        "forces": forces_of(request.viewer.trust),
        "changes": request.viewer.may(Permission.EDIT_POLICY),
        "breadcrumb": [{"title": "Police reports", "url": reverse("liaison:police-list")}],
    }
    return render(request, "liaison/forces.html", shown)


@requires(Permission.EDIT_POLICY)
def force_steps(request: ViewedRequest, key: int) -> HttpResponse:
    """Keep what was agreed with a force about refusals."""
    trust = request.viewer.trust
    force = next((one for one in forces_of(trust) if one.pk == key), None)
    if force is None:
        raise Http404
    form = ForceStepsForm(request.POST or None, force=force)
    return act(
        request,
        form,
        do=lambda told: agree_steps(by=request.viewer.actor, trust=trust, force=force.name, steps=form.steps()),
        done="It is saved.",
        title=f"Agreed with {force.name} about refusals",
        button="Save",
        then=reverse("liaison:forces"),
    )


@requires(Permission.WORK_WITH_POLICE)
def disclosure_list(request: ViewedRequest) -> HttpResponse:
    """The register of disclosures, for those who work with the police."""
    return _disclosures(request)


@requires(Permission.APPROVE_DISCLOSURES)
def disclosure_decisions(request: ViewedRequest) -> HttpResponse:
    """The register of disclosures, for those who approve them."""
    return _disclosures(request)


def _disclosures(request: ViewedRequest) -> HttpResponse:
    rows = disclosure_register(request.viewer, _chosen(request, DISCLOSURE_VIEWS))
    name = "liaison:disclosure-register"
    found, shown = _listed(request, rows, ("asked_on", "pk"), DISCLOSURE_VIEWS, name)
    shown |= {
        "page_title": "Disclosures",
        "columns": [Column(title) for title in ("Incident", "Who asked for what", "Power", "Where it stands")],
        "cards": disclosure_cards(found, request.viewer),
    }
    return render(request, "liaison/disclosure_list.html", shown)


@requires(Permission.KEEP_RIDDOR)
def riddor_list(request: ViewedRequest) -> HttpResponse:
    """The RIDDOR register: what waits for a decision or a report, the over-three-day register, all."""
    return _riddor(request, "liaison/riddor_list.html")


@requires(Permission.DECIDE_RIDDOR)
def riddor_printed(request: ViewedRequest) -> HttpResponse:
    """The register on paper."""
    return _riddor(request, "liaison/riddor_printed.html")


def _riddor(request: ViewedRequest, template: str) -> HttpResponse:
    chosen = _chosen(request, RIDDOR_VIEWS)
    rows: QuerySet[InjuredPerson] = riddor_register(request.viewer, chosen)
    enter_reading("liaison.read_riddor_register", by=request.viewer.actor, subject=request.viewer.trust)
    found, shown = _listed(request, rows, ("accident_on", "pk"), RIDDOR_VIEWS, "liaison:riddor-register")
    shown |= {
        "page_title": "RIDDOR register",
        "columns": [
            Column(title) for title in ("Incident", "Person", "Accident", "What RIDDOR asks for", "Due", "Reference")
        ],
        "rows": riddor_rows(found),
        "print_url": f"{reverse('liaison:riddor-register-print')}?show={chosen}"
        if request.viewer.may(Permission.DECIDE_RIDDOR)
        else "",
        "printed_by": str(request.viewer.person),
        "printed_at": clock.now(),
    }
    return render(request, template, shown)
