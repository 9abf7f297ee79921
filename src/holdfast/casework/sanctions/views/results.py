"""What was asked of others, court, outcomes and publicity."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from holdfast.casework.sanctions.forms import results as forms
from holdfast.casework.sanctions.forms.letters import DayAndWordsForm
from holdfast.casework.sanctions.forms.versioned import CaseForm
from holdfast.casework.sanctions.models import Approach, Case, Outcome, Proceeding, Publication, PublicityDecision
from holdfast.casework.sanctions.operations import approaching, proceedings, publicity
from holdfast.casework.sanctions.operations.holding import standing_of
from holdfast.casework.sanctions.presenters.wishes import wishes_known
from holdfast.casework.sanctions.queries.visibility import opens_incident
from holdfast.casework.sanctions.views.acting import act, find_case, find_row, page_of
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission as P

OF_A_CHILD = (
    "They are recorded as under 18. What a youth court hears must not be told so that anybody can recognise them: no "
    "name, no school, no address, no picture. Speak with the court’s officer or a lawyer before anything goes outside."
)
"""Children and Young Persons Act 1933, section 49; Youth Justice and Criminal Evidence Act 1999, section 45."""


def _step(
    request: ViewedRequest, case: Case, form: CaseForm, do: Callable[..., Any], part: str, **words: Any
) -> HttpResponse:
    """One step on a case: the form's answers are the operation's."""
    return act(
        request,
        case.record,
        form,
        do=lambda told: do(by=request.viewer.actor, **told),
        back=page_of(case, part),
        **words,
    )


@requires(P.MANAGE_SANCTIONS)
def regulator(request: ViewedRequest, reference: str) -> HttpResponse:
    """Report misconduct to a regulator."""
    case = find_case(request, reference)
    return _step(
        request, case, forms.RegulatorForm(request.POST or None, case=case),
        lambda **told: approaching.refer_to_regulator(case=case, **told), "others",
        title="Report to a professional regulator", button="Save", done="The report is on record.",
    )  # fmt: skip


@requires(P.MANAGE_SANCTIONS)
def order(request: ViewedRequest, reference: str) -> HttpResponse:
    """Ask for an order that the trust cannot seek itself."""
    case = find_case(request, reference)
    return _step(
        request, case, forms.OrderForm(request.POST or None, case=case),
        lambda **told: approaching.request_order(case=case, **told), "others",
        title="Ask for an order", button="Save", done="The request is on record.",
        lead="An NHS trust cannot seek these itself: the police, the council or a prosecutor can.",
    )  # fmt: skip


@requires(P.MANAGE_SANCTIONS)
def human_resources(request: ViewedRequest, reference: str) -> HttpResponse:
    """Hand a colleague's matter to Human Resources."""
    case = find_case(request, reference)
    return _step(
        request, case, forms.HumanResourcesForm(request.POST or None, case=case),
        lambda **told: approaching.hand_to_human_resources(case=case, **told), "others",
        title="Hand to Human Resources", button="Save", done="It is with Human Resources.",
        lead="A report to the police and the disciplinary procedure can run side by side.",
    )  # fmt: skip


