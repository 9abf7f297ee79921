"""The forms by which a trust has its own word over its pack's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from holdfast.foundation.pages.fields import ChoiceOfMany, OneLineField
from holdfast.foundation.pages.forms import PageForm
from holdfast.oversight.assurance.forms.duties import DurationForm

LABELS = {
    "words": ("What is it called?", "what it is called"),
    "title": ("What is the post called?", "what the post is called"),
    "role": ("What may it do?", "what it may do"),
    "reports_to": ("Whom does it answer to?", "whom it answers to"),
    "owner": ("Who owns this duty?", "who owns this duty"),
}


def own_form(data: Any = None, *, name: str, choices: Iterable[tuple[str, str]] = (), initial: Any = None) -> PageForm:
    """The form for one value (`name`, a key of LABELS) and who decided it. Without `choices` words are typed."""
    label, called = LABELS[name]
    offered = list(choices)
    value: forms.Field = (
        ChoiceOfMany(label=label, called=called, choices=offered, required=name != "reports_to", empty="Nobody")
        if offered
        else OneLineField(label=label, called=called, limit=150 if name == "title" else 250)
    )
    form_class: type[PageForm] = type("OwnForm", (PageForm,), {"value": value, "why": DurationForm.base_fields["why"]})
    return form_class(data, initial=initial)
