"""Raising an action: on a record, in a plan or by itself; and putting right what one says."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.records.models import Record
from holdfast.foundation.records.visibility import page_of as page_of_record
from holdfast.foundation.records.visibility import title_of_kind
from holdfast.tools.actions.forms.raising import ChangeForm, RaiseForm
from holdfast.tools.actions.models import Action, Plan
from holdfast.tools.actions.operations.raising import change_action, raise_action
from holdfast.tools.actions.queries.awaiting import on_record
from holdfast.tools.actions.queries.policy import needs_of, verified_by_source
from holdfast.tools.actions.queries.visibility import may_change
from holdfast.tools.actions.rules.words import SOURCES
from holdfast.tools.actions.views.acting import act, find, find_plan, find_record, lines_of, must, page_of
from holdfast.tools.actions.views.listing import columns


@requires(Permission.USE_HOLDFAST)
def of_record(request: ViewedRequest, reference: str) -> HttpResponse:
    """The actions raised on a record of whatever kind."""
    record = find_record(request, reference)
    lines = lines_of(request.viewer, on_record(record))
    shown = {
        "record": record,
        "record_url": page_of_record(record),
        "record_kind": title_of_kind(record),
        "reference": record.reference,
        "page_title": f"Actions on {record.reference}",
        "caption": record.title,
        "lines": lines,
        "columns": columns(),
        "may_raise": request.viewer.may(Permission.RAISE_ACTIONS),
        "breadcrumb": [{"title": record.reference, "url": page_of_record(record)}] if page_of_record(record) else [],
    }
    return render(request, "actions/of_record.html", shown)


@requires(Permission.RAISE_ACTIONS)
def raise_on(request: ViewedRequest, reference: str) -> HttpResponse:
    """Raise an action on a record."""
    record = find_record(request, reference)
    source = record.kind if record.kind in SOURCES else ""
    back = reverse("actions:of-record", args=[record.reference])
    return _raise(request, about=record, source=source, back=back, caption=f"{record.reference} {record.title}")


@requires(Permission.RAISE_ACTIONS)
def raise_alone(request: ViewedRequest) -> HttpResponse:
    """Raise an action by itself."""
    return _raise(request, back=reverse("actions:list"), caption="")


@requires(Permission.RAISE_ACTIONS)
def raise_in_plan(request: ViewedRequest, reference: str) -> HttpResponse:
    """Raise an action in a plan."""
    plan = find_plan(request, reference)
    if plan.closed_at is not None:
        raise Http404
    places = {"site": plan.site_id, "unit": plan.unit_id}
    return _raise(request, plan=plan, source=plan.source, back=page_of(plan), caption=str(plan), places=places)


def _raise(
    request: ViewedRequest,
    *,
    back: str,
    caption: str,
    about: Record | None = None,
    plan: Plan | None = None,
    source: str = "",
    places: dict[str, Any] | None = None,
) -> HttpResponse:
    trust = request.viewer.trust
    begun = ({"source": source} if source else {}) | (places or {})
    form = RaiseForm(
        request.POST or None, trust=trust, needs=needs_of(trust), by_source=verified_by_source(trust), initial=begun
    )
    raised: list[Action] = []

    def do(told: dict[str, Any]) -> None:
        raised.append(
            raise_action(
                by=request.viewer.actor,
                trust=trust,
                submission_key=told["submission_key"],
                owner=told["owner"],
                due=told["due"],
                about=about,
                plan=plan,
                **form.said(),
            )
        )

    return act(
        request,
        form,
        do=do,
        done="The action is raised, and whoever is to do it was told.",
        title="Raise an action",
        button="Raise it",
        # From a record or a plan one goes on there; an action by itself is shown.
        then=lambda: back if about or plan else page_of(raised[0]),
        back=back,
        caption=caption,
        template="actions/raise.html",
    )


@requires(Permission.RAISE_ACTIONS)
def change(request: ViewedRequest, reference: str) -> HttpResponse:
    """Put right what an action says."""
    found = find(request, reference)
    must(may_change(found, request.viewer), "You can do this action, and not change it.")
    form = ChangeForm(
        request.POST or None, thing=found, needs=needs_of(found.trust), by_source=verified_by_source(found.trust)
    )
    return act(
        request,
        form,
        do=lambda told: change_action(
            by=request.viewer.actor, action=found, seen_version=told["seen_version"], **form.said()
        ),
        done="The action is changed. What it said before is kept.",
        title="Put right what it says",
        button="Save",
        then=page_of(found),
        back=page_of(found),
        caption=str(found),
        template="actions/raise.html",
    )
