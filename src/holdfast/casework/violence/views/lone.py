"""Lone working: the arrangements of teams, their people and devices, checks and concerns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.casework.violence.forms import lone as forms
from holdfast.casework.violence.models import Arrangement, Concern, Device, LoneWorker
from holdfast.casework.violence.operations import lone
from holdfast.casework.violence.presenters.lone import arrangement_timeline, line_of
from holdfast.casework.violence.queries.visibility import arrangements_visible_to, may_keep
from holdfast.casework.violence.views.acting import act
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.table_tags import columns_of
from holdfast.kernel import clock

MOST = 500


@requires(Permission.USE_HOLDFAST)
def listing(request: ViewedRequest) -> HttpResponse:
    """The arrangements that concern the viewer: of their own team, of those they manage, or of all."""
    rows = (
        arrangements_visible_to(request.viewer)
        .filter(ended_at__isnull=True)
        .select_related("record", "unit", "responsible")
    )
    counted = rows.annotate(
        last_check=Max("checks__at"),
        people=Count("workers", filter=Q(workers__until__isnull=True), distinct=True),
        worries=Count("concerns", filter=Q(concerns__reviewed_at__isnull=True), distinct=True),
    )
    shown = {
        "page_title": "Lone working",
        "columns": columns_of("Team", "Responsible", "Works alone", "Last check", "Next check"),
        "rows": [line_of(row, request.viewer.trust) for row in counted.order_by("unit__name", "pk")[:MOST]],
        "sets": request.viewer.may(Permission.KEEP_LONE_WORKING),
    }
    return render(request, "violence/lone_list.html", shown)


@requires(Permission.KEEP_LONE_WORKING)
def new(request: ViewedRequest) -> HttpResponse:
    """Set arrangements for a team, or change those it has."""
    viewer = request.viewer
    paths = None if viewer.may(Permission.SEE_ALL_INCIDENTS) else viewer.unit_paths
    form = forms.NewArrangementForm(request.POST or None, trust=viewer.trust, paths=paths)
    made: list[Arrangement] = []

    def do(told: dict[str, Any]) -> None:
        made.append(lone.set_lone_working(by=viewer.actor, **(told | {"unit": form.chosen_unit()})))

    return act(
        request,
        form,
        do=do,
        done="The arrangements are set. Now name who works alone.",
        title="Set arrangements for lone working",
        button="Save",
        caption="",
        back=reverse("violence:lone-workings"),
        then=lambda: _page(made[0]) if made else "",
    )


def _page(arrangement: Arrangement) -> str:
    return reverse("violence:lone-working", args=[arrangement.reference])


def _find(request: ViewedRequest, reference: str) -> Arrangement:
    rows = arrangements_visible_to(request.viewer).filter(record__reference=reference.upper())
    found = rows.select_related("record", "trust", "unit", "responsible").first()
    if found is None:
        raise Http404
    return found


@requires(Permission.USE_HOLDFAST)
def one(request: ViewedRequest, reference: str) -> HttpResponse:
    """One team's arrangements: what people do, who works alone with which device, checks and concerns."""
    found = _find(request, reference)
    keeps = may_keep(request.viewer, found) and found.ended_at is None
    today = clock.today()
    workers = found.workers.filter(Q(until__isnull=True) | Q(until__gte=today)).select_related("person")
    shown = {
        "arrangement": found,
        "reference": found.reference,
        "page_title": f"Lone working in {found.unit.name}",
        "controls": [Arrangement.CONTROLS[key] for key in found.controls if key in Arrangement.CONTROLS],
        "keeps": keeps,
        "line": line_of(_counted(found), found.trust),
        "workers": workers.prefetch_related("devices"),
        "concerns": found.concerns.select_related("staff", "manager"),
        "timeline": arrangement_timeline(found),
        "breadcrumb": [{"title": "Lone working", "url": reverse("violence:lone-workings")}],
    }
    return render(request, "violence/lone.html", shown)


def _counted(found: Arrangement) -> Arrangement:
    last = found.checks.aggregate(last=Max("at"))["last"]
    found.last_check, found.people, found.worries = last, 0, 0  # type: ignore[attr-defined]
    return found


Doing = tuple[Any, Callable[[dict[str, Any]], Any], str, str, str]


@requires(Permission.USE_HOLDFAST)
def part(request: ViewedRequest, reference: str, part: str) -> HttpResponse:
    """One thing done about a team's arrangements. Anyone of the team raises a concern; the rest is for who keeps
    them."""
    found = _find(request, reference)
    if part not in PARTS:
        raise Http404
    if part != "concern" and not may_keep(request.viewer, found):
        raise PermissionDenied("Only the manager of the team and the security team change its arrangements.")
    return _act(request, found, PARTS[part](request, found))


def _act(request: ViewedRequest, found: Arrangement, doing: Doing) -> HttpResponse:
    form, do, title, button, done = doing
    return act(
        request,
        form,
        do=do,
        done=done,
        title=title,
        button=button,
        caption=f"{found.reference} {found.unit.name}",
        back=_page(found),
    )


