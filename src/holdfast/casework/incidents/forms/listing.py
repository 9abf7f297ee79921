"""The filters of the list, read from its address."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.casework.incidents.queries.listing import ORDERS, Chosen
from holdfast.casework.incidents.rules.stages import STAGES
from holdfast.casework.incidents.rules.taxonomy import SEVERITIES, TYPES
from holdfast.foundation.organisation.models import Site, Trust, Unit
from holdfast.foundation.pages.fields import ChoiceOfMany, OneLineField, SeveralChoices
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.widgets import SearchableSelect

YES_NO = [("", "Any"), ("yes", "Yes"), ("no", "No")]


class FilterForm(PageForm):
    """What to show. Days are native date boxes: a filter is not worth three boxes each."""

    text = OneLineField(label="Words, names, places or a reference", limit=200, required=False)
    stage = SeveralChoices(label="Stage", choices=list(STAGES.items()), required=False, small=True)
    type = SeveralChoices(
        label="Kind", choices=[(key, kind.title) for key, kind in TYPES.items()], required=False, small=True
    )
    severity = SeveralChoices(label="Severity", choices=list(SEVERITIES.items()), required=False, small=True)
    site = forms.ModelChoiceField(None, label="Site", required=False, empty_label="Any", widget=SearchableSelect())
    unit = forms.ModelChoiceField(
        None, label="Unit and those below it", required=False, empty_label="Any", widget=SearchableSelect()
    )
    crime = ChoiceOfMany(label="Crime", choices=YES_NO, required=False)
    near_miss = ChoiceOfMany(label="Near miss", choices=YES_NO, required=False)
    since = forms.DateField(label="Reported from", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="Reported until", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any, *, trust: Trust) -> None:
        super().__init__(data)
        self.fields["site"].queryset = Site.objects.filter(trust=trust)
        self.fields["unit"].queryset = Unit.objects.filter(trust=trust)

    def chosen(self) -> Chosen:
        """What was chosen. A value that makes no sense is left out: an address that was typed wrong still shows a list."""
        self.is_valid()
        told = self.cleaned_data
        yes_no = {"yes": True, "no": False}
        return Chosen(
            text=told.get("text") or "",
            stages=told.get("stage") or (),
            types=told.get("type") or (),
            severities=told.get("severity") or (),
            site=told["site"].pk if told.get("site") else None,
            unit=told["unit"].pk if told.get("unit") else None,
            crime=yes_no.get(told.get("crime") or ""),
            near_miss=yes_no.get(told.get("near_miss") or ""),
            since=told.get("since"),
            until=told.get("until"),
            order=self.data.get("sort", "newest") if self.data.get("sort") in ORDERS else "newest",
        )
