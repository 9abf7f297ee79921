"""One change to several actions that were ticked in the list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.words import count
from holdfast.tools.actions.forms.steps import TogetherForm
from holdfast.tools.actions.models import Action
from holdfast.tools.actions.operations.together import change_together
from holdfast.tools.actions.queries.awaiting import SHOWN
from holdfast.tools.actions.queries.visibility import records_for_actions, visible_to
from holdfast.tools.actions.views.acting import lines_of
from holdfast.tools.actions.views.listing import columns

MOST = 200


def _chosen(request: ViewedRequest) -> list[Action]:
    """The actions that were ticked and that the viewer may change, in the order of their dates."""
    sent = request.POST if request.method == "POST" else request.GET
    keys = [int(key) for key in sent.getlist("key")[:MOST] if key.isdecimal() and len(key) < 19]
    viewer = request.viewer
    found = visible_to(viewer).filter(pk__in=keys).select_related(*SHOWN, "trust", "raised_by_person")
    actions = list(found.order_by("due", "pk"))
    about = {action.about_id for action in actions if action.about_id is not None}
    seen = set(records_for_actions(viewer).filter(pk__in=about).values_list("pk", flat=True)) if about else set()
    return [action for action in actions if action.about_id is None or action.about_id in seen]


@requires(Permission.RAISE_ACTIONS)
def together(request: ViewedRequest) -> HttpResponse:
    """Move the dates, hand over, complete or withdraw several actions with one reason."""
    actions = _chosen(request)
    if not actions:
        messages.error(request, "Tick the actions first that you want to change.")
        return redirect("actions:list")
    keys = [str(action.pk) for action in actions]
    form = TogetherForm(request.POST or None, trust=request.viewer.trust, keys=keys)
    refused: list[tuple[Action, str]] = []
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        outcome = change_together(
            by=request.viewer.actor,
            actions=actions,
            do=told["do"],
            why=told["why"],
            due=told["due"],
            owner=told["owner"],
        )
        if outcome.changed:
            messages.success(request, f"{count(len(outcome.changed), 'action')} changed.")
        if not outcome.refused:
            return redirect("actions:list")
        refused = outcome.refused
        actions = [action for action, _ in refused]
        form.add_error(None, f"{count(len(refused), 'action')} not changed. Below stands why.")
    shown = {
        "form": form,
        "page_title": f"Change {count(len(actions), 'action')}",
        "continue_text": "Change them",
        "back_url": reverse("actions:list"),
        "cancel_url": reverse("actions:list"),
        "lines": lines_of(request.viewer, actions),
        "columns": columns(),
        "refused": refused,
    }
    return render(request, "actions/together.html", shown, status=422 if form.errors else 200)
