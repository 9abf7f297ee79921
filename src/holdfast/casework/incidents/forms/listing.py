"""The filters of the list, read from its address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse

from holdfast.casework.incidents.queries.listing import ORDERS, Chosen
from holdfast.casework.incidents.rules.stages import STAGES
from holdfast.casework.incidents.rules.taxonomy import SEVERITIES, TYPES
from holdfast.foundation.organisation.models import Site, Trust, Unit
from holdfast.foundation.organisation.queries.sites import find_sites
from holdfast.foundation.pages.fields import ChoiceOfMany, OneLineField, SeveralChoices
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.lookups import MOST, Found, LookupField
from holdfast.foundation.pages.widgets import Line

YES_NO = [("", "Any"), ("yes", "Yes"), ("no", "No")]


def found_sites(trust: Trust, words: str) -> Sequence[Found]:
    """The trust's sites that `words` fit, closed ones too: something may have happened there before."""
    rows = find_sites(trust, words, closed=True).order_by("name", "code")
    return [Found(str(site.pk), site.name, f"{site.code} {site.postcode}".strip(), site) for site in rows[: MOST + 1]]


def found_units(trust: Trust, words: str) -> Sequence[Found]:
    """The trust's units that hold every one of `words` in their name, closed ones too, each with the one above it."""
    rows = Unit.objects.filter(trust=trust).select_related("parent")
    for word in words.split()[:6]:
        rows = rows.filter(name__icontains=word)
    return [
        Found(str(unit.pk), unit.name, unit.parent.name if unit.parent else "", unit)
        for unit in rows.order_by("name", "pk")[: MOST + 1]
    ]


class FilterForm(PageForm):
    """What to show. Days are native date boxes: a filter is not worth three boxes each."""

    text = OneLineField(
        label="Search", limit=200, required=False, widget=Line({"type": "search"}),
        help_text="Words, names, places, numbers or a reference",
    )  # fmt: skip
    stage = SeveralChoices(label="Stage", choices=list(STAGES.items()), required=False, small=True)
    type = ChoiceOfMany(
        label="Kind", empty="Any", choices=[(key, kind.title) for key, kind in TYPES.items()], required=False
    )
    severity = SeveralChoices(label="Severity", choices=list(SEVERITIES.items()), required=False, small=True)
    site = LookupField(label="Site", called="the site", required=False)
    unit = LookupField(label="Unit and all below it", called="the unit", required=False)
    crime = ChoiceOfMany(label="Crime", choices=YES_NO[1:], empty="Any", required=False)
    near_miss = ChoiceOfMany(label="Near miss", choices=YES_NO[1:], empty="Any", required=False)
    since = forms.DateField(label="Reported from", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="Reported until", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any, *, trust: Trust) -> None:
        super().__init__(data)
        for name, find, model in (("site", found_sites, Site), ("unit", found_units, Unit)):
            self.fields[name].look_in(
                find=lambda words, find=find: find(trust, words),
                get=lambda key, model=model: _by_key(model, trust, key),
                source=reverse(f"incidents:find-{name}"),
            )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        since, until = told.get("since"), told.get("until")
        if since and until and until < since:
            self.add_error("until", "This is before “Reported from”, so it is not used. Enter a later day")
        return told

    def chosen(self) -> Chosen:
        """What was chosen. What makes no sense is left out: an address that was typed wrong still shows a list."""
        self.is_valid()
        told = self.cleaned_data
        yes_no = {"yes": True, "no": False}
        return Chosen(
            text=told.get("text") or "",
            stages=told.get("stage") or (),
            types=[told["type"]] if told.get("type") else (),
            severities=told.get("severity") or (),
            site=told["site"].pk if told.get("site") else None,
            unit=told["unit"].pk if told.get("unit") else None,
            crime=yes_no.get(told.get("crime") or ""),
            near_miss=yes_no.get(told.get("near_miss") or ""),
            since=told.get("since"),
            until=told.get("until"),
            order=self.data.get("sort", "newest") if self.data.get("sort") in ORDERS else "newest",
        )


def _by_key(model: Any, trust: Trust, key: str) -> Found | None:
    row = model.objects.filter(trust=trust, pk=key).first() if key.isdecimal() and len(key) < 19 else None
    return Found(str(row.pk), row.name, "", row) if row else None
