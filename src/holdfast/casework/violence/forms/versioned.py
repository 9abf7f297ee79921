"""A form on a record that notices when someone else was faster."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.records.models import Record


class RecordForm(PageForm):
    """A form on a record: remembers which version of it was on the screen."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        self.record, self.trust = record, record.trust
        kwargs["initial"] = {"seen_version": record.version} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
