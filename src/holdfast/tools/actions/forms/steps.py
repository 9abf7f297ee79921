"""Forms of what happens to an action: its date, its owner, its end, and what is said of it."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.pages.day_fields import LondonDateField
from holdfast.foundation.pages.fields import ChoiceOfOne, LongTextField, OneLineField
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.records.fields import EvidenceField
from holdfast.tools.actions.forms.owners import OwnerField
from holdfast.tools.actions.forms.versioned import VersionedForm
from holdfast.tools.actions.models import Action


class DateForm(VersionedForm):
    """Another date, with the reason."""

    due = LondonDateField(label="What is the new date?", called="the new date")
    why = LongTextField(label="Why does it move?", called="the reason", limit=1000, rows=3)


class OwnerForm(VersionedForm):
    """Another owner."""

    owner = OwnerField(label="Who is to do it?", called="who is to do it")
    why = LongTextField(label="Why them?", called="the reason", limit=1000, rows=2, required=False)

    def __init__(self, *args: Any, thing: Action, **kwargs: Any) -> None:
        super().__init__(*args, thing=thing, **kwargs)
        self.fields["owner"].look_among(thing.trust)


class CompleteForm(VersionedForm):
    """What was done, with files as proof."""

    words = LongTextField(label="What was done?", called="what was done", limit=4000, rows=4)
    uploads = EvidenceField(
        label="Photos or other files that show it", called="a file", required=False, help_text="Up to 10 files."
    )


class VerifyForm(VersionedForm):
    """A second person’s look."""

    accepted = ChoiceOfOne(
        label="Was it done, and does it work?",
        called="whether it was done",
        choices=[("yes", "Yes, I have seen that it was done"), ("no", "No, something is missing")],
    )
    words = LongTextField(
        label="What did you see?", called="what you saw", limit=2000, rows=3, required=False,
        help_text="Needed when something is missing.",
    )  # fmt: skip
    check_again = LondonDateField(
        label="Should someone look again later whether it still works?", called="the day", required=False,
        help_text="Leave it empty if not.",
    )  # fmt: skip


class WithdrawForm(VersionedForm):
    """Why it will not be done."""

    why = LongTextField(
        label="Why will it not be done?", called="the reason", limit=2000, rows=3,
        help_text="Say why it cannot reasonably be done, or what was done instead.",
    )  # fmt: skip


class ReopenForm(VersionedForm):
    """Open again: by when, and why."""

    due = LondonDateField(label="By when is it to be done?", called="the date")
    why = LongTextField(label="Why is it opened again?", called="the reason", limit=1000, rows=3)


class FilesForm(VersionedForm):
    """Files on an action."""

    uploads = EvidenceField(label="Photos or other files", called="a file", help_text="Up to 10 files.")
    description = OneLineField(label="What do they show?", called="what they show", limit=300, required=False)


class ReasonForm(VersionedForm):
    """A reason that is kept in one line."""

    why = LongTextField(label="Why?", called="the reason", limit=280, rows=3)


class CommentForm(PageForm):
    """A word on an action."""

    words = LongTextField(label="Write a comment", called="a comment", limit=4000, rows=3)


TOGETHER = {
    "move-date": "Move the date",
    "hand-over": "Give them to someone else",
    "complete": "Say that they were done",
    "withdraw": "Say that they will not be done",
}


class TogetherForm(PageForm):
    """One change to several actions."""

    do = ChoiceOfOne(label="What do you want to do with them?", called="what to do", choices=list(TOGETHER.items()))
    due = LondonDateField(label="What is the new date?", called="the new date")
    owner = OwnerField(label="Who is to do them?", called="who is to do them")
    why = LongTextField(
        label="Why, or what was done?", called="the reason", limit=2000, rows=3,
        help_text="One reason for all of them. It is kept with each.",
    )  # fmt: skip
    key = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)

    reveals = {"do": {"move-date": ["due"], "hand-over": ["owner"]}}

    def __init__(self, *args: Any, trust: Trust, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].look_among(trust)
        self.fields["key"].choices = [(key, key) for key in keys]
        self.fields["key"].initial = keys
