"""The questions of the report form about what lay behind the event, who knows of it already, and who is telling."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst

from holdfast.casework.incidents.models import PoliceContact
from holdfast.casework.incidents.rules.taxonomy import HATE_FACTORS
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.pages.day_fields import LondonDateTimeField
from holdfast.foundation.pages.fields import ChoiceOfOne, OneLineField, SeveralChoices, YesNoField
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.widgets import Line


class FactorsForm(PageForm):
    """What lay behind it, beside who did it."""

    internal = YesNoField(label="Do you suspect a colleague?", called="whether you suspect a colleague", required=False)
    influence = SeveralChoices(
        label="Did drink or drugs play a part?",
        called="what played a part",
        required=False,
        small=True,
        choices=[("alcohol", "Alcohol"), ("drugs", "Drugs"), ("neither", "Neither")],
        exclusive=["neither"],
    )
    weapon = OneLineField(
        label="Was there a weapon?",
        called="the weapon",
        limit=200,
        required=False,
        help_text="Say what it was, or what was used as one. Leave it empty if there was none",
    )

    def __init__(self, *args: Any, suspect: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not suspect:
            del self.fields["internal"]

    def played_a_part(self, what: str) -> bool | None:
        """True, False, or None where it was not said."""
        told = self.cleaned_data.get("influence") or []
        return True if what in told else False if told else None


class TargetedFactorsForm(FactorsForm):
    """The same for kinds of which somebody can be the target."""

    targeted = YesNoField(
        label="Was someone targeted for who they are?",
        called="whether someone was targeted",
        required=False,
        unsure="Not sure",
    )
    hate_factors = SeveralChoices(
        label="What was it about?",
        called="what it was about",
        required=False,
        small=True,
        choices=list(HATE_FACTORS.items()),
        help_text="Tick what you, or anyone else, believe was part of it",
    )

    reveals = {"targeted": {"yes": ["hate_factors"]}}


class PoliceForm(PageForm):
    """Whether the police know, and what they gave."""

    police_told = ChoiceOfOne(
        label="Do the police know?",
        called="whether the police know",
        required=False,
        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "I do not know")],
    )
    police_channel = ChoiceOfOne(
        label="How were they told?",
        called="how they were told",
        choices=list(PoliceContact.CHANNELS.items()),
        required=False,
        small=True,
    )
    police_told_at = LondonDateTimeField(
        label="When were they told?", called="when the police were told", past=True, quick=True, required=False
    )
    police_log = OneLineField(
        label="Police log number", called="the police log number", limit=60, required=False, widget=Line(width=20)
    )
    police_crime = OneLineField(
        label="Crime number",
        called="the crime number",
        limit=60,
        required=False,
        widget=Line(width=20),
        help_text="They may send it later. You can add it then",
    )
    officer_known = SeveralChoices(
        label="Which officer dealt with it?",
        called="whether you know the officer",
        required=False,
        small=True,
        choices=[("yes", "I know their name, number or station")],
    )
    officer_name = OneLineField(label="Officer’s name", called="the officer’s name", limit=160, required=False)
    officer_number = OneLineField(
        label="Officer’s number", called="the officer’s number", limit=40, required=False, widget=Line(width=10)
    )
    officer_station = OneLineField(
        label="Officer’s station or force", called="the officer’s station", limit=120, required=False
    )
    officer_contact = OneLineField(
        label="How to reach the officer", called="how to reach the officer", limit=120, required=False
    )
    police_not_told_reason = OneLineField(
        label="Why not?",
        called="why not",
        limit=300,
        required=False,
        help_text="For example, you did not want it, or there was no time yet",
    )

    reveals = {
        "police_told": {
            "yes": [
                "police_channel",
                "police_told_at",
                "police_log",
                "police_crime",
                "officer_known",
            ],
            "no": ["police_not_told_reason"],
        },
        "officer_known": {"yes": ["officer_name", "officer_number", "officer_station", "officer_contact"]},
    }

    def __init__(self, *args: Any, trust: Trust, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["police_crime"].label = capfirst(trust.term("police_reference"))
        self.fields["police_log"].label = capfirst(trust.term("police_reference_interim"))


class CrewForm(PageForm):
    """The call and the crew, for ambulance trusts."""

    call_sign = OneLineField(label="Call sign", called="the call sign", limit=30, required=False, widget=Line(width=10))
    cad_number = OneLineField(
        label="Our incident (CAD) number", called="the CAD number", limit=40, required=False, widget=Line(width=20)
    )
    crew = OneLineField(
        label="Crew", called="the crew", limit=300, required=False, help_text="Names, with a comma between them"
    )
    alone = YesNoField(label="Were you working alone?", called="whether you were working alone", required=False)
    control_room_told = ChoiceOfOne(
        label="Does the control room know?",
        called="whether the control room knows",
        required=False,
        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "I do not know")],
    )
    control_room_told_at = LondonDateTimeField(
        label="When were they told?", called="when the control room was told", past=True, quick=True, required=False
    )
    control_room_told_by = OneLineField(label="Who told them?", called="who told them", limit=160, required=False)

    reveals = {"control_room_told": {"yes": ["control_room_told_at", "control_room_told_by"]}}

    def __init__(self, *args: Any, trust: Trust, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["control_room_told"].label = f"Does the {trust.term('control_room')} know?"


class ManagerForm(PageForm):
    """Which manager knows already."""

    manager_told = OneLineField(
        label="Which manager have you told?",
        called="which manager you told",
        limit=160,
        required=False,
        help_text="Leave it empty if you have told nobody yet: your manager is told when you send this",
    )


class WhoIsTellingForm(PageForm):
    """Who reports, for those without an account."""

    reporter_name = OneLineField(
        label="Your name", called="your name", limit=160, required=False, widget=Line(autocomplete="name")
    )
    reporter_contact = OneLineField(
        label="How can we reach you?",
        called="how to reach you",
        limit=200,
        required=False,
        help_text="Phone number or e-mail",
    )
    anonymous = forms.BooleanField(
        label="I want to stay anonymous",
        required=False,
        help_text="We keep neither your name nor how to reach you. You follow your report with its passphrase",
    )

    def __init__(self, *args: Any, may_be_anonymous: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_be_anonymous = may_be_anonymous
        if not may_be_anonymous:
            del self.fields["anonymous"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.may_be_anonymous:
            for name, message in (
                ("reporter_name", "Enter your name"),
                ("reporter_contact", "Enter how we can reach you"),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, message)
        return cleaned
