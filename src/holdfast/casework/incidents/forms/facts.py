"""Adding facts to a report, or putting them right, by those who deal with it."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.casework.incidents.forms.versioned import IncidentForm
from holdfast.casework.incidents.models import Incident, Item, Victim
from holdfast.casework.incidents.models.people import STANDINGS
from holdfast.casework.incidents.rules.report import CHARACTERS_AT_MOST
from holdfast.casework.incidents.rules.report_words import FACT_WORDS, PART_WORDS
from holdfast.casework.incidents.rules.taxonomy import PLACES, TOLD
from holdfast.foundation.organisation.models import Site
from holdfast.foundation.organisation.queries.sites import open_sites
from holdfast.foundation.pages.day_fields import LondonDateField, LondonDateTimeField
from holdfast.foundation.pages.fields import (
    ChoiceOfMany,
    ChoiceOfOne,
    LongTextField,
    MoneyField,
    OneLineField,
    YesNoField,
)
from holdfast.foundation.pages.widgets import Radios, SearchableSelect

NOT_FACTS = ("seen_version", "opened_at")


def _yes_no(name: str) -> YesNoField:
    return YesNoField(
        label=FACT_WORDS[name], required=False, unsure="Not known", widget=Radios(small=True, inline=True)
    )


class FactsForm(IncidentForm):
    """The facts of the incident itself, as they are known now."""

    place = ChoiceOfOne(label="Kind of place", called="the kind of place", choices=list(PLACES.items()), small=True)
    site: Any = forms.ModelChoiceField(None, label="Site", required=False, empty_label="", widget=SearchableSelect())
    exact_place = OneLineField(label="Exact place", limit=300, required=False)
    address = OneLineField(label="Address", limit=300, required=False)
    postcode = OneLineField(label="Postcode", limit=10, required=False)
    vehicle = OneLineField(label="Vehicle", limit=60, required=False)
    happened_at = LondonDateTimeField(label="When it happened", called="when it happened", past=True, required=False)
    found_at = LondonDateTimeField(label="When it was found", called="when it was found", past=True, required=False)
    shift_ends_at = LondonDateTimeField(label="End of the shift", called="the end of the shift", required=False)
    description = LongTextField(
        label="What happened", called="what happened", limit=CHARACTERS_AT_MOST, rows=6,
        help_text="What the reporter wrote first is kept. To add to it, write a new paragraph.",
    )  # fmt: skip
    done_at_once = LongTextField(label="What was done at once", limit=CHARACTERS_AT_MOST, rows=3, required=False)
    weapon = OneLineField(label="Weapon", limit=200, required=False)
    alcohol_factor = _yes_no("alcohol_factor")
    drugs_factor = _yes_no("drugs_factor")
    alone = _yes_no("alone")
    cad_number = OneLineField(label="Our incident (CAD) number", limit=40, required=False)
    call_sign = OneLineField(label="Call sign", limit=30, required=False)
    crew = OneLineField(label="Crew", limit=300, required=False)
    control_room_told = ChoiceOfOne(label="Control room told", choices=list(TOLD.items()), required=False, small=True)
    control_room_told_at = LondonDateTimeField(label="When the control room was told", past=True, required=False)
    manager_told = OneLineField(label="Manager told", limit=160, required=False)
    manager_told_at = LondonDateTimeField(label="When the manager was told", past=True, required=False)
    police_told = ChoiceOfOne(label="Police told", choices=list(TOLD.items()), required=False, small=True)
    police_not_told_reason = OneLineField(label="Why the police were not told", limit=300, required=False)
    words = LongTextField(
        label="A note on what you changed", called="the note", limit=2000, rows=2, required=False,
        help_text="For example how you know.",
    )  # fmt: skip

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        begun = {name: getattr(incident, name) for name in self.base_fields if name not in (*NOT_FACTS, "words")}
        kwargs["initial"] = begun | (kwargs.get("initial") or {})
        super().__init__(*args, incident=incident, **kwargs)
        known = Site.objects.filter(pk=incident.site_id) if incident.site_id else Site.objects.none()
        self.fields["site"].queryset = (open_sites(incident.trust) | known).distinct()
        self.fields["site"].label_from_instance = lambda site: f"{site.name} ({site.code})"

    def changes(self) -> dict[str, Any]:
        """The facts that are other than they were, by name."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in (*NOT_FACTS, "words")}
        return {name: value for name, value in told.items() if getattr(self.incident, name) != value}


