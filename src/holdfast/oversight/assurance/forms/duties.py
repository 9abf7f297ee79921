"""The forms on a duty: excusing it, setting its number, confirming it, and finding it in the policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.validators import RegexValidator

from holdfast.foundation.pages.day_fields import LondonDateField
from holdfast.foundation.pages.fields import ChoiceOfMany, ChoiceOfOne, LongTextField, OneLineField
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.widgets import Line
from holdfast.foundation.records.fields import EvidenceField
from holdfast.kernel import clock
from holdfast.kernel.durations import PeriodKind

MOST = 9999
UNITS = {"PT{}H": "hours", "P{}D": "days", "P{}W": "weeks", "P{}M": "months", "P{}Y": "years"}


class ExcuseForm(PageForm):
    """Letting a duty rest. Named `record` by its reference, one record alone is excused."""

    whole = ChoiceOfOne(
        label="What is excused?",
        called="what is excused",
        choices=[("one", "One record"), ("all", "The duty as a whole")],
        hints={"all": "Nothing is owed under it in this time. The overview shows it as excused."},
    )
    record = OneLineField(
        label="Reference of the record", called="the reference", limit=20, widget=Line(width=20),
        help_text="For example, INC-2026-00042",
    )  # fmt: skip
    since = LondonDateField(label="From", called="the first day")
    until = LondonDateField(
        label="Until", called="the last day", required=False,
        help_text="The last day on which it is excused. Leave it empty if nobody knows yet.",
    )  # fmt: skip
    authority = OneLineField(
        label="Who decided this?", called="who decided this", limit=200,
        help_text="The post or the committee, for example Security Management Director",
    )  # fmt: skip
    reason = LongTextField(
        label="Why may it rest?", called="why it may rest", limit=500, rows=3,
        help_text="Everyone who sees this duty can read it. Name no patient and no member of staff.",
    )  # fmt: skip

    reveals = {"whole": {"one": ["record"]}}


class WithdrawForm(PageForm):
    """Taking back an excuse or a confirmation."""

    why = LongTextField(label="Why does it no longer count?", called="why it no longer counts", limit=500, rows=3)


def from_today() -> dict[str, Any]:
    """What a form that asks for a day begins with."""
    return {"when": "today"}


class FromDayForm(PageForm):
    """From which day something holds: from today on, unless an earlier day is meant."""

    when = ChoiceOfOne(
        label="From which day does it hold?", called="from which day it holds", required=False,
        choices=[("today", "From today on"), ("earlier", "From an earlier day on")],
        hints={
            "today": "What happened before is judged as it was.",
            "earlier": "What happened since that day is judged anew. For what was decided then and not entered.",
        },
    )  # fmt: skip
    day = LondonDateField(label="Which day?", called="the day from which it holds", past=True)

    reveals = {"when": {"earlier": ["day"]}}

    @property
    def since(self) -> date:
        """The first day on which it holds."""
        return self.cleaned_data.get("day") or clock.today()


class DurationForm(FromDayForm):
    """A number that is a length of time."""

    amount = OneLineField(
        label="How long?", called="how long", limit=4, widget=Line(width=4, inputmode="numeric"),
        help_text="A whole number. Hours count from minute to minute, days and longer run to the same time of day.",
    )  # fmt: skip
    unit = ChoiceOfOne(label="Of what?", called="of what", choices=list(UNITS.items()), inline=True)
    field_order = ("amount", "unit", "when", "day", "why")
    why = OneLineField(
        label="Who decided this, and when?", called="who decided this, and when", limit=250,
        validators=[RegexValidator(r"\d{4}", "Enter who decided this and on which day, with its year")],
        help_text="For example, Health and Safety Committee on 3 March 2026",
    )  # fmt: skip

    def clean_amount(self) -> str:
        """Digits alone."""
        amount = str(self.cleaned_data["amount"])
        if not (amount.isascii() and amount.isdigit()) or not 1 <= int(amount) <= MOST:
            self.add_error("amount", f"Enter a whole number from 1 to {MOST:,}")
        return amount

    @property
    def value(self) -> str:
        """The number as the policy keeps it, such as P28D."""
        return str(self.cleaned_data["unit"]).format(self.cleaned_data["amount"])


class PeriodForm(FromDayForm):
    """A number that is a kind of period."""

    period = ChoiceOfOne(
        label="Which period?", called="which period",
        choices=[(kind.value, kind.value.replace("-", " ").capitalize()) for kind in PeriodKind],
    )  # fmt: skip
    why = DurationForm.base_fields["why"]
    field_order = ("period", "when", "day", "why")

    @property
    def value(self) -> str:
        """The kind of period."""
        return str(self.cleaned_data["period"])


class WordsForm(FromDayForm):
    """A number that is a count or words."""

    words = OneLineField(label="What is it?", called="what it is", limit=60)
    why = DurationForm.base_fields["why"]
    field_order = ("words", "when", "day", "why")

    @property
    def value(self) -> str:
        """As it was typed."""
        return str(self.cleaned_data["words"])


NUMBER_FORMS: dict[str, type[DurationForm] | type[PeriodForm]] = {"duration": DurationForm, "period": PeriodForm}


def number_form(unit: str, data: Any = None) -> DurationForm | PeriodForm | WordsForm:
    """The form for a number of this unit (see packs.kinds.UNITS)."""
    return NUMBER_FORMS.get(unit, WordsForm)(data, initial=from_today())


class TakeBackForm(FromDayForm):
    """Letting the policy's own number hold again."""

    why = DurationForm.base_fields["why"]
    value = ""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial=from_today())


class ConfirmForm(PageForm):
    """An owner's word. `needs`: what the policy asks to be given with it."""

    evidence = LongTextField(
        label="What does this rest on?", called="what your confirmation rests on", limit=2000, rows=4, required=False
    )
    uploads = EvidenceField(
        label="Files that show it", called="a file", required=False,
        help_text="For example minutes, a report or a photo. Up to 10 files. They are kept as they are.",
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, *, needs: Iterable[str] = ()) -> None:
        super().__init__(data, files)
        wanted = ", ".join(needs)
        field = self.fields["evidence"]
        field.required = bool(wanted)
        field.help_text = (
            f"The policy asks for: {wanted}. Say what you looked at, when, and where it can be found."
            if wanted
            else "If you like: what you looked at, when, and where it can be found."
        )


class FilterForm(PageForm):
    """Which clauses of the policy are shown."""

    text = OneLineField(
        label="Search", limit=100, required=False, widget=Line({"type": "search"}),
        help_text="Words, or the number of a clause",
    )  # fmt: skip
    state = ChoiceOfMany(label="State", empty="Any", required=False)
    met = ChoiceOfMany(label="How it is met", empty="Any", required=False)
    kind = ChoiceOfMany(label="Kind of duty", empty="Any", required=False)
    owner = ChoiceOfMany(label="Owner", empty="Anyone", required=False)
    part = ChoiceOfMany(label="Subject", empty="Any", required=False)

    def offer(self, choices: Mapping[str, Iterable[tuple[str, str]]]) -> None:
        """Let these be chosen, by field."""
        for name, found in choices.items():
            self.fields[name].choices = list(found)

    def chosen(self) -> dict[str, str]:
        """What was chosen, by field. What makes no sense is left out: an address typed wrong still shows the policy."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
