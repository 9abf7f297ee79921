"""A form that can be told from the same one sent before."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.foundation.pages.forms import PageForm
from holdfast.kernel import clock


class SentForm(PageForm):
    """A form that is taken in once: when it was opened tells two like ones from one that was sent twice."""

    opened_at = forms.FloatField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"opened_at": clock.now().timestamp()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def told(self) -> dict[str, Any]:
        """The answers, by field, without what only serves the sending."""
        return {name: value for name, value in self.cleaned_data.items() if name != "opened_at"}
