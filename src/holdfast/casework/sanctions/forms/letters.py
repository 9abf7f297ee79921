"""Forms of letters."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from holdfast.casework.sanctions.forms.versioned import CaseForm
from holdfast.casework.sanctions.models import SERVED, Appeal
from holdfast.casework.sanctions.operations.letters import LetterFacts
from holdfast.casework.sanctions.rules.safeguards import ExclusionFacts
from holdfast.foundation.pages.day_fields import LondonDateField
from holdfast.foundation.pages.fields import ChoiceOfOne, LongTextField, OneLineField, YesNoField
from holdfast.foundation.pages.forms import PageForm


class LetterForm(CaseForm):
    """What a letter says of this case."""

    behaviour = LongTextField(
        label="What did they do?", called="what they did", limit=3000, rows=5,
        help_text="Speak to them: “You shouted at a nurse.” Facts only, and no name of anyone who was hurt.",
    )  # fmt: skip
    conditions = LongTextField(
        label="What do you ask of them?", called="what you ask of them", limit=3000, rows=4, required=False,
        help_text="Begin each point of a list with a hyphen and a space.",
    )  # fmt: skip
    valid_from = LondonDateField(label="From which day does it hold?", called="the first day")
    valid_until = LondonDateField(label="Until which day?", called="the last day")
    review_on = LondonDateField(label="When is it reviewed?", called="the day of the review")
    appeal_by = LondonDateField(label="Until when can they appeal?", called="the last day for an appeal")
    appeal_to = OneLineField(label="Whom do they write to?", called="whom they write to", limit=160)
    address = LongTextField(label="Their address", called="the address", limit=500, rows=4, required=False)

    def facts(self) -> LetterFacts:
        """What was filled in."""
        told = {name: self.cleaned_data[name] for name in LetterFacts.__dataclass_fields__ if name != "exclusion"}
        return LetterFacts(**told, exclusion=self.exclusion())

    def exclusion(self) -> ExclusionFacts:
        """The safeguards; none for other letters."""
        return ExclusionFacts()


class ExclusionForm(LetterForm):
    """A letter of exclusion, with its safeguards."""

    emergencies_open = YesNoField(
        label="Does emergency and immediately necessary care stay open to them?",
        called="whether emergency care stays open",
        help_text="It always does: treatment that is needed at once is never withheld.",
    )  # fmt: skip
    alternative_care = LongTextField(
        label="Where else can they be treated?", called="the other care", limit=1000, rows=3, required=False
    )
    lesser_steps = LongTextField(
        label="Which lesser steps were tried, or why would they not do?", called="the lesser steps", limit=1000, rows=3,
        required=False,
    )  # fmt: skip
    clinician = OneLineField(label="Which clinician agrees?", called="the clinician", limit=160, required=False)
    clinician_agreed_on = LondonDateField(
        label="When did the clinician agree?", called="the day", past=True, required=False
    )
    services_told = LongTextField(
        label="Which services are told, their GP among them?", called="the services", limit=500, rows=2, required=False
    )
    equality_checked = YesNoField(
        label="Were equality and human rights checked?", called="whether it was checked", required=False
    )

    def exclusion(self) -> ExclusionFacts:
        """The safeguards as filled in."""
        told = {name: self.cleaned_data[name] for name in ExclusionFacts.__dataclass_fields__}
        return ExclusionFacts(**told | {name: bool(told[name]) for name in ("emergencies_open", "equality_checked")})


class ServeForm(CaseForm):
    """How a letter reached the person."""

    how = ChoiceOfOne(label="How was it served?", called="how", choices=list(SERVED.items()), small=True)
    on = LondonDateField(label="On which day?", called="the day", past=True, quick=True)
    proof = OneLineField(
        label="What proves it?", called="the proof", limit=300,
        help_text="A tracking number, or who handed it over and who saw it.",
    )  # fmt: skip


class DayAndWordsForm(CaseForm):
    """A past day and a few words, whose questions the view sets."""

    on = LondonDateField(label="On which day?", called="the day", past=True, quick=True)
    words = LongTextField(label="What happened?", called="what happened", limit=4000, rows=4)

    def __init__(self, *args: Any, label: str = "", called: str = "", day: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["words"].label, self.fields["words"].called = label, called
        if day:
            self.fields["on"].label = day


class DayForm(CaseForm):
    """A past day."""

    on = LondonDateField(label="On which day?", called="the day", past=True, quick=True)


class ReviewForm(CaseForm):
    """What a review found."""

    stays = YesNoField(label="Does the letter stay in force?", called="whether it stays", yes="It stays", no="It ends")
    words = LongTextField(label="What did the review find?", called="what was found", limit=2000, rows=4)
    next_on = LondonDateField(
        label="When is the next review?", called="the day", required=False,
        help_text="Left empty, it is the last day of the letter.",
    )  # fmt: skip


class AppealDecisionForm(CaseForm):
    """What came of an appeal."""

    result = ChoiceOfOne(
        label="What do you decide?", called="the result", choices=list(Appeal.RESULTS.items()), small=True
    )
    words = LongTextField(label="Why? They will read it.", called="the reason", limit=2000, rows=4)


class WordingForm(PageForm):
    """The words of the trust's letters of one kind."""

    seen_number = forms.IntegerField(widget=forms.HiddenInput)
    title = OneLineField(label="Title of the letter", called="the title", limit=150)
    text = LongTextField(label="Words of the letter", called="the words", limit=20_000, rows=24)
    why = OneLineField(label="Why do the words change?", called="the reason", limit=300)


def begun(today: date, first: date, last: date) -> dict[str, date]:
    """Days to begin a letter with: half way is the review, four weeks for an appeal."""
    return {
        "valid_from": first,
        "valid_until": last,
        "review_on": first + (last - first) / 2,
        "appeal_by": min(last, date.fromordinal(max(today, first).toordinal() + 28)),
    }
