"""My duties: what I own, what I must confirm by when; and confirming it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.tables import Column
from holdfast.foundation.records.queries import evidence_of
from holdfast.foundation.records.serving import serve
from holdfast.kernel import clock
from holdfast.oversight.assurance.forms.duties import ConfirmForm, WithdrawForm
from holdfast.oversight.assurance.models import Confirmation, Obligation
from holdfast.oversight.assurance.operations.confirming import confirm, withdraw_confirmation
from holdfast.oversight.assurance.presenters.mine import owned_of, sheet_of
from holdfast.oversight.assurance.queries.confirmations import last_confirmed
from holdfast.oversight.assurance.queries.duties import duty_on, owned_by
from holdfast.oversight.assurance.queries.tallies import tallies
from holdfast.oversight.assurance.views.acting import act
from holdfast.oversight.assurance.views.answering import answer
from holdfast.oversight.assurance.views.as_at import AsAt, as_at_of
from holdfast.oversight.assurance.views.owning import owned_or_seen, owns

TO_CONFIRM = [Column("Duty"), Column("State"), Column("Due"), Column("What to do")]
MEASURED = [Column("Duty"), Column("State"), Column("Kept", numeric=True), Column("Due")]


@requires(Permission.USE_HOLDFAST)
def mine(request: ViewedRequest) -> HttpResponse:
    """What the viewer's posts own, and those that they cover: statements to confirm, and duties that are measured."""
    as_at = as_at_of(request)
    viewer = request.viewer
    figures = tallies(owned_by(viewer, as_at.on), as_at.instant, as_at.known)
    found = owned_of(viewer, figures.values(), last_confirmed(viewer.trust, figures, as_at.instant))
    context = {
        "page_title": "My duties",
        "to_confirm": [one for one in found if one.confirmed],
        "measured": [one for one in found if not one.confirmed],
        "confirm_columns": TO_CONFIRM,
        "measured_columns": MEASURED,
        "as_at": as_at,
        "today": clock.today(),
        "may_see": viewer.may(Permission.SEE_ASSURANCE),
        "posts": sorted({f"{one.post} (for {one.covers_for})" if one.covers_for else one.post for one in found}),
    }
    return answer(request, "assurance/mine.html", context, sheet=lambda: sheet_of(found))


def _owned(request: ViewedRequest, key: str) -> Obligation:
    """The statement with this key; 404 where there is none to confirm, 403 for whoever does not own it."""
    duty = duty_on(request.viewer.trust, key, clock.today())
    if duty is None or duty.kind != "attestation":
        raise Http404
    if not owns(request.viewer, duty):
        raise PermissionDenied("Only whoever holds the post that owns this statement can confirm it.")
    return duty


def _acting(request: ViewedRequest, duty: Obligation) -> Actor:
    """The viewer as the audit trail names them in the post that owns the duty, or standing in for its holder."""
    held = next(held for held in request.viewer.held if held.post.key == duty.owner)
    on_behalf_of = str(held.covers_for) if held.covers_for else ""
    return replace(request.viewer.actor, post=str(held.post), on_behalf_of=on_behalf_of)


@requires(Permission.USE_HOLDFAST)
def confirm_it(request: ViewedRequest, key: str) -> HttpResponse:
    """Confirm a statement, with what it rests on."""
    duty = _owned(request, key)
    form = ConfirmForm(request.POST or None, request.FILES or None, needs=duty.clause.placement.get("evidence", ()))

    def do() -> None:
        told = form.cleaned_data
        by = _acting(request, duty)
        confirm(by=by, duty=duty, post=duty.owner, evidence=told["evidence"], files=told["uploads"])

    newest = Confirmation.objects.filter(trust=duty.trust_id, duty=key, withdrawn_at=None).first()
    return act(
        request,
        form,
        do=do,
        done="Confirmed.",
        back=reverse("assurance:mine"),
        title="Do you confirm this?",
        button="I confirm it",
        template="assurance/confirm.html",
        duty=duty,
        newest=newest,
        interval=not duty.lacks_on(clock.today()),
    )


@requires(Permission.USE_HOLDFAST)
def take_back(request: ViewedRequest, reference: str) -> HttpResponse:
    """Take a confirmation back."""
    found = get_object_or_404(
        Confirmation.objects.select_related("record"), record__reference=reference, withdrawn_at=None
    )
    duty = _owned(request, found.duty)
    form = WithdrawForm(request.POST or None)
    return act(
        request,
        form,
        do=lambda: withdraw_confirmation(by=request.viewer.actor, confirmation=found, why=form.cleaned_data["why"]),
        done="The confirmation no longer counts.",
        back=reverse("assurance:mine"),
        title="Take a confirmation back",
        button="Take it back",
        duty=duty,
        confirmation=found,
    )


@requires(Permission.USE_HOLDFAST)
def evidence(request: ViewedRequest, reference: str, key: int) -> Any:
    """A file that a confirmation rests on, as it was added: for whoever may see the duty."""
    given = get_object_or_404(Confirmation.objects.select_related("record"), record__reference=reference)
    owned_or_seen(request, given.duty, AsAt(clock.now()))
    found = evidence_of(given.record, request.viewer.actor).filter(pk=key).first()
    if found is None:
        raise Http404
    return serve(request, found, request.viewer.actor)
