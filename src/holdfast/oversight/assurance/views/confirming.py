"""My duties: what I own, what I must confirm by when; and confirming it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.tables import Column
from holdfast.kernel import clock
from holdfast.oversight.assurance.forms.duties import ConfirmForm, WithdrawForm
from holdfast.oversight.assurance.models import Confirmation, Obligation
from holdfast.oversight.assurance.operations.confirming import confirm, withdraw_confirmation
from holdfast.oversight.assurance.presenters.words import line_of
from holdfast.oversight.assurance.queries.duties import duty_on, owned_by, titles_of_posts
from holdfast.oversight.assurance.queries.owed import next_limits
from holdfast.oversight.assurance.queries.tallies import tallies
from holdfast.oversight.assurance.views.acting import act
from holdfast.oversight.assurance.views.as_at import as_at_of

COLUMNS = [Column("Duty"), Column("State"), Column("Next due"), Column("What to do")]


@requires(Permission.USE_HOLDFAST)
def mine(request: ViewedRequest) -> HttpResponse:
    """What the viewer's posts own: statements to confirm, and duties that are measured."""
    as_at = as_at_of(request)
    viewer = request.viewer
    duties = owned_by(viewer, clock.today())
    found = tallies(duties, as_at.instant, as_at.known)
    limits = next_limits([duty for duty in duties if duty.kind == "attestation"], as_at.instant)
    lines = [line_of(found[duty.key]) for duty in duties]
    shown = {
        "page_title": "My duties",
        "to_confirm": sorted(
            ((line, limits.get(line.obligation.key)) for line in lines if line.obligation.kind == "attestation"),
            key=lambda pair: (pair[1] is None, pair[1].timestamp() if pair[1] else 0.0),
        ),
        "measured": [line for line in lines if line.obligation.kind != "attestation"],
        "columns": COLUMNS,
        "may_see": viewer.may(Permission.SEE_ASSURANCE),
        "posts": sorted(titles_of_posts(viewer.trust, {duty.owner for duty in duties}).values()),
    }
    return render(request, "assurance/mine.html", shown)


def _owned(request: ViewedRequest, key: str) -> Obligation:
    """The statement with this key; 404 where there is none to confirm, 403 for whoever does not own it."""
    duty = duty_on(request.viewer.trust, key, clock.today())
    if duty is None or duty.kind != "attestation":
        raise Http404
    if duty.owner not in {post.key for post in request.viewer.posts}:
        raise PermissionDenied("Only whoever holds the post that owns this statement can confirm it.")
    return duty


@requires(Permission.USE_HOLDFAST)
def confirm_it(request: ViewedRequest, key: str) -> HttpResponse:
    """Confirm a statement, with what it rests on."""
    duty = _owned(request, key)
    form = ConfirmForm(request.POST or None, needs=duty.clause.placement.get("evidence", ()))

    def do() -> None:
        confirm(by=request.viewer.actor, duty=duty, post=duty.owner, evidence=form.cleaned_data["evidence"])

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
