"""Picking a person, a unit or a place, without a script."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.foundation.organisation.models import Person, Site, Trust, Unit
from holdfast.foundation.organisation.queries.people import find_people, people_here
from holdfast.foundation.organisation.queries.sites import open_sites
from holdfast.foundation.organisation.queries.units import open_units, unit_paths
from holdfast.foundation.pages.fields import OneLineField
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.widgets import Radios, SearchableSelect

MOST = 20
"""So many people are offered at once; with more, a longer search is asked for."""


def person_in_words(person: Person) -> str:
    """A person so that two of the same name can be told apart."""
    facts = [person.job_title, person.unit.name if person.unit else "", person.employee_number]
    return ", ".join([str(person), *(fact for fact in facts if fact)])


class PersonSearchForm(PageForm):
    """The box above a picker: its page asks for itself again with `q`."""

    q = OneLineField(
        label="Find a person",
        help_text="Part of a name, an employee number or an e-mail address.",
        required=False,
        limit=100,
    )


class PickPersonForm(PageForm):
    """A form that asks for one of the people whom a search has found. Subclasses add what else they ask.

    `found` is what to offer, `more` whether the search fits others too. Anyone who works for the trust is accepted.
    """

    person = forms.ModelChoiceField(queryset=Person.objects.none(), widget=Radios(), label="Who?", empty_label=None)

    def __init__(self, *args: Any, trust: Trust, words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        matches = list(find_people(trust, words).select_related("unit")[: MOST + 1]) if words.strip() else []
        self.found, self.more = matches[:MOST], len(matches) > MOST
        field = self.fields["person"]
        field.queryset = people_here(trust)
        field.widget.choices = [(person.pk, person_in_words(person)) for person in self.found]
        field.error_messages["required"] = "Select a person"
        field.error_messages["invalid_choice"] = "Select one of the people shown"


class UnitField(forms.ModelChoiceField):
    """One of the trust's open units, shown with its path. `prepare(trust)` must be called by the form."""

    def __init__(self, *, called: str = "", empty: str = "", **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), widget=SearchableSelect(), empty_label=empty, **kwargs)
        self.called = called
        self._paths: dict[int, tuple[str, ...]] = {}

    def prepare(self, trust: Trust, without: Unit | None = None) -> None:
        """Offer the units of `trust`, save `without` and all below it."""
        units = open_units(trust).order_by("path")
        if without is not None:
            units = units.exclude(path__startswith=without.path)
        self._paths = unit_paths(trust)
        self.queryset = units
        choices = sorted(((unit.pk, self.label_from_instance(unit)) for unit in units), key=lambda c: c[1].casefold())
        self.widget.choices = [("", self.empty_label or ""), *choices]

    def label_from_instance(self, unit: Unit) -> str:
        """The path in words, without the root that all share."""
        return " › ".join(self._paths.get(unit.pk, (unit.name,)))


class SiteField(forms.ModelChoiceField):
    """One of the trust's open places. `prepare(trust)` must be called by the form."""

    def __init__(self, *, called: str = "", empty: str = "", **kwargs: Any) -> None:
        super().__init__(queryset=Site.objects.none(), widget=SearchableSelect(), empty_label=empty, **kwargs)
        self.called = called

    def prepare(self, trust: Trust) -> None:
        """Offer the open places of `trust`."""
        self.queryset = open_sites(trust)

    def label_from_instance(self, site: Site) -> str:
        """Name and code: a trust may have two clinics of the same name."""
        return f"{site.name} ({site.code})"
