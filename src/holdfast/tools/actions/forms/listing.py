"""The filters of the list, read from its address."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.foundation.organisation.models import Site, Trust, Unit
from holdfast.foundation.pages.fields import ChoiceOfMany, OneLineField, SeveralChoices
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.widgets import Line
from holdfast.tools.actions.forms.owners import OwnerField, PlaceField
from holdfast.tools.actions.queries.listing import FILTER_STATES, ORDERS, Chosen
from holdfast.tools.actions.rules.words import PRIORITIES, SOURCES


class FilterForm(PageForm):
    """What to show. Days are native date boxes: a filter is not worth three boxes each."""

    text = OneLineField(
        label="Search", limit=200, required=False, widget=Line({"type": "search"}),
        help_text="Words, or a reference of an action, a plan or what it was raised on",
    )  # fmt: skip
    state = SeveralChoices(
        label="State", choices=list(FILTER_STATES.items()), required=False, small=True,
        help_text="None ticked: what is not finished",
    )  # fmt: skip
    priority = SeveralChoices(label="Priority", choices=list(PRIORITIES.items()), required=False, small=True)
    owner = OwnerField(label="Whose", called="whose", required=False)
    source = ChoiceOfMany(label="Came out of", choices=list(SOURCES.items()), empty="Anything", required=False)
    site = PlaceField(label="Site", called="the site", required=False)
    unit = PlaceField(label="Team and all below it", called="the team", required=False)
    since = forms.DateField(label="Due from", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="Due until", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any, *, trust: Trust) -> None:
        super().__init__(data)
        self.fields["owner"].look_among(trust)
        self.fields["site"].look_for(Site, trust)
        self.fields["unit"].look_for(Unit, trust)

    def chosen(self) -> Chosen:
        """What was chosen. What makes no sense is left out: an address that was typed wrong still shows a list."""
        self.is_valid()
        told = self.cleaned_data
        return Chosen(
            text=told.get("text") or "",
            states=told.get("state") or (),
            priorities=told.get("priority") or (),
            sources=[told["source"]] if told.get("source") else (),
            owner=told.get("owner"),
            site=told["site"].pk if told.get("site") else None,
            unit=told["unit"].pk if told.get("unit") else None,
            since=told.get("since"),
            until=told.get("until"),
            order=self.data.get("sort", "due") if self.data.get("sort") in ORDERS else "due",
        )