class PartForm(IncidentForm):
    """Someone or something in a report; `part` is its name in rules.report_words.PART_WORDS."""

    part = ""

    def __init__(self, *args: Any, incident: Incident, row: Any = None, **kwargs: Any) -> None:
        self.row = row
        if row is not None:
            begun = {name: getattr(row, name, None) for name in self.base_fields if name not in NOT_FACTS}
            kwargs["initial"] = begun | (kwargs.get("initial") or {})
        super().__init__(*args, incident=incident, **kwargs)
        for name, field in self.fields.items():
            field.label = PART_WORDS[self.part].get(name, field.label)

    def facts(self) -> dict[str, Any]:
        """What was told, by field."""
        return {name: value for name, value in self.cleaned_data.items() if name not in NOT_FACTS}

    def changes(self) -> dict[str, Any]:
        """What is other than it was."""
        return {name: value for name, value in self.facts().items() if getattr(self.row, name) != value}

    def clean(self) -> dict[str, Any]:
        """Somebody of whom nothing is told is nobody."""
        answers = super().clean() or {}
        told = {name: value for name, value in answers.items() if name not in (*NOT_FACTS, "standing", "fate", "owner")}
        if not self.errors and not any(value not in (None, "") for value in told.values()):
            self.add_error(None, "Fill in at least one of these")
        return answers


class VictimForm(PartForm):
    """Someone who was hurt, abused or threatened, or who lost something."""

    part = "victim"
    name = OneLineField(limit=160, required=False)
    standing = ChoiceOfMany(choices=list(STANDINGS.items()), called="who they are")
    job = OneLineField(limit=150, required=False)
    injury = ChoiceOfOne(choices=list(Victim.INJURIES.items()), required=False, small=True)
    injury_details = LongTextField(limit=5000, rows=3, required=False)
    examined_at = LondonDateTimeField(called="when they were seen", past=True, required=False)
    examined_where = OneLineField(limit=160, required=False)
    not_examined_reason = OneLineField(limit=300, required=False)
    wants_police = ChoiceOfOne(
        choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure yet")], required=False, small=True
    )
    wants_contact = OneLineField(limit=200, required=False)

    def __init__(self, *args: Any, incident: Incident, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, incident=incident, row=row, **kwargs)
        if row is not None:
            del self.fields["wants_police"]  # said anew on the pages about them, never put right


class SubjectForm(PartForm):
    """Someone who did it."""

    part = "subject"
    standing = ChoiceOfMany(choices=list(STANDINGS.items()), called="who they are")
    name = OneLineField(limit=160, required=False)
    born = LondonDateField(called="the date of birth", past=True, birthday=True, required=False)
    address = OneLineField(limit=300, required=False)
    appearance = LongTextField(limit=2000, rows=3, required=False)
    relation = OneLineField(limit=160, required=False)


class WitnessForm(PartForm):
    """Someone who saw it."""

    part = "witness"
    name = OneLineField(limit=160, called="the name")
    standing = ChoiceOfMany(choices=list(STANDINGS.items()), called="who they are")
    contact = OneLineField(limit=200, required=False)


class ItemForm(PartForm):
    """A thing that was stolen, lost or damaged."""

    part = "item"
    description = OneLineField(limit=300, called="what it is")
    fate = ChoiceOfOne(choices=list(Item.FATES.items()), called="what happened to it", small=True)
    owner = ChoiceOfOne(choices=list(Item.OWNERS.items()), called="whose it is", small=True)
    owner_name = OneLineField(limit=160, required=False)
    asset_number = OneLineField(limit=60, required=False)
    value = MoneyField(called="the value", highest=99_999_999, required=False)
    recovered = MoneyField(called="the value", highest=99_999_999, required=False)


FORMS: dict[str, type[PartForm]] = {
    "victim": VictimForm,
    "subject": SubjectForm,
    "witness": WitnessForm,
    "item": ItemForm,
}
"""The form of each part of a report that can be added or put right."""
