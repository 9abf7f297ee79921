"""Letters: writing, approving, serving, reviewing, as PDF and Word, and the trust's words for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.casework.sanctions.forms import letters as forms
from holdfast.casework.sanctions.forms.versioned import CaseForm, ConfirmForm, ReasonForm
from holdfast.casework.sanctions.models import Case, Letter
from holdfast.casework.sanctions.operations import letters as writing
from holdfast.casework.sanctions.presenters.case import letter_card
from holdfast.casework.sanctions.presenters.paper import sheet_of
from holdfast.casework.sanctions.queries.letters import before_the_letter
from holdfast.casework.sanctions.rules.safeguards import ExclusionFacts
from holdfast.casework.sanctions.rules.wording import TITLES, passages
from holdfast.casework.sanctions.views.acting import act, find_case, find_row, page_of
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission as P
from holdfast.foundation.printing import LETTER, pdf, word
from holdfast.kernel import clock

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
A_YEAR = timedelta(days=365)


def letter_of(request: ViewedRequest, reference: str, key: int) -> Letter:
    """The letter with this key on a case that the viewer may open, else 404."""
    case = find_case(request, reference)
    letter: Letter = find_row(Letter.objects.filter(case=case), key)
    letter.case = case
    return letter


def page_of_letter(letter: Letter) -> str:
    """The address of a letter's page."""
    return reverse("sanctions:letter", args=[letter.case.reference, letter.pk])


@requires(P.MANAGE_SANCTIONS)
def write(request: ViewedRequest, reference: str, letter: str) -> HttpResponse:
    """Draft a letter."""
    case = find_case(request, reference)
    if letter not in TITLES:
        raise Http404
    if request.method != "POST" and (why := before_the_letter(case, letter)):
        return letter_refused(request, case, why)
    today = clock.today()
    begun: dict[str, Any] = forms.begun(today, today, today + A_YEAR)
    begun |= {"appeal_to": f"the {case.trust.term('board_lead')}", "address": case.subject.address}
    kind = forms.ExclusionForm if letter == "exclusion" else forms.LetterForm
    form = kind(request.POST or None, case=case, initial=begun)
    return act(
        request,
        case.record,
        form,
        do=lambda told: writing.write_letter(
            by=request.viewer.actor, case=case, kind=letter, facts=form.facts(), seen_version=told["seen_version"]
        ),
        done="The draft is saved. Read it, then send it for approval.",
        title=f"Write: {TITLES[letter].lower()}",
        button="Save the draft",
        back=page_of(case, "letters"),
    )


def letter_refused(request: ViewedRequest, case: Case, why: str) -> HttpResponse:
    """Say what must come before a letter, and lead there."""
    step = ("consider", "Consider each option") if case.state == "open" else ("reconsider", "Consider the case again")
    shown = {
        "page_title": "This letter cannot be written yet",
        "caption": f"{case.reference} {case.record.title}",
        "why": why,
        "first": {"title": step[1], "url": reverse(f"sanctions:{step[0]}", args=[case.reference])},
        "back": page_of(case),
    }
    return render(request, "sanctions/refused.html", shown, status=409)


