"""A form on an incident that notices when someone else was faster."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.casework.incidents.models import Incident
from holdfast.foundation.pages.forms import PageForm
from holdfast.kernel import clock


class IncidentForm(PageForm):
    """A form on an incident: remembers which version of it was on the screen, and since when."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    opened_at = forms.FloatField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        self.incident = incident
        initial = {"seen_version": incident.record.version, "opened_at": clock.now().timestamp()}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
