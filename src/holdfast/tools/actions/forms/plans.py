"""Forms of plans."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from holdfast.foundation.organisation.models import Site, Trust, Unit
from holdfast.foundation.pages.fields import ChoiceOfMany, LongTextField, OneLineField
from holdfast.foundation.pages.forms import PageForm
from holdfast.tools.actions.forms.owners import OwnerField, PlaceField
from holdfast.tools.actions.forms.versioned import VersionedForm
from holdfast.tools.actions.rules.words import PERIODS, SOURCES


class PlanForm(PageForm):
    """A new plan."""

    submission_key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    title = OneLineField(label="What is the plan called?", called="what the plan is called", limit=200)
    keeper = OwnerField(label="Who keeps it up to date?", called="who keeps it up to date")
    source = ChoiceOfMany(label="What did it come out of?", called="what it came out of", choices=list(SOURCES.items()))
    period = ChoiceOfMany(
        label="How often is it brought up to date?", called="how often", required=False, empty="No set time",
        choices=[(key, words.capitalize()) for key, words in PERIODS.items()],
    )  # fmt: skip
    site = PlaceField(label="Which site is it for?", called="the site", required=False)
    unit = PlaceField(label="Which team is it for?", called="the team", required=False)
    purpose = LongTextField(label="What is it for?", called="what it is for", limit=2000, rows=3, required=False)

    def __init__(self, *args: Any, trust: Trust, **kwargs: Any) -> None:
        kwargs["initial"] = {"submission_key": uuid.uuid4().hex} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["keeper"].look_among(trust)
        self.fields["site"].look_for(Site, trust)
        self.fields["unit"].look_for(Unit, trust)


class UpdateForm(VersionedForm):
    """How a plan stands."""

    words = LongTextField(
        label="How does the plan stand?", called="how the plan stands", limit=4000, rows=5,
        help_text="Say what was done, what is late and why. The figures are kept beside your words.",
    )  # fmt: skip


class ClosePlanForm(VersionedForm):
    """What came of a plan."""

    why = LongTextField(label="What came of the plan?", called="what came of the plan", limit=2000, rows=3)
