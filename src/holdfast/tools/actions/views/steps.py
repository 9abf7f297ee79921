"""What happens to an action: its date, its owner, its completion, the second look, its end."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.tools.actions.forms.steps import (
    CompleteForm,
    DateForm,
    OwnerForm,
    ReopenForm,
    VerifyForm,
    WithdrawForm,
)
from holdfast.tools.actions.operations import completing, dates, ending, owners
from holdfast.tools.actions.queries.awaiting import to_verify
from holdfast.tools.actions.queries.visibility import is_owner, may_change, may_verify
from holdfast.tools.actions.views.acting import act, acting_on, find, must, page_of
from holdfast.tools.actions.views.action import file_lines

NOT_YOURS = "This action is neither yours to do nor yours to change."


@requires(Permission.USE_HOLDFAST)
def move_date(request: ViewedRequest, reference: str) -> HttpResponse:
    """Move the date, with the reason."""
    found = find(request, reference)
    must(is_owner(found, request.viewer) or may_change(found, request.viewer), NOT_YOURS)
    return act(
        request,
        DateForm(request.POST or None, thing=found),
        do=lambda told: dates.move_date(
            by=acting_on(request.viewer, found),
            action=found,
            due=told["due"],
            why=told["why"],
            seen_version=told["seen_version"],
        ),
        done="The date is moved. The earlier one is kept with your reason.",
        title="Move the date",
        button="Move it",
        then=page_of(found),
        back=page_of(found),
        caption=str(found),
        action=found,
        template="actions/move_date.html",
    )


@requires(Permission.RAISE_ACTIONS)
def hand_over(request: ViewedRequest, reference: str) -> HttpResponse:
    """Give the action to someone else."""
    found = find(request, reference)
    must(may_change(found, request.viewer), NOT_YOURS)
    return act(
        request,
        OwnerForm(request.POST or None, thing=found),
        do=lambda told: owners.hand_over(
            by=request.viewer.actor,
            action=found,
            owner=told["owner"],
            why=told["why"],
            seen_version=told["seen_version"],
        ),
        done="The action is handed over, and both were told.",
        title="Give it to someone else",
        button="Hand it over",
        then=page_of(found),
        back=page_of(found),
        caption=str(found),
    )


@requires(Permission.USE_HOLDFAST)
def complete(request: ViewedRequest, reference: str) -> HttpResponse:
    """Say that it was done, with proof."""
    found = find(request, reference)
    must(is_owner(found, request.viewer) or may_change(found, request.viewer), NOT_YOURS)
    done = "Thank you. It waits for someone else to verify it." if found.verification else "Thank you. It is done."
    return act(
        request,
        CompleteForm(request.POST or None, request.FILES or None, thing=found),
        do=lambda told: completing.complete(
            by=acting_on(request.viewer, found),
            action=found,
            words=told["words"],
            uploads=told["uploads"],
            seen_version=told["seen_version"],
        ),
        done=done,
        title="Complete it",
        button="It was done",
        then=page_of(found),
        back=page_of(found),
        caption=str(found),
        action=found,
        template="actions/complete.html",
    )


@requires(Permission.USE_HOLDFAST)
def verify(request: ViewedRequest, reference: str) -> HttpResponse:
    """A second person’s look whether it was done, or still works."""
    found = find(request, reference)
    must(may_verify(found, request.viewer), "Someone else verifies this action.")
    left = to_verify(request.viewer).exclude(pk=found.pk)
    last = found.completions.last()

    def then() -> str:
        following = left.first()
        return reverse("actions:verify", args=[following.reference]) if following else page_of(found)

    again = found.state == "done"
    return act(
        request,
        VerifyForm(request.POST or None, thing=found),
        do=lambda told: completing.verify(
            by=request.viewer.actor,
            action=found,
            accepted=told["accepted"] == "yes",
            words=told["words"],
            check_again=told["check_again"],
            seen_version=told["seen_version"],
        ),
        done=f"What you saw of {found.reference} is on record.",
        title="Check that it still works" if again else "Verify that it was done",
        button="Save",
        then=page_of(found) if again else then,
        back=page_of(found),
        caption=str(found),
        action=found,
        completion=last,
        evidence_lines=file_lines(found, request.viewer),
        template="actions/verify.html",
    )


@requires(Permission.RAISE_ACTIONS)
def withdraw(request: ViewedRequest, reference: str) -> HttpResponse:
    """Say that it will not be done, and why."""
    found = find(request, reference)
    must(may_change(found, request.viewer), NOT_YOURS)
    return act(
        request,
        WithdrawForm(request.POST or None, thing=found),
        do=lambda told: ending.withdraw(
            by=request.viewer.actor, action=found, why=told["why"], seen_version=told["seen_version"]
        ),
        done="It is on record that this will not be done, and why.",
        title="It will not be done",
        button="Save",
        then=page_of(found),
        back=page_of(found),
        caption=str(found),
    )


@requires(Permission.RAISE_ACTIONS)
def reopen(request: ViewedRequest, reference: str) -> HttpResponse:
    """Open it again."""
    found = find(request, reference)
    must(may_change(found, request.viewer), NOT_YOURS)
    return act(
        request,
        ReopenForm(request.POST or None, thing=found),
        do=lambda told: ending.reopen(
            by=request.viewer.actor,
            action=found,
            due=told["due"],
            why=told["why"],
            seen_version=told["seen_version"],
        ),
        done="The action is open again, and whoever is to do it was told.",
        title="Open it again",
        button="Open it again",
        then=page_of(found),
        back=page_of(found),
        caption=str(found),
    )
