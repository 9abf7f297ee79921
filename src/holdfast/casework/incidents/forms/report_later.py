"""What a reporter can tell after the report (an answer, facts, files), and how someone without an account returns."""

from __future__ import annotations

from django import forms
from django.conf import settings

from holdfast.casework.incidents.rules.report import CHARACTERS_AT_MOST
from holdfast.foundation.pages.fields import LongTextField, OneLineField, SeveralFilesField
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.widgets import Line, Paragraphs


class AnswerForm(PageForm):
    """A word to those who deal with the report."""

    words = LongTextField(label="Your message", called="your message", limit=10_000, widget=Paragraphs(rows=3))


class MoreForm(PageForm):
    """More facts, or facts put right."""

    more = LongTextField(
        label="What do you want to add or put right?",
        called="what you want to add",
        limit=CHARACTERS_AT_MOST,
        required=False,
        widget=Paragraphs(rows=4),
        help_text="What you told before stays as it was. This is added to it, with the time",
    )
    police_log = OneLineField(
        label="Police log number", called="the police log number", limit=60, required=False, widget=Line(width=20)
    )
    police_crime = OneLineField(
        label="Crime number", called="the crime number", limit=60, required=False, widget=Line(width=20)
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(name) for name in ("more", "police_log", "police_crime")):
            self.add_error("more", "Enter what you want to add")
        return cleaned


class FilesForm(PageForm):
    """Photos and files."""

    photos = SeveralFilesField(
        label="Photos or files",
        called="a photo or file",
        most=10,
        largest=settings.EVIDENCE_MAX_BYTES,
        help_text="For example, photos of damage or an injury, a screenshot, a letter",
    )
    injury = forms.BooleanField(
        label="They show an injury, or something else that is private",
        required=False,
        help_text="Then only those who deal with the incident can open them",
    )


class FollowForm(PageForm):
    """Reference and passphrase, as on the receipt."""

    reference = OneLineField(
        label="Your reference",
        called="your reference",
        limit=40,
        widget=Line(width=20, spellcheck=False),
        help_text="For example, INC-2026-00042",
    )
    passphrase = OneLineField(
        label="Your passphrase",
        called="your passphrase",
        limit=200,
        widget=Line(spellcheck=False, autocomplete="off"),
        help_text="The five words on your receipt",
    )
