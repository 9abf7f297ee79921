"""A form in a case file: knows which version of the incident was on the screen, and since when."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.casework.incidents.models import Incident
from holdfast.foundation.pages.fields import LongTextField
from holdfast.foundation.pages.forms import PageForm
from holdfast.kernel import clock


class CaseForm(PageForm):
    """A form on what hangs on `incident`. The moment of opening makes the same words on two days two sendings."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    opened_at = forms.FloatField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        self.incident = incident
        initial = {"seen_version": incident.record.version, "opened_at": clock.now().timestamp()}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class WhyForm(CaseForm):
    """A reason, for steps that need nothing else."""

    why = LongTextField(label="Why?", called="the reason", limit=480, rows=3)
