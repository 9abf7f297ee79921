"""Letting a duty rest, and taking that back."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.records.models import Record
from holdfast.kernel import clock
from holdfast.oversight.assurance.forms.duties import ExcuseForm, WithdrawForm
from holdfast.oversight.assurance.models import Excuse
from holdfast.oversight.assurance.operations.excusing import ExcuseRefused, excuse_duty, withdraw_excuse
from holdfast.oversight.assurance.queries.duties import duty_on
from holdfast.oversight.assurance.views.acting import act

NOT_KNOWN = "There is no record with this reference under this duty, or you may not see it"


@requires(Permission.EXCUSE_DUTIES)
def excuse(request: ViewedRequest, key: str) -> HttpResponse:
    """Excuse a duty for one record or for all."""
    duty = duty_on(request.viewer.trust, key, clock.today())
    if duty is None:
        raise Http404
    start = {"record": request.GET["record"], "whole": "one"} if request.GET.get("record") else {}
    form = ExcuseForm(request.POST or None, initial={"since": clock.today()} | start)

    def do() -> None:
        told = form.cleaned_data
        excuse_duty(
            by=request.viewer.actor,
            duty=duty,
            since=told["since"],
            until=told["until"],
            authority=told["authority"],
            reason=told["reason"],
            record=_record(request, told["record"]) if told["whole"] == "one" else None,
        )

    return act(
        request,
        form,
        do=do,
        done="The duty is excused.",
        back=reverse("assurance:duty", args=[key]),
        title="Excuse this duty",
        button="Excuse it",
        duty=duty,
    )


def _record(request: ViewedRequest, reference: str) -> Record:
    found = visible_to(request.viewer).filter(record__reference__iexact=reference.strip()).select_related("record")
    incident = found.first()
    if incident is None:
        raise ExcuseRefused("record", NOT_KNOWN)
    return incident.record


@requires(Permission.EXCUSE_DUTIES)
def withdraw(request: ViewedRequest, pk: int) -> HttpResponse:
    """Let an excuse count no more."""
    found = get_object_or_404(Excuse.objects.select_related("record", "trust"), pk=pk, withdrawn_at=None)
    if found.record_id is not None and not visible_to(request.viewer).filter(pk=found.record_id).exists():
        raise Http404
    duty = duty_on(request.viewer.trust, found.duty, clock.today())
    form = WithdrawForm(request.POST or None)
    return act(
        request,
        form,
        do=lambda: withdraw_excuse(by=request.viewer.actor, excuse=found, why=form.cleaned_data["why"]),
        done="The excuse no longer counts.",
        back=reverse("assurance:duty", args=[found.duty]),
        title="Withdraw an excuse",
        button="Withdraw it",
        duty=duty,
        excuse=found,
    )
