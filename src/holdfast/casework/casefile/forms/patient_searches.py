"""The form for whoever looked into a patient's purse, wallet or bag."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.casework.casefile.operations.patient_searches import PatientSearchFacts
from holdfast.casework.casefile.rules.patient_searches import PERMISSIONS
from holdfast.foundation.organisation.models import Person, Trust
from holdfast.foundation.organisation.queries.people import find_people
from holdfast.foundation.pages.day_fields import LondonDateTimeField
from holdfast.foundation.pages.fields import ChoiceOfOne, LongTextField, OneLineField
from holdfast.foundation.pages.forms import PageForm


class PatientSearchForm(PageForm):
    """What was looked into and why, with what permission, who was there, and who countersigns."""

    looked_in = OneLineField(label="What did you look into?", called="what you looked into", limit=120)
    why = LongTextField(label="Why was it needed?", called="why it was needed", limit=480, rows=2)
    at = LondonDateTimeField(label="When?", called="the time", past=True, quick=True)
    where = OneLineField(label="Where?", called="where it was", limit=200)
    patient_number = OneLineField(
        label="Number of the patient’s record", called="the number", limit=40, help_text="Not their name."
    )
    permission = ChoiceOfOne(
        label="Did the patient give permission?",
        called="whether they gave permission",
        choices=list(PERMISSIONS.items()),
    )
    explained = forms.BooleanField(label="I told them why and talked them through it", required=False)
    present = OneLineField(
        label="Who else was there?", called="who was there", limit=160, required=False,
        help_text="A colleague or a police officer, where it could be done.",
    )  # fmt: skip
    nobody_present_why = OneLineField(label="If nobody was, why?", limit=300, required=False)
    found = LongTextField(label="What did you find or take?", limit=480, rows=2, required=False)
    colleague = OneLineField(
        label="Which colleague countersigns this?", called="the colleague", limit=160, required=False,
        help_text="Full name. They are asked in Holdfast.",
    )  # fmt: skip
    nobody_signs_why = OneLineField(label="If nobody can, why?", limit=300, required=False)

    reveals = {"permission": {"given": ["explained"]}}

    def __init__(self, *args: Any, trust: Trust, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trust = trust
        self.person: Person | None = None

    def clean_colleague(self) -> str:
        """The name, when it is exactly one colleague's."""
        name = " ".join(self.cleaned_data["colleague"].split())
        if name:
            people = [who for who in find_people(self.trust, name)[:9] if str(who).casefold() == name.casefold()]
            if len(people) != 1:
                raise forms.ValidationError(
                    "Nobody, or more than one, goes by this name here. Write it as on the badge"
                )
            self.person = people[0]
        return name

    def facts(self) -> PatientSearchFacts:
        """What the operation takes."""
        told = self.cleaned_data
        same = (
            *("at", "where", "patient_number", "looked_in", "why", "permission", "present", "nobody_present_why"),
            *("found", "nobody_signs_why"),
        )
        facts: dict[str, Any] = {name: told[name] for name in same}
        return PatientSearchFacts(**facts, explained=bool(told["explained"]), colleague=self.person)
