"""Plans: the list, one of them on screen and on paper, its updates and its end."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.queries.paging import page_of as page_by_key
from holdfast.foundation.organisation.queries.posts import post_of
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.models import Record
from holdfast.foundation.records.visibility import page_of as page_of_record
from holdfast.kernel import clock
from holdfast.tools.actions.forms.owners import found_owner
from holdfast.tools.actions.forms.plans import ClosePlanForm, PlanForm, UpdateForm
from holdfast.tools.actions.models import Plan
from holdfast.tools.actions.operations import plans as verbs
from holdfast.tools.actions.presenters.lines import plan_line, plan_tag
from holdfast.tools.actions.presenters.timeline import timeline_of_plan
from holdfast.tools.actions.queries.awaiting import SHOWN, counts_of, owed_period, plans_of
from holdfast.tools.actions.queries.policy import plan_ways_of
from holdfast.tools.actions.queries.visibility import kept_by_viewer, records_for_actions, visible_to
from holdfast.tools.actions.rules.stages import UNFINISHED
from holdfast.tools.actions.rules.words import PERIODS, SOURCES
from holdfast.tools.actions.views.acting import act, find_plan, find_record, lines_of, must, page_of
from holdfast.tools.actions.views.listing import columns

NOT_YOURS = "This plan is kept by someone else."
STANDS = (("open", "Open"), ("closed", "Closed"))


@requires(Permission.USE_HOLDFAST)
def plans(request: ViewedRequest) -> HttpResponse:
    """The plans that the viewer may see, by their state and what they came out of."""
    viewer = request.viewer
    state = request.GET.get("state") if request.GET.get("state") in dict(STANDS) else "open"
    source = request.GET.get("source", "")
    rows = plans_of(viewer).filter(closed_at__isnull=state == "open")
    if source in SOURCES:
        rows = rows.filter(source=source)
    page = page_by_key(
        rows, ["pk"], after=request.GET.get("after", ""), before=request.GET.get("before", ""), descending=True
    )
    counts = counts_of(viewer, page.rows)
    here = reverse("actions:plans")
    query = f"?state={state}" + (f"&source={source}" if source in SOURCES else "")
    shown = {
        "page_title": "Action plans",
        "lines": [plan_line(plan, counts.get(plan.pk, {})) for plan in page.rows],
        "columns": ("Reference", "Plan", "Who keeps it", "Last update", "Actions", "State"),
        "saved_filters": [
            {"title": title, "url": f"{here}?state={key}", "current": key == state and not source}
            for key, title in STANDS
        ],
        "sources": [
            {"title": title, "url": f"{here}?state={state}&source={key}", "current": key == source}
            for key, title in SOURCES.items()
        ],
        "newer_url": f"{here}{query}&before={page.before}" if page.before else "",
        "older_url": f"{here}{query}&after={page.after}" if page.after else "",
        "newer_text": "Previous page",
        "older_text": "Next page",
        "may_raise": viewer.may(Permission.RAISE_ACTIONS),
        "breadcrumb": [{"title": "Actions", "url": reverse("actions:list")}],
    }
    return render(request, "actions/plans.html", shown)


def keeps(plan: Plan, viewer: Viewer) -> bool:
    """True when the viewer may bring the plan up to date: its keeper, or whoever may raise actions where it stands."""
    if Plan.objects.filter(kept_by_viewer(viewer), pk=plan.pk).exists():
        return True
    if not viewer.may(Permission.RAISE_ACTIONS):
        return False
    return plan.about_id is None or records_for_actions(viewer).filter(pk=plan.about_id).exists()


def _facts(request: ViewedRequest, found: Plan) -> dict[str, Any]:
    viewer = request.viewer
    actions = visible_to(viewer).filter(plan=found).select_related(*SHOWN)
    unfinished = [action for action in actions.order_by("due", "pk") if action.state in UNFINISHED]
    finished = actions.exclude(state__in=UNFINISHED).order_by("-ended_at", "-pk")
    updates = list(found.updates.all())
    newest = updates[-1].at if updates else None
    period = owed_period(found, clock.today(), newest)
    record = records_for_actions(viewer).filter(pk=found.about_id).first() if found.about_id else None
    return {
        "plan": found,
        "reference": found.reference,
        "page_title": found.title,
        "state": plan_tag(found, period is not None),
        "owed": period,
        "period": PERIODS.get(found.period, ""),
        "standing": verbs.standing_of(found),
        "unfinished": lines_of(viewer, unfinished),
        "finished": lines_of(viewer, finished),
        "columns": columns(),
        "record": record,
        "record_url": page_of_record(record) if record else "",
        "timeline": timeline_of_plan(found),
    }


@requires(Permission.USE_HOLDFAST)
def plan(request: ViewedRequest, reference: str) -> HttpResponse:
    """One plan: how it stands, its actions, and what was said of it in each period."""
    found = find_plan(request, reference)
    crumbs = [{"title": "Action plans", "url": reverse("actions:plans")}]
    may = {
        "keeps": keeps(found, request.viewer) and found.closed_at is None,
        "may_raise": request.viewer.may(Permission.RAISE_ACTIONS) and found.closed_at is None,
    }
    return render(request, "actions/plan.html", _facts(request, found) | may | {"breadcrumb": crumbs})


@requires(Permission.USE_HOLDFAST)
def printed(request: ViewedRequest, reference: str) -> HttpResponse:
    """The plan on paper."""
    found = find_plan(request, reference)
    paper = {"printed_by": str(request.viewer.person), "printed_at": clock.now(), "handling": "Official"}
    return render(request, "actions/printed_plan.html", _facts(request, found) | paper)


@requires(Permission.RAISE_ACTIONS)
def open_plan(request: ViewedRequest) -> HttpResponse:
    """Open a plan by itself."""
    return _open(request, None)


@requires(Permission.RAISE_ACTIONS)
def open_on(request: ViewedRequest, reference: str) -> HttpResponse:
    """Open a plan that comes out of a record."""
    return _open(request, find_record(request, reference))


def _open(request: ViewedRequest, about: Record | None) -> HttpResponse:
    trust = request.viewer.trust
    period, keeper_key = plan_ways_of(trust)
    keeper = post_of(trust, keeper_key) if keeper_key else None
    first: dict[str, Any] = {"period": period, "source": about.kind if about and about.kind in SOURCES else "other"}
    if keeper is not None and not keeper.is_pattern:
        first["keeper"] = found_owner(keeper)
    form = PlanForm(request.POST or None, trust=trust, initial=first)
    opened: list[Plan] = []
    back = reverse("actions:of-record", args=[about.reference]) if about else reverse("actions:plans")

    def do(told: dict[str, Any]) -> None:
        names = ("submission_key", "title", "keeper", "source", "period", "purpose", "site", "unit")
        said = {name: told[name] for name in names}
        opened.append(verbs.open_plan(by=request.viewer.actor, trust=trust, about=about, **said))

    return act(
        request,
        form,
        do=do,
        done="The plan is open. Raise its actions now.",
        title="Open a plan",
        button="Open it",
        then=lambda: page_of(opened[0]),
        back=back,
        caption=f"{about.reference} {about.title}" if about else "",
    )


@requires(Permission.USE_HOLDFAST)
def update(request: ViewedRequest, reference: str) -> HttpResponse:
    """Bring the plan up to date."""
    found = find_plan(request, reference)
    must(keeps(found, request.viewer), NOT_YOURS)
    return act(
        request,
        UpdateForm(request.POST or None, thing=found),
        do=lambda told: verbs.update_plan(
            by=request.viewer.actor, plan=found, words=told["words"], seen_version=told["seen_version"]
        ),
        done="The plan is up to date.",
        title="Bring the plan up to date",
        button="Save",
        then=page_of(found),
        back=page_of(found),
        caption=str(found),
        standing=verbs.standing_of(found),
        template="actions/update_plan.html",
    )


@requires(Permission.USE_HOLDFAST)
def close(request: ViewedRequest, reference: str) -> HttpResponse:
    """Close the plan."""
    found = find_plan(request, reference)
    must(keeps(found, request.viewer), NOT_YOURS)
    return act(
        request,
        ClosePlanForm(request.POST or None, thing=found),
        do=lambda told: verbs.close_plan(
            by=request.viewer.actor, plan=found, why=told["why"], seen_version=told["seen_version"]
        ),
        done="The plan is closed.",
        title="Close the plan",
        button="Close it",
        then=page_of(found),
        back=page_of(found),
        caption=str(found),
    )
