"""What every page of this area shares: finding what it is about, running the operation, and saying what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.access import ViewedRequest
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.sending import let_go_ahead
from holdfast.foundation.records.models import Record
from holdfast.foundation.records.operations import EditedMeanwhile
from holdfast.foundation.records.visibility import page_of as page_of_record
from holdfast.kernel.workflow import NotPossibleNow
from holdfast.tools.actions.models import Action, Plan
from holdfast.tools.actions.operations.holding import BadAction
from holdfast.tools.actions.presenters.lines import ActionLine, line_of, restricted
from holdfast.tools.actions.queries.awaiting import SHOWN
from holdfast.tools.actions.queries.visibility import (
    is_owner,
    plans_visible_to,
    records_for_actions,
    visible_to,
)


def find(request: ViewedRequest, reference: str) -> Action:
    """The action with this reference if the viewer may open it; 404 otherwise, whether it exists or not.

    Opening one that stands on a restricted record is itself written into the audit trail.
    """
    seen = visible_to(request.viewer).filter(record__reference=reference.upper())
    action = seen.select_related(*SHOWN, "trust", "verified_by_post", "raised_by_person").first()
    if action is None:
        raise Http404
    if restricted(action):
        enter_reading("actions.read", by=request.viewer.actor, subject=action.record)
    return action


def find_plan(request: ViewedRequest, reference: str) -> Plan:
    """The plan with this reference if the viewer may open it; 404 otherwise."""
    seen = plans_visible_to(request.viewer).filter(record__reference=reference.upper())
    shown = seen.select_related("record", "trust", "about", "site", "unit", "keeper_person", "keeper_post__unit")
    plan = shown.first()
    if plan is None:
        raise Http404
    return plan


def find_record(request: ViewedRequest, reference: str) -> Record:
    """The record with this reference, of whatever kind, if the viewer may see it; 404 otherwise."""
    record = records_for_actions(request.viewer).filter(reference=reference.upper()).first()
    if record is None:
        raise Http404
    return record


def must(allowed: bool, words: str) -> None:
    """Raises PermissionDenied (403) with `words` unless `allowed`."""
    if not allowed:
        raise PermissionDenied(words)


def acting_on(viewer: Viewer, action: Action) -> Actor:
    """The viewer as the audit trail names them when they do what `action` asks, also for someone who is away."""
    if not is_owner(action, viewer) or action.owner_person_id == viewer.person.pk:
        return viewer.actor
    for held in viewer.held:
        if held.post.pk == action.owner_post_id or (held.covers_for and held.covers_for.pk == action.owner_person_id):
            return replace(
                viewer.actor, post=str(held.post), on_behalf_of=str(held.covers_for) if held.covers_for else ""
            )
    return viewer.actor


def seen_records(viewer: Viewer, actions: Iterable[Action]) -> dict[int, Record]:
    """The records behind `actions` that the viewer may see, by key. One statement."""
    keys = {action.about_id for action in actions if action.about_id is not None}
    return records_for_actions(viewer).in_bulk(list(keys)) if keys else {}


def lines_of(viewer: Viewer, actions: Iterable[Action]) -> list[ActionLine]:
    """The rows of `actions`, each with what it was raised on as far as the viewer may see that."""
    shown = list(actions)
    records = seen_records(viewer, shown)
    lines = []
    for action in shown:
        record = records.get(action.about_id or 0)
        lines.append(line_of(action, record.reference if record else "", page_of_record(record) if record else ""))
    return lines


def page_of(thing: Action | Plan) -> str:
    """The address of the page of an action or a plan."""
    return reverse("actions:plan" if isinstance(thing, Plan) else "actions:action", args=[thing.reference])


def act(
    request: ViewedRequest,
    form: PageForm,
    *,
    do: Callable[[dict[str, Any]], Any],
    done: str,
    title: str,
    button: str,
    then: Callable[[], str] | str,
    back: str,
    template: str = "actions/act.html",
    **context: Any,
) -> HttpResponse:
    """Show `form`, or, when it was sent and is right, call `do` with its answers and go to `then`.

    Whatever the operation refuses stands beside the form, and nothing that was typed is lost. When someone else changed
    the thing in the meantime the page says so, and sending again goes ahead.
    """
    shown: dict[str, Any] = {
        "form": form,
        "page_title": title,
        "continue_text": button,
        "back_url": back,
        "cancel_url": back,
        "keep_key": f"actions:{request.path}",
    } | context
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except EditedMeanwhile as conflict:
            _look_again(form, conflict)
        except BadAction as refusal:
            for name, words in refusal.faults.items():
                form.add_error(_field(form, name), words)
        except (NotPossibleNow, ValueError) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done, extra_tags=shown["keep_key"])
            return redirect(then() if callable(then) else then)
    return render(request, template, shown, status=422 if form.errors else 200)


def _field(form: PageForm, name: str) -> str | None:
    name = {"place": "site"}.get(name, name)
    return name if name in form.fields else None


def _look_again(form: PageForm, conflict: EditedMeanwhile) -> None:
    """Say that it changed, and let the next sending go ahead from the version that is shown now."""
    form.add_error(
        None, "This was changed after you opened the page. Read below what happened, then send again if it still holds."
    )
    let_go_ahead(form, seen_version=str(conflict.record.version))
