"""The questions of the report form that are asked of each person and each thing: as many as there are."""

from __future__ import annotations

from typing import Any, cast

from django.forms import BaseFormSet, formset_factory

from holdfast.casework.incidents.models import Item, Victim
from holdfast.casework.incidents.models.people import STANDINGS
from holdfast.casework.incidents.rules.answers import ItemFacts, SubjectFacts, VictimFacts, WitnessFacts
from holdfast.foundation.pages.day_fields import LondonDateField, LondonDateTimeField
from holdfast.foundation.pages.fields import ChoiceOfOne, LongTextField, MoneyField, OneLineField, SeveralChoices
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.widgets import Line, Paragraphs

MOST = 30
"""More people or things than this in one report are told in the description."""

AFFECTED = {
    "me": "Me",
    "staff": "A colleague",
    "patient": "A patient",
    "relative": "A relative or friend of a patient",
    "visitor": "A visitor",
    "contractor": "A contractor or agency worker",
    "public": "A member of the public",
}
DOING = {key: words for key, words in STANDINGS.items() if key != "staff"}


class VictimForm(PageForm):
    """Someone who was hurt, abused or threatened."""

    who = ChoiceOfOne(
        label="Who was hurt, abused or threatened?", called="who it was", choices=list(AFFECTED.items()), small=True
    )
    name = OneLineField(label="Their name, if you know it", called="their name", limit=160, required=False)
    job = OneLineField(label="Their job or team, if you know it", called="their job", limit=150, required=False)
    injury = ChoiceOfOne(
        label="Any injury?",
        called="whether there is an injury",
        choices=list(Victim.INJURIES.items()),
        required=False,
        small=True,
    )
    injury_details = LongTextField(
        label="What is the injury?", called="the injury", limit=4000, required=False, widget=Paragraphs(rows=2)
    )
    examined = ChoiceOfOne(
        label="Seen by a doctor or emergency department?",
        called="whether a doctor has seen them",
        required=False,
        choices=[("yes", "Yes"), ("no", "No, not yet")],
        inline=True,
    )
    examined_at = LondonDateTimeField(
        label="When?", called="when they were seen", past=True, quick=True, required=False
    )
    examined_where = OneLineField(label="Where?", called="where they were seen", limit=160, required=False)
    not_examined_reason = OneLineField(
        label="Why not?",
        called="why not",
        limit=300,
        required=False,
        help_text="For example, no need, or going after the shift",
    )
    wants_police = ChoiceOfOne(
        label="Does the person affected want the police to act?",
        called="whether they want the police to act",
        required=False,
        choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure yet")],
        inline=True,
    )
    wants_contact = OneLineField(
        label="How and when may we call to offer support?", called="how and when we may call", limit=200, required=False
    )

    reveals = {"examined": {"yes": ["examined_at", "examined_where"], "no": ["not_examined_reason"]}}

    def facts(self) -> VictimFacts:
        """What was told of this person."""
        told = dict(self.cleaned_data)
        me = told["who"] == "me"
        # The page hides what these two answers make needless; what was typed before must not slip through.
        told |= {"name": "", "job": ""} if me else {}
        if told["injury"] in ("", "none"):
            told |= {"injury_details": "", "examined_at": None, "examined_where": "", "not_examined_reason": ""}
        return VictimFacts(
            is_reporter=me,
            standing="staff" if me else told["who"],
            name=told["name"],
            job=told["job"],
            injury=told["injury"],
            injury_details=told["injury_details"],
            examined_at=told["examined_at"],
            examined_where=told["examined_where"],
            not_examined_reason=told["not_examined_reason"],
            wants_police=told["wants_police"],
            wants_contact=told["wants_contact"],
        )


class SubjectForm(PageForm):
    """Someone who did it, as far as is known."""

    standing = ChoiceOfOne(label="Who did it?", called="who did it", choices=list(DOING.items()), small=True)
    name = OneLineField(label="Their name, if you know it", called="their name", limit=160, required=False)
    appearance = LongTextField(
        label="What did they look like?",
        called="what they looked like",
        limit=2000,
        required=False,
        widget=Paragraphs(rows=2),
        help_text="Age, height, build, hair, clothes, voice: anything you remember",
    )
    more = SeveralChoices(
        label="Do you know more about them?",
        called="whether you know more",
        required=False,
        small=True,
        choices=[("yes", "I know where they live, their age, or who they are to the patient")],
    )
    relation = OneLineField(
        label="Who are they to the patient or the person hurt?",
        called="who they are to the patient",
        limit=160,
        required=False,
        help_text="For example, husband, neighbour, stranger",
    )
    address = OneLineField(label="Where do they live?", called="their address", limit=300, required=False)
    born = LondonDateField(
        label="Date of birth", called="their date of birth", past=True, required=False, birthday=True
    )

    reveals = {"more": {"yes": ["relation", "address", "born"]}}

    def facts(self) -> SubjectFacts:
        """What was told of this person."""
        return SubjectFacts(**{name: self.cleaned_data[name] for name in self.fields if name != "more"})


class WitnessForm(PageForm):
    """Someone who saw it."""

    name = OneLineField(label="Name of someone who saw it", called="the name of the witness", limit=160)
    contact = OneLineField(label="How can we reach them?", called="how to reach the witness", limit=200, required=False)

    def facts(self) -> WitnessFacts:
        """What was told of this person."""
        return WitnessFacts(name=self.cleaned_data["name"], standing="unknown", contact=self.cleaned_data["contact"])


class ItemForm(PageForm):
    """A thing that was taken, lost, damaged or does not work."""

    description = OneLineField(label="What was it?", called="what it was", limit=300)
    fate = ChoiceOfOne(
        label="What happened to it?",
        called="what happened to it",
        required=False,
        small=True,
        choices=[(key, words) for key, words in Item.FATES.items() if key != "found"],
    )
    owner = ChoiceOfOne(
        label="Whose is it?", called="whose it is", choices=list(Item.OWNERS.items()), required=False, small=True
    )
    owner_name = OneLineField(
        label="Owner’s name, if it is a person’s", called="the owner’s name", limit=160, required=False
    )
    value = MoneyField(label="What is it worth, roughly?", called="the value", required=False, highest=99_999_999)
    asset_number = OneLineField(
        label="Asset or serial number, if it has one",
        called="the asset number",
        limit=60,
        required=False,
        widget=Line(width=20),
    )

    def facts(self) -> ItemFacts:
        """What was told of this thing."""
        told = self.cleaned_data
        return ItemFacts(
            description=told["description"],
            fate=told["fate"] or "stolen",
            owner=told["owner"] or "trust",
            owner_name=told["owner_name"],
            value=told["value"],
            asset_number=told["asset_number"],
        )


class Several(BaseFormSet):
    """A list of people or things. An untouched one is no one; too many are refused with the number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages", {"too_many_forms": f"Enter up to {MOST}. Tell of the others in what happened"}
        )
        super().__init__(*args, **kwargs)

    def facts(self) -> tuple[Any, ...]:
        """What was told of each; the formset must be valid."""
        return tuple(form.facts() for form in self.forms if form.has_changed())


def _several(form: type[PageForm]) -> type[Several]:
    made = formset_factory(form, formset=Several, extra=1, max_num=MOST, absolute_max=MOST + 20, validate_max=True)
    return cast(type[Several], made)


Victims = _several(VictimForm)
Subjects = _several(SubjectForm)
Witnesses = _several(WitnessForm)
Items = _several(ItemForm)
