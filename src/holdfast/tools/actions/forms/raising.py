"""What is said of an action when it is raised or put right."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django import forms

from holdfast.foundation.organisation.models import Site, Trust, Unit
from holdfast.foundation.pages.day_fields import LondonDateField
from holdfast.foundation.pages.fields import (
    ChoiceOfMany,
    ChoiceOfOne,
    LongTextField,
    MoneyField,
    OneLineField,
    YesNoField,
)
from holdfast.foundation.pages.forms import PageForm
from holdfast.tools.actions.forms.owners import OwnerField, PlaceField
from holdfast.tools.actions.forms.versioned import VersionedForm
from holdfast.tools.actions.models import Action
from holdfast.tools.actions.rules.words import PRIORITIES, SOURCES

FIELDS_OF_FACTS = {"purpose": ("purpose",), "success": ("success",), "cost": ("cost",), "place": ("site", "unit")}
"""The fields behind each fact that a trust may ask for."""


class SaidForm(PageForm):
    """What an action says, beside its owner and its date."""

    title = OneLineField(label="What is to be done?", called="what is to be done", limit=200)
    priority = ChoiceOfOne(
        label="How urgent is it?", called="how urgent it is", choices=list(PRIORITIES.items()), inline=True, small=True
    )
    success = OneLineField(
        label="How will you see that it worked?", called="how you will see that it worked", limit=300, required=False
    )
    purpose = LongTextField(label="What is it for?", called="what it is for", limit=2000, rows=3, required=False)
    cost = MoneyField(label="What does it cost?", called="the cost", required=False, help_text="In pounds, roughly")
    source = ChoiceOfMany(label="What did it come out of?", called="what it came out of", choices=list(SOURCES.items()))
    verification = YesNoField(
        label="Is somebody else to verify that it was done?", called="whether it is verified", required=False,
        help_text="Your trust’s policy may ask for it anyway.",
    )  # fmt: skip
    site = PlaceField(label="Which site does it concern?", called="the site", required=False)
    unit = PlaceField(label="Which team does it concern?", called="the team", required=False)

    def offer(self, trust: Trust, needs: Collection[str], *, by_source: bool = False) -> None:
        """Offer the places of `trust`, and put what the trust needs of every action (`needs`) among the first.

        `by_source`: what an action came out of decides who verifies it, so that it is asked at once.
        """
        self.fields["site"].look_for(Site, trust)
        self.fields["unit"].look_for(Unit, trust)
        self.needed = [name for fact, names in FIELDS_OF_FACTS.items() if fact in needs for name in names]
        if by_source:
            self.needed.insert(0, "source")

    @property
    def first_fields(self) -> list[Any]:
        """What is asked at once."""
        names = ("title", "owner", "due", "priority", *self.needed)
        return [self[name] for name in names if name in self.fields]

    @property
    def more_fields(self) -> list[Any]:
        """What may be added."""
        shown = {field.name for field in self.first_fields}
        return [field for field in self.visible_fields() if field.name not in shown]

    @property
    def more_open(self) -> bool:
        """True when something is wrong with what may be added, so that it must be seen."""
        return any(field.errors for field in self.more_fields)

    def said(self) -> dict[str, Any]:
        """What was said, as the operations take it."""
        told = self.cleaned_data
        cost = told["cost"]
        return {
            **{name: told[name] for name in ("title", "priority", "success", "purpose", "source", "site", "unit")},
            "verification": bool(told["verification"]),
            "cost_pence": None if cost is None else round(cost * 100),
        }


class RaiseForm(SaidForm):
    """A new action: three answers are enough."""

    submission_key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    owner = OwnerField(label="Who is to do it?", called="who is to do it")
    due = LondonDateField(label="By when?", called="the date")

    field_order = ["title", "owner", "due", "priority"]

    def __init__(
        self, *args: Any, trust: Trust, needs: Collection[str], by_source: bool = False, **kwargs: Any
    ) -> None:
        first = {"submission_key": uuid.uuid4().hex, "priority": "medium"} | ({} if by_source else {"source": "other"})
        kwargs["initial"] = first | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["owner"].look_among(trust)
        self.offer(trust, needs, by_source=by_source)


class ChangeForm(VersionedForm, SaidForm):
    """What an action says, put right."""

    def __init__(
        self, *args: Any, thing: Action, needs: Collection[str], by_source: bool = False, **kwargs: Any
    ) -> None:
        first = {
            **{name: getattr(thing, name) for name in ("title", "priority", "success", "purpose", "source")},
            "cost": None if thing.cost_pence is None else Decimal(thing.cost_pence) / 100,
            "site": thing.site_id,
            "unit": thing.unit_id,
            "verification": "yes" if thing.verification else None,
        }
        kwargs["initial"] = first | (kwargs.get("initial") or {})
        super().__init__(*args, thing=thing, **kwargs)
        self.offer(thing.trust, needs, by_source=by_source)
