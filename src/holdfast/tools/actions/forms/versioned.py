"""A form on an action or a plan that notices when someone else was faster."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.foundation.pages.forms import PageForm
from holdfast.tools.actions.models import Action, Plan


class VersionedForm(PageForm):
    """Remembers which version of the thing was on the screen."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, thing: Action | Plan, **kwargs: Any) -> None:
        self.thing = thing
        kwargs["initial"] = {"seen_version": thing.record.version} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