@requires(P.MANAGE_SANCTIONS)
def change(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Put a draft right."""
    letter = letter_of(request, reference, key)
    names = [*writing.LetterFacts.__dataclass_fields__, *ExclusionFacts.__dataclass_fields__]
    begun: dict[str, Any] = {name: getattr(letter, name) for name in names if name != "exclusion"}
    begun |= {name: "yes" if begun[name] else "no" for name in ("emergencies_open", "equality_checked")}
    kind = forms.ExclusionForm if letter.kind == "exclusion" else forms.LetterForm
    form = kind(request.POST or None, case=letter.case, initial=begun)
    return act(
        request,
        letter.case.record,
        form,
        do=lambda told: writing.change_letter(
            by=request.viewer.actor, letter=letter, facts=form.facts(), seen_version=told["seen_version"]
        ),
        done="The draft is saved.",
        title=f"Change: {letter.title.lower()}",
        button="Save the draft",
        back=page_of_letter(letter),
    )


@requires(P.SEE_SANCTIONS)
def show(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """One letter as it reads, with what can be done with it."""
    letter = letter_of(request, reference, key)
    shown = letter_card(letter, request.viewer) | {
        "case": letter.case,
        "reference": letter.case.reference,
        "page_title": letter.title,
        "passages": passages(letter.words),
        "breadcrumb": [
            {"title": "Sanctions", "url": reverse("sanctions:list")},
            {"title": letter.case.reference, "url": page_of(letter.case)},
        ],
    }
    return render(request, "sanctions/letter.html", shown)


def as_file(content: bytes, media: str, name: str) -> HttpResponse:
    """A file to be kept, marked as invented in a demonstration."""
    demo = "demonstration-" if settings.DEMO else ""
    headers = {
        "Content-Disposition": f'attachment; filename="{demo}{name}"',
        "Cache-Control": "private, no-store",  # ward computers are shared
    }
    return HttpResponse(content, content_type=media, headers=headers)


@requires(P.SEE_SANCTIONS)
def as_pdf(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """The letter as PDF. Who took it away is written into the audit trail."""
    letter = letter_of(request, reference, key)
    enter_reading("sanctions.print_letter", by=request.viewer.actor, subject=letter.case.record)
    made = pdf(LETTER, sheet_of(letter, demo=settings.DEMO))
    return as_file(made, "application/pdf", f"{letter.case.reference}-letter-{letter.pk}.pdf")


@requires(P.SEE_SANCTIONS)
def as_word(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """The letter as a Word document. Who took it away is written into the audit trail."""
    letter = letter_of(request, reference, key)
    enter_reading("sanctions.print_letter", by=request.viewer.actor, subject=letter.case.record)
    made = word(sheet_of(letter, demo=settings.DEMO))
    return as_file(made, DOCX, f"{letter.case.reference}-letter-{letter.pk}.docx")


def step(
    request: ViewedRequest,
    letter: Letter,
    form: CaseForm,
    do: Callable[..., Any],
    *,
    title: str,
    button: str,
    done: str,
    rename: dict[str, str] | None = None,
    **context: Any,
) -> HttpResponse:
    """One step of a letter: the form's answers are the operation's, save those that are called otherwise."""
    names = rename or {}
    return act(
        request,
        letter.case.record,
        form,
        do=lambda told: do(
            by=request.viewer.actor, letter=letter, **{names.get(name, name): value for name, value in told.items()}
        ),
        done=done,
        title=title,
        button=button,
        back=page_of_letter(letter),
        **context,
    )


@requires(P.MANAGE_SANCTIONS)
def submit(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Send a draft for approval."""
    letter = letter_of(request, reference, key)
    return step(
        request, letter, ConfirmForm(request.POST or None, case=letter.case), writing.submit_letter,
        title="Send the letter for approval", button="Send for approval", done="It waits for approval.",
        lead="Somebody else reads it and approves it or sends it back.",
    )  # fmt: skip


@requires(P.APPROVE_LETTERS)
def approve(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Approve a letter."""
    letter = letter_of(request, reference, key)
    return step(
        request, letter, ConfirmForm(request.POST or None, case=letter.case), writing.approve_letter,
        title="Approve the letter", button="Approve", done="The letter is approved. Its words stand from now on.",
        template="sanctions/approve.html", passages=passages(letter.words),
    )  # fmt: skip


@requires(P.APPROVE_LETTERS)
def send_back(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Send a letter back."""
    letter = letter_of(request, reference, key)
    return step(
        request, letter, ReasonForm(request.POST or None, case=letter.case), writing.send_back_letter,
        title="Send the letter back", button="Send back", done="It is with whoever wrote it.",
    )  # fmt: skip


@requires(P.MANAGE_SANCTIONS)
def withdraw(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Take a letter back before it is served."""
    letter = letter_of(request, reference, key)
    return step(
        request, letter, ReasonForm(request.POST or None, case=letter.case), writing.withdraw_letter,
        title="Withdraw the letter", button="Withdraw", done="The letter is withdrawn.",
    )  # fmt: skip
