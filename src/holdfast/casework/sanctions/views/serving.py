"""Letters from their service to their end."""

from __future__ import annotations

from django.http import HttpResponse

from holdfast.casework.sanctions.forms import letters as forms
from holdfast.casework.sanctions.forms.versioned import ReasonForm
from holdfast.casework.sanctions.models import Appeal
from holdfast.casework.sanctions.operations import serving
from holdfast.casework.sanctions.views.acting import act, find_case, find_row
from holdfast.casework.sanctions.views.letters import letter_of, page_of_letter, step
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission as P


@requires(P.MANAGE_SANCTIONS)
def serve(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Record how a letter was served."""
    letter = letter_of(request, reference, key)
    return step(
        request, letter, forms.ServeForm(request.POST or None, case=letter.case), serving.serve_letter,
        title="How was it served?", button="Save", done="The letter is in force.",
    )  # fmt: skip


@requires(P.MANAGE_SANCTIONS)
def came_back(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Record that a letter came back."""
    letter = letter_of(request, reference, key)
    form = forms.DayAndWordsForm(
        request.POST or None, case=letter.case, label="Why did it come back?", called="the reason"
    )
    return step(
        request, letter, form, serving.return_letter, rename={"words": "why"},
        title="The letter came back", button="Save", done="The letter waits to be served again.",
    )  # fmt: skip


@requires(P.MANAGE_SANCTIONS)
def sign(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Record that an agreement was signed."""
    letter = letter_of(request, reference, key)
    form = forms.DayForm(request.POST or None, case=letter.case)
    return step(
        request, letter, form, serving.sign_letter, title="When did they sign it?", button="Save", done="It is signed."
    )


@requires(P.MANAGE_SANCTIONS)
def review(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Review a letter in force."""
    letter = letter_of(request, reference, key)
    form = forms.ReviewForm(request.POST or None, case=letter.case)
    return step(
        request,
        letter,
        form,
        serving.review_letter,
        title="Review the letter",
        button="Save",
        done="The review is on record.",
    )


@requires(P.MANAGE_SANCTIONS)
def end(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """End a letter in force."""
    letter = letter_of(request, reference, key)
    form = ReasonForm(request.POST or None, case=letter.case)
    return step(
        request, letter, form, serving.end_letter, title="End the letter", button="End it", done="The letter has ended."
    )


@requires(P.MANAGE_SANCTIONS)
def breach(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Record that it was broken."""
    letter = letter_of(request, reference, key)
    form = forms.DayAndWordsForm(request.POST or None, case=letter.case)
    return step(
        request,
        letter,
        form,
        serving.record_breach,
        title="It was broken",
        button="Save",
        done="The breach is on record.",
    )


@requires(P.MANAGE_SANCTIONS)
def appeal(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Take in an appeal."""
    letter = letter_of(request, reference, key)
    form = forms.DayAndWordsForm(
        request.POST or None,
        case=letter.case,
        label="What do they say?",
        called="what they say",
        day="When did they say so?",
    )
    return step(
        request, letter, form, serving.take_appeal, title="They appeal", button="Save",
        done="The appeal is on record. Somebody who had no part in the letter decides it.",
    )  # fmt: skip


@requires(P.APPROVE_LETTERS)
def decide_appeal(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Decide an appeal."""
    case = find_case(request, reference)
    found: Appeal = find_row(Appeal.objects.filter(letter__case=case).select_related("letter"), key)
    found.letter.case = case
    return act(
        request,
        case.record,
        forms.AppealDecisionForm(request.POST or None, case=case),
        do=lambda told: serving.decide_appeal(by=request.viewer.actor, appeal=found, **told),
        done="The appeal is decided. Tell the person.",
        title="Decide the appeal",
        button="Decide",
        back=page_of_letter(found.letter),
        known=[("The letter", found.letter.title), ("What they say", found.words)],
    )