def _change(request: ViewedRequest, found: Arrangement) -> Doing:
    begun = {
        "controls": found.controls,
        "words": found.words,
        "responsible": str(found.responsible_id),
        "checks_every": found.checks_every,
    }
    form = forms.ArrangementForm(request.POST or None, record=found.record, initial=begun)
    return (
        form,
        lambda told: lone.set_lone_working(by=request.viewer.actor, unit=found.unit, **told),
        "Change the arrangements",
        "Save",
        "The arrangements are changed.",
    )


def _worker(request: ViewedRequest, found: Arrangement) -> Doing:
    form = forms.WorkerForm(request.POST or None, record=found.record)
    return (
        form,
        lambda told: lone.add_lone_worker(by=request.viewer.actor, arrangement=found, **told),
        "Name somebody who works alone",
        "Save",
        "They were told how they are kept safe.",
    )


def _check(request: ViewedRequest, found: Arrangement) -> Doing:
    form = forms.LoneCheckForm(request.POST or None, record=found.record)
    return (
        form,
        lambda told: lone.check_lone_working(by=request.viewer.actor, arrangement=found, **told),
        "Check the arrangements",
        "Save the check",
        "The check is on record.",
    )


def _concern(request: ViewedRequest, found: Arrangement) -> Doing:
    form = forms.ConcernForm(request.POST or None, record=found.record)

    def do(told: dict[str, Any]) -> None:
        viewer = request.viewer
        lone.raise_concern(by=viewer.actor, arrangement=found, words=told["words"], raiser=viewer.person)

    return form, do, "Raise a concern", "Send", "Thank you. Whoever is responsible was told."


def _end(request: ViewedRequest, found: Arrangement) -> Doing:
    form = forms.EndForm(request.POST or None, record=found.record)
    return (
        form,
        lambda told: lone.end_lone_working(by=request.viewer.actor, arrangement=found, **told),
        "End the arrangements",
        "End them",
        "The arrangements have ended.",
    )


PARTS: dict[str, Callable[[ViewedRequest, Arrangement], Doing]] = {
    "change": _change,
    "worker": _worker,
    "check": _check,
    "concern": _concern,
    "end": _end,
}


@requires(Permission.USE_HOLDFAST)
def worker(request: ViewedRequest, reference: str, key: int, what: str) -> HttpResponse:
    """Hand a device to a lone worker, or say that they no longer work alone."""
    found = _kept(request, reference)
    row: LoneWorker | None = found.workers.filter(pk=key).select_related("person").first()
    if row is None or what not in ("device", "end"):
        raise Http404
    row.arrangement = found
    if what == "device":
        form: Any = forms.DeviceForm(request.POST or None, record=found.record)

        def do(told: dict[str, Any]) -> None:
            lone.issue_device(
                by=request.viewer.actor, worker=row, kind=told["kind"], number=told["number"], on=told["on"]
            )

        return _act(request, found, (form, do, f"Hand a device to {row.person}", "Save", "The device is on record."))
    form = forms.EndWorkerForm(request.POST or None, record=found.record)
    ended = f"{row.person} no longer works alone"
    return _act(
        request,
        found,
        (
            form,
            lambda told: lone.end_lone_worker(by=request.viewer.actor, worker=row, until=told["until"]),
            ended,
            "Save",
            f"{ended}.",
        ),
    )


@requires(Permission.USE_HOLDFAST)
def device(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Take a device back."""
    found = _kept(request, reference)
    row: Device | None = Device.objects.filter(worker__arrangement=found, pk=key).select_related("worker").first()
    if row is None:
        raise Http404
    row.worker.arrangement = found

    def do(told: dict[str, Any]) -> None:
        lone.return_device(by=request.viewer.actor, device=row, on=told["on"], condition=told["condition"])

    form = forms.ReturnForm(request.POST or None, record=found.record)
    return _act(request, found, (form, do, f"Take back {row.number}", "Save", "It is back."))


@requires(Permission.USE_HOLDFAST)
def concern(request: ViewedRequest, reference: str, key: int, what: str) -> HttpResponse:
    """Review a concern together, or take it further."""
    found = _kept(request, reference)
    row: Concern | None = found.concerns.filter(pk=key).select_related("raiser").first()
    if row is None or what not in ("review", "escalate"):
        raise Http404
    row.arrangement = found
    if what == "review":
        begun = {
            "staff": str(row.raiser_id) if row.raiser_id else "",
            "manager": str(found.responsible_id) if found.responsible_id != row.raiser_id else "",
        }
        form: Any = forms.ReviewConcernForm(request.POST or None, record=found.record, initial=begun)

        def do(told: dict[str, Any]) -> None:
            lone.review_lone_working(
                by=request.viewer.actor, concern=row, staff=told["staff"], manager=told["manager"], found=told["found"]
            )

        return _act(request, found, (form, do, "Review the concern together", "Save", "Whoever raised it was told."))
    form = forms.EscalateForm(request.POST or None, record=found.record, initial={"to": "The security team"})

    def further(told: dict[str, Any]) -> None:
        lone.escalate_concern(by=request.viewer.actor, concern=row, to=told["to"], why=told["why"])

    return _act(request, found, (form, further, "Take the concern further", "Send", "The security team was told."))


def _kept(request: ViewedRequest, reference: str) -> Arrangement:
    found = _find(request, reference)
    if not may_keep(request.viewer, found):
        raise PermissionDenied("Only the manager of the team and the security team change its arrangements.")
    return found
