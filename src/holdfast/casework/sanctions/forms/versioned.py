"""A form on a case that notices when someone else was faster."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.casework.sanctions.models import Case
from holdfast.foundation.pages.fields import LongTextField
from holdfast.foundation.pages.forms import PageForm


class CaseForm(PageForm):
    """A form on a case: remembers which version of it was on the screen."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        self.case = case
        kwargs["initial"] = {"seen_version": case.record.version} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class ReasonForm(CaseForm):
    """A reason, for moves that need nothing else."""

    why = LongTextField(label="Why?", called="the reason", limit=1000, rows=3)


class WordsForm(CaseForm):
    """A few words, whose question the view sets."""

    words = LongTextField(label="What came of it?", called="what came of it", limit=4000, rows=5)

    def __init__(self, *args: Any, label: str = "", called: str = "", hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["words"].label = label
            self.fields["words"].called = called
        self.fields["words"].help_text = hint


class ConfirmForm(CaseForm):
    """Nothing to fill in: one button."""
