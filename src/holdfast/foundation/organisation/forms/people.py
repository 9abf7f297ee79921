"""Forms about people and their accounts."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.foundation.organisation.forms.picking import PickPersonForm, UnitField
from holdfast.foundation.organisation.models import Person, Trust
from holdfast.foundation.organisation.operations.people import FIELDS
from holdfast.foundation.pages.day_fields import LondonDateField
from holdfast.foundation.pages.fields import ChoiceOfOne, OneLineField
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.widgets import Line


class PeopleFilter(PageForm):
    """What the list of people is filtered by, beside the words that are searched for."""

    show = ChoiceOfOne(
        label="Show",
        required=False,
        small=True,
        choices=[
            ("", "People who work here"),
            ("no-account", "Without an account"),
            ("leaving", "With a leaving date to come"),
            ("left", "People who have left"),
        ],
    )


class PersonForm(PageForm):
    """A person, by hand."""

    given_name = OneLineField(label="First name", limit=80)
    family_name = OneLineField(label="Last name", limit=80)
    employee_number = OneLineField(
        label="Employee number",
        required=False,
        limit=40,
        help_text="With it, the next staff import finds this person again.",
        widget=Line(width=20),
    )
    email = forms.EmailField(label="E-mail address", required=False, widget=Line(inputmode="email"), max_length=254)
    phone = OneLineField(label="Telephone", required=False, limit=40, widget=Line(width=20, inputmode="tel"))
    job_title = OneLineField(label="Job title", required=False, limit=150)
    unit = UnitField(label="Part of the organisation", required=False, empty="Not known")
    started = LondonDateField(label="Start date", called="the start date", required=False)

    def __init__(self, *args: Any, trust: Trust, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].prepare(trust)


class SupervisorForm(PickPersonForm):
    """Whom a person answers to."""


class LeavingForm(PageForm):
    """A person's last day."""

    last_day = LondonDateField(
        label="What is their last day at work?",
        called="the last day",
        required=False,
        quick=True,
        help_text="After it, their account closes and their posts end. Leave it empty if they are staying or are back.",
    )


class SignInAddressForm(PageForm):
    """The e-mail address with which someone signs in."""

    email = forms.EmailField(
        label="Which e-mail address will they sign in with?", widget=Line(inputmode="email"), max_length=254
    )


def person_values(person: Person) -> dict[str, Any]:
    """What a PersonForm starts with."""
    return {name: getattr(person, name) for name in FIELDS if name != "supervisor"}