@requires(P.MANAGE_SANCTIONS)
def answer(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """What a body answered."""
    case = find_case(request, reference)
    found: Approach = find_row(Approach.objects.filter(case=case), key)
    found.case = case
    return _step(
        request, case, forms.AnswerForm(request.POST or None, case=case),
        lambda **told: approaching.record_answer(approach=found, **told), "others",
        title=f"What did {found.body} answer?", button="Save", done="The answer is on record.",
    )  # fmt: skip


@requires(P.MANAGE_SANCTIONS)
def court(request: ViewedRequest, reference: str) -> HttpResponse:
    """Proceedings that began."""
    case = find_case(request, reference)
    return _step(
        request, case, forms.ProceedingForm(request.POST or None, case=case),
        lambda **told: proceedings.record_proceedings(case=case, **told), "court",
        title="Proceedings", button="Save", done="The proceedings are on record.",
    )  # fmt: skip


def _proceeding(request: ViewedRequest, reference: str, key: int) -> Proceeding:
    case = find_case(request, reference)
    found: Proceeding = find_row(Proceeding.objects.filter(case=case), key)
    found.case = case
    return found


@requires(P.MANAGE_SANCTIONS)
def hearing(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """A day in court."""
    found = _proceeding(request, reference, key)
    return _step(
        request, found.case, forms.HearingForm(request.POST or None, case=found.case),
        lambda **told: proceedings.record_hearing(proceeding=found, **told), "court",
        title=f"Hearing: {found.court}", button="Save", done="The hearing is on record.",
    )  # fmt: skip


@requires(P.MANAGE_SANCTIONS)
def end_proceedings(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """How proceedings ended."""
    found = _proceeding(request, reference, key)
    form = DayAndWordsForm(request.POST or None, case=found.case, label="With which result?", called="the result")
    return _step(
        request, found.case, form,
        lambda words, **told: proceedings.end_proceedings(proceeding=found, result=words, **told), "court",
        title="How did it end?", button="Save", done="The result is on record.",
    )  # fmt: skip


@requires(P.MANAGE_SANCTIONS)
def outcome(request: ViewedRequest, reference: str) -> HttpResponse:
    """A sanction that was obtained."""
    case = find_case(request, reference)
    return _step(
        request, case, forms.OutcomeForm(request.POST or None, case=case),
        lambda **told: proceedings.record_outcome(case=case, **told), "outcomes",
        title="A sanction was obtained", button="Save", done="It is on record. Decide next whether it is made known.",
        lead="Record here what the police, a court, a regulator or somebody else imposed. Warning letters, agreements "
        "and exclusions appear by themselves, once they are served or signed.",
    )  # fmt: skip


@requires(P.DECIDE_PUBLICITY)
def decide_publicity(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Whether an outcome is made known."""
    case = find_case(request, reference)
    found: Outcome = find_row(Outcome.objects.filter(case=case), key)
    found.case = case

    def do(*, by: Any, seen_version: int, **told: Any) -> PublicityDecision:
        flags = ("restrictions_checked", "restricted", "data_protection_checked")
        answers = publicity.PublicityAnswers(**told | {name: bool(told[name]) for name in flags})
        return publicity.decide_publicity(by=by, outcome=found, answers=answers, seen_version=seen_version)

    return _step(
        request, case, forms.PublicityForm(request.POST or None, case=case), do, "outcomes",
        title="Is this made known?", button="Decide", done="The decision is on record.",
        caution=("Under 18", OF_A_CHILD) if standing_of(case).age == "child" else None,
        known=[
            ("What was obtained", f"{found.get_kind_display()}: {found.words}"), ("From", found.imposed_by),
            *wishes_known(case, named=opens_incident(request.viewer, case)),
        ],
    )  # fmt: skip


@requires(P.DECIDE_PUBLICITY)
def publish(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Where and when it was made known."""
    case = find_case(request, reference)
    found: PublicityDecision = find_row(
        PublicityDecision.objects.filter(outcome__case=case).select_related("outcome"), key
    )
    found.outcome.case = case
    return _step(
        request, case, forms.PublishForm(request.POST or None, case=case),
        lambda **told: publicity.publish(decision=found, **told), "outcomes",
        title="Where was it made known?", button="Save", done="It is on record.",
        known=[("Headline", found.title), ("Words", found.words)],
    )  # fmt: skip


@requires(P.DECIDE_PUBLICITY)
def withdraw_publication(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Take back what was made known."""
    case = find_case(request, reference)
    rows = Publication.objects.filter(decision__outcome__case=case).select_related("decision__outcome")
    found: Publication = find_row(rows, key)
    found.decision.outcome.case = case
    form = DayAndWordsForm(request.POST or None, case=case, label="Why is it taken back?", called="the reason")
    return _step(
        request, case, form,
        lambda words, **told: publicity.withdraw_publication(publication=found, why=words, **told), "outcomes",
        title="Take it back", button="Save", done="It is taken back.",
    )  # fmt: skip
