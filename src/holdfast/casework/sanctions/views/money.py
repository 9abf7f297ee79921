"""What it cost and what comes back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse

from holdfast.casework.sanctions.forms import results as forms
from holdfast.casework.sanctions.models import Recovery
from holdfast.casework.sanctions.operations import money
from holdfast.casework.sanctions.rules.money import in_pounds, pence_of
from holdfast.casework.sanctions.views.acting import act, find_case, find_row, page_of
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission as P


def _pence(pounds: Decimal | None) -> int:
    return pence_of(pounds) if pounds else 0


@requires(P.MANAGE_SANCTIONS)
def loss(request: ViewedRequest, reference: str) -> HttpResponse:
    """What it cost."""
    case = find_case(request, reference)
    form = forms.LossForm(request.POST or None, case=case)

    def do(told: dict[str, Any]) -> None:
        item = form.things.get(told.pop("item", "") or "")
        money.record_loss(by=request.viewer.actor, case=case, pence=_pence(told.pop("amount")), item=item, **told)

    return act(
        request, case.record, form, do=do, title="Record a loss", button="Save", done="The loss is on record.",
        back=page_of(case, "money"),
    )  # fmt: skip


@requires(P.MANAGE_SANCTIONS)
def recovery(request: ViewedRequest, reference: str) -> HttpResponse:
    """A claim."""
    case = find_case(request, reference)
    return act(
        request, case.record, forms.RecoveryForm(request.POST or None, case=case),
        do=lambda told: money.record_recovery(
            by=request.viewer.actor, case=case, claimed=_pence(told.pop("amount")), **told
        ),
        title="Record a claim", button="Save", done="The claim is on record.", back=page_of(case, "money"),
    )  # fmt: skip


@requires(P.MANAGE_SANCTIONS)
def deduction(request: ViewedRequest, reference: str) -> HttpResponse:
    """A lawful deduction from pay."""
    case = find_case(request, reference)
    return act(
        request, case.record, forms.DeductionForm(request.POST or None, case=case),
        do=lambda told: money.arrange_deduction(
            by=request.viewer.actor,
            case=case,
            claimed=_pence(told.pop("amount")),
            instalment=_pence(told.pop("instalment")),
            **told,
        ),
        title="Arrange a deduction from pay", button="Save", done="The deduction is arranged.",
        back=page_of(case, "money"),
        lead="A deduction needs a term of the contract, or consent in writing given before it "
        "(Employment Rights Act 1996, section 13).",
    )  # fmt: skip


def _recovery(request: ViewedRequest, reference: str, key: int) -> Recovery:
    case = find_case(request, reference)
    found: Recovery = find_row(Recovery.objects.filter(case=case), key)
    found.case = case
    return found


@requires(P.MANAGE_SANCTIONS)
def agreed(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """What was agreed or ordered."""
    found = _recovery(request, reference, key)
    return act(
        request, found.case.record, forms.AgreedForm(request.POST or None, case=found.case),
        do=lambda told: money.agree_recovery(
            by=request.viewer.actor,
            recovery=found,
            agreed=_pence(told.pop("amount")),
            instalment=_pence(told.pop("instalment")),
            **told,
        ),
        title="What was agreed or ordered?", button="Save", done="It is on record.", back=page_of(found.case, "money"),
    )  # fmt: skip


@requires(P.MANAGE_SANCTIONS)
def receipt(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Money that came in."""
    found = _recovery(request, reference, key)
    return act(
        request, found.case.record, forms.ReceiptForm(request.POST or None, case=found.case),
        do=lambda told: money.record_receipt(
            by=request.viewer.actor, recovery=found, pence=_pence(told.pop("amount")), **told
        ),
        title="Money came in", button="Save", done="It is on record.", back=page_of(found.case, "money"),
        lead=f"{in_pounds(found.sums.outstanding)} is outstanding.",
    )  # fmt: skip


@requires(P.MANAGE_SANCTIONS)
def write_off(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Money that will not come."""
    found = _recovery(request, reference, key)
    return act(
        request, found.case.record, forms.WriteOffForm(request.POST or None, case=found.case),
        do=lambda told: money.write_off(
            by=request.viewer.actor, recovery=found, pence=_pence(told.pop("amount")), **told
        ),
        title="Write off", button="Write off", done="It is written off.", back=page_of(found.case, "money"),
        lead=f"{in_pounds(found.sums.outstanding)} is outstanding.",
    )  # fmt: skip
