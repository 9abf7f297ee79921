"""Forms about sites and units."""

from __future__ import annotations

from typing import Any

from holdfast.foundation.organisation.forms.picking import SiteField, UnitField
from holdfast.foundation.organisation.models import Site, Trust, Unit
from holdfast.foundation.pages.day_fields import LondonDateField
from holdfast.foundation.pages.fields import ChoiceOfOne, OneLineField
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.widgets import Line


class ListFilter(PageForm):
    """What the lists of places and units are filtered by, beside the words that are searched for."""

    show = ChoiceOfOne(label="Show", required=False, small=True, choices=[("", "In use"), ("all", "Closed ones too")])


class SiteForm(PageForm):
    """A place of the trust's own."""

    name = OneLineField(label="What is the place called?", called="what the place is called", limit=150)
    address = OneLineField(label="Address", required=False, limit=250, help_text="Street and town.")
    postcode = OneLineField(label="Postcode", required=False, limit=10, widget=Line(width=10))
    telephone = OneLineField(label="Telephone", required=False, limit=40, widget=Line(width=20, inputmode="tel"))


class SiteNameForm(PageForm):
    """The name of a site that ODS knows: all that can be changed of it here."""

    name = OneLineField(label="What do you call this site?", called="what you call this site", limit=150)


class CloseSiteForm(PageForm):
    """When a place of the trust's own closes."""

    on = LondonDateField(label="What is its last day?", called="its last day", quick=True)
    why = OneLineField(label="Why does it close?", required=False, limit=250)


class UnitForm(PageForm):
    """The name and place of a unit."""

    name = OneLineField(label="What is it called?", called="what it is called", limit=150)
    site = SiteField(label="Where is it?", required=False, empty="At no one place")

    def __init__(self, *args: Any, trust: Trust, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].prepare(trust)


class NewUnitForm(UnitForm):
    """A unit and where in the tree it stands."""

    parent = UnitField(
        label="Which part of the organisation does it belong to?", required=False, empty="None: at the top"
    )
    field_order = ("name", "parent", "site")

    def __init__(self, *args: Any, trust: Trust, **kwargs: Any) -> None:
        super().__init__(*args, trust=trust, **kwargs)
        self.fields["parent"].prepare(trust)


class MoveUnitForm(PageForm):
    """Where a unit goes."""

    parent = UnitField(
        label="Which part of the organisation will it belong to?", required=False, empty="None: at the top"
    )
    why = OneLineField(label="Why does it move?", required=False, limit=250)

    def __init__(self, *args: Any, trust: Trust, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].prepare(trust, without=unit)


class CloseUnitForm(PageForm):
    """Why a unit closes."""

    why = OneLineField(label="Why does it close?", required=False, limit=250)


def site_values(site: Site) -> dict[str, str]:
    """What a SiteForm or SiteNameForm starts with."""
    return {name: getattr(site, name) for name in ("name", "address", "postcode", "telephone")}
