"""Forms of letters about markers."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.casework.violence.forms.versioned import RecordForm
from holdfast.casework.violence.models import MarkerLetter
from holdfast.casework.violence.operations.letters import LetterTold
from holdfast.casework.violence.rules.letters import NEEDED
from holdfast.foundation.pages.day_fields import LondonDateField
from holdfast.foundation.pages.fields import ChoiceOfOne, LongTextField, OneLineField
from holdfast.foundation.pages.forms import PageForm


class LetterForm(RecordForm):
    """What a letter says of this marker; only what the words of its kind need."""

    name = OneLineField(label="To whom does it go?", called="to whom it goes", limit=160)
    address = LongTextField(label="Where does it go?", called="the address", limit=500, rows=4, required=False)
    behaviour = LongTextField(
        label="What did they do?", called="what they did", limit=2000, rows=4,
        help_text="Speak to them: “You held a knife.” Facts only, no diagnosis, and no name of a colleague.",
    )  # fmt: skip
    reason = LongTextField(
        label="Why was it decided so?", called="the reason", limit=2000, rows=4, help_text="They read this."
    )
    write_to = OneLineField(
        label="Whom do they write to, if they do not agree?", called="whom they write to", limit=160
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in (("behaviour", "behaviour"), ("reason", "reason"), ("write_to", "write to")):
            if field not in NEEDED[kind]:
                del self.fields[name]

    def letter(self) -> LetterTold:
        """What was filled in."""
        names = LetterTold.__dataclass_fields__
        return LetterTold(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


class SentForm(RecordForm):
    """A letter was sent."""

    on = LondonDateField(label="On which day was it sent?", called="the day", past=True, quick=True)
    how = ChoiceOfOne(label="How?", called="how", choices=list(MarkerLetter.SENT.items()), small=True)


class WordsForm(PageForm):
    """The words of the trust's letters of one kind."""

    seen_number = forms.IntegerField(widget=forms.HiddenInput)
    title = OneLineField(label="Title of the letter", called="the title", limit=150)
    text = LongTextField(label="Words of the letter", called="the words", limit=20_000, rows=24)
    why = OneLineField(label="Why do the words change?", called="the reason", limit=300)
