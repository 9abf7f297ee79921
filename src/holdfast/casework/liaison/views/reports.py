"""One report to the police, or one call to them: numbers, answers, refusals taken up, news, and telling people."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse

from holdfast.casework.incidents.queries.visibility import visible_to, with_reference
from holdfast.casework.liaison.forms.police import (
    AnswerForm,
    ChaseForm,
    EscalateForm,
    EscalationAnswerForm,
    NumberForm,
    OfficerForm,
    StepForm,
    TellVictimForm,
    TieForm,
    WhyForm,
)
from holdfast.casework.liaison.forms.sent import SentForm
from holdfast.casework.liaison.models import Escalation, PoliceReport, VictimTold
from holdfast.casework.liaison.operations import answering
from holdfast.casework.liaison.operations.chasing import chase_police
from holdfast.casework.liaison.operations.escalating import escalate_refusal, record_escalation_answer
from holdfast.casework.liaison.operations.police import take_in_call
from holdfast.casework.liaison.operations.steps import record_step, tell_victim
from holdfast.casework.liaison.presenters.police_report import agreed_next
from holdfast.casework.liaison.queries.refusals import why_declined
from holdfast.casework.liaison.queries.wishes import name_of
from holdfast.casework.liaison.views.acting import act, caption_of, find_report, home_of
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.kernel.clock import local_day


def _act(request: ViewedRequest, report: PoliceReport, form: SentForm, **shown: Any) -> HttpResponse:
    home = home_of(request, report)
    incident = report.incident if report.incident and report.incident.reference in home else None
    return act(request, form, then=home, caption=caption_of(incident) or report.force, **shown)


@requires(Permission.WORK_WITH_POLICE)
def tie(request: ViewedRequest, key: int) -> HttpResponse:
    """Say which incident a call to the police was about."""
    report = find_report(request, key)

    def do(told: dict[str, Any]) -> None:
        incident = with_reference(visible_to(request.viewer), told["reference"]).select_related("record").first()
        if incident is None:
            raise ValueError("You may open no incident with this reference. Check it, for example in the list.")
        take_in_call(by=request.viewer.actor, incident=incident, report=report)

    return _act(
        request,
        report,
        TieForm(request.POST or None),
        do=do,
        done="The call now belongs to this incident.",
        title="Which incident was it?",
        button="Save",
    )


@requires(Permission.CALL_POLICE)
def answer(request: ViewedRequest, key: int) -> HttpResponse:
    """Record what the police answered."""
    report = find_report(request, key)
    return _act(
        request,
        report,
        AnswerForm(request.POST or None),
        do=lambda told: answering.record_answer(by=request.viewer.actor, report=report, **told),
        done="Their answer is on record.",
        title=f"What {report.force} answered",
        button="Save",
    )


@requires(Permission.CALL_POLICE)
def escalate(request: ViewedRequest, key: int) -> HttpResponse:
    """Take a refusal up, in the way that is agreed with that force."""
    report = find_report(request, key)
    form = EscalateForm(request.POST or None, agreed=agreed_next(report), force=report.force)
    return _act(
        request,
        report,
        form,
        do=lambda told: escalate_refusal(by=request.viewer.actor, report=report, **told),
        done="It is on record. Record their answer when it comes.",
        title=f"Take the refusal of {report.force} up",
        button="Save",
        template="liaison/escalate.html",
        police_report=report,
        declined=why_declined(report),
        agreed=agreed_next(report),
    )


@requires(Permission.CALL_POLICE)
def escalation_answer(request: ViewedRequest, key: int, step: int) -> HttpResponse:
    """Record what came of taking a refusal up."""
    report = find_report(request, key)
    escalation: Escalation | None = report.escalations.filter(pk=step).first()
    if escalation is None:
        raise Http404
    escalation.report = report
    return _act(
        request,
        report,
        EscalationAnswerForm(request.POST or None),
        do=lambda told: record_escalation_answer(by=request.viewer.actor, escalation=escalation, **told),
        done="Their answer is on record.",
        title=f"What {escalation.to} answered",
        button="Save",
    )


@requires(Permission.CALL_POLICE)
def number(request: ViewedRequest, key: int) -> HttpResponse:
    """Add a number that the police gave."""
    report = find_report(request, key)
    return _act(
        request,
        report,
        NumberForm(request.POST or None),
        do=lambda told: answering.add_police_number(by=request.viewer.actor, report=report, **told),
        done="The number is on record.",
        title="A number from the police",
        button="Add",
    )


@requires(Permission.WORK_WITH_POLICE)
def officer(request: ViewedRequest, key: int) -> HttpResponse:
    """Say which officer deals with it."""
    report = find_report(request, key)
    return _act(
        request,
        report,
        OfficerForm(request.POST or None, report=report),
        do=lambda told: answering.name_officer(by=request.viewer.actor, report=report, **told),
        done="It is on record.",
        title="The officer who deals with it",
        button="Save",
    )


@requires(Permission.WORK_WITH_POLICE)
def step(request: ViewedRequest, key: int) -> HttpResponse:
    """Record what the police, a prosecutor or a court did."""
    report = find_report(request, key)

    def do(told: dict[str, Any]) -> None:
        record_step(by=request.viewer.actor, report=report, **told | {"more_expected": bool(told["more_expected"])})

    return _act(
        request,
        report,
        StepForm(request.POST or None, since=local_day(report.made_at)),
        do=do,
        done="It is on record. Now tell the people affected.",
        title="News from the police or the court",
        button="Save",
    )


@requires(Permission.WORK_WITH_POLICE)
def told(request: ViewedRequest, key: int, telling: int) -> HttpResponse:
    """Record that someone affected was told of a step, or why not."""
    report = find_report(request, key)
    rows = VictimTold.objects.filter(pk=telling, step__report=report)
    row = rows.select_related("step", "victim__person").first()
    if row is None:
        raise Http404
    row.step.report = report
    return _act(
        request,
        report,
        TellVictimForm(request.POST or None),
        do=lambda told: tell_victim(by=request.viewer.actor, telling=row, **told),
        done="It is on record.",
        title=f"Was {name_of(row.victim)} told?",
        button="Save",
        template="liaison/tell.html",
        step=row.step,
    )


@requires(Permission.WORK_WITH_POLICE)
def chase(request: ViewedRequest, key: int) -> HttpResponse:
    """Record that the police were asked again."""
    report = find_report(request, key)
    return _act(
        request,
        report,
        ChaseForm(request.POST or None),
        do=lambda told: chase_police(by=request.viewer.actor, report=report, **told),
        done="It is on record. The wait for them begins anew.",
        title=f"You asked {report.force} again",
        button="Save",
    )


@requires(Permission.WORK_WITH_POLICE)
def end(request: ViewedRequest, key: int) -> HttpResponse:
    """Say that nothing more is expected of the police."""
    report = find_report(request, key)
    return _act(
        request,
        report,
        WhyForm(request.POST or None),
        do=lambda told: answering.end_report(by=request.viewer.actor, report=report, **told),
        done="It has ended.",
        title="Nothing more is expected of the police",
        button="End it",
    )


@requires(Permission.WORK_WITH_POLICE)
def resume(request: ViewedRequest, key: int) -> HttpResponse:
    """Take an ended report up again."""
    report = find_report(request, key)
    return _act(
        request,
        report,
        WhyForm(request.POST or None),
        do=lambda told: answering.resume_report(by=request.viewer.actor, report=report, **told),
        done="It is taken up again.",
        title="Take it up again",
        button="Take it up again",
    )
