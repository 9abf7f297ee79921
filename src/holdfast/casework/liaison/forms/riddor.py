"""Forms of RIDDOR: what is known of an injured person, days lost, the decision and the report."""

from __future__ import annotations

from datetime import date
from typing import Any

from holdfast.casework.liaison.forms.sent import SentForm
from holdfast.casework.liaison.models import InjuredPerson
from holdfast.casework.liaison.rules.riddor_words import (
    F2508,
    INCAPACITY,
    INJURIES,
    OUTCOMES,
    PREMISES,
    REPORT_CHANNELS,
    STANDINGS,
)
from holdfast.foundation.pages.day_fields import LondonDateField, LondonDateTimeField
from holdfast.foundation.pages.fields import (
    ChoiceOfMany,
    ChoiceOfOne,
    LongTextField,
    OneLineField,
    SeveralChoices,
    WholeNumberField,
    YesNoField,
)
from holdfast.foundation.pages.widgets import Radios


def _known(label: str, help_text: str = "") -> YesNoField:
    return YesNoField(
        label=label, help_text=help_text, required=False, unsure="Not known", widget=Radios(small=True, inline=True)
    )


class FactsForm(SentForm):
    """What RIDDOR turns on for one person affected."""

    accident_on = LondonDateField(label="Day of the accident", called="the day of the accident", past=True)
    standing = ChoiceOfMany(label="Who are they?", called="who they are", choices=list(STANDINGS.items()))
    employer = OneLineField(label="If another employer: which?", limit=160, required=False)
    at_work = _known("Were they at work?")
    work_related = _known("Did it arise out of work, or in connection with it?")
    personal_matter = _known(
        "Was it a personal or domestic matter?", "Between these people, nothing to do with the work."
    )
    premises = ChoiceOfOne(label="Where was it?", choices=list(PREMISES.items()), required=False, small=True)
    injuries = SeveralChoices(label="Injuries", choices=list(INJURIES.items()), required=False, small=True)
    injury_words = OneLineField(label="The injury in words", limit=300, required=False)
    diagnosed_by_doctor = _known("Did a doctor diagnose it?")
    taken_to_hospital = _known("Were they taken from the place to hospital for treatment?")
    hospital_hours = WholeNumberField(label="Hours in hospital", called="the hours", required=False, highest=9_999)
    burn_percent = WholeNumberField(
        label="Part of the body burnt, in per cent", called="the per cent", required=False, highest=100
    )
    organ_damage = _known("Was the brain or an inner organ damaged?")
    resuscitated = _known("Were they resuscitated?")
    enclosed_space = _known("Did they work in an enclosed space?")
    source_known_bbv = _known("Was it a sharp known to carry a blood-borne virus?")
    biological_agent = _known("Did another agent that causes severe infection get out?")
    infection_diagnosed_on = LondonDateField(
        label="If a doctor diagnosed an infection from it: when?", called="the day", past=True, required=False
    )
    vehicle_on_road = _known("Did a vehicle moving on a road cause it?")
    road_exception = _known("If so: was it loading, unloading, or work beside the road?")
    medical_treatment = _known("Did it come from medical examination or treatment?")
    died_on = LondonDateField(label="If they died of it: when?", called="the day", past=True, required=False)

    NEVER_UNKNOWN = (
        "personal_matter",
        "source_known_bbv",
        "biological_agent",
        "vehicle_on_road",
        "road_exception",
        "medical_treatment",
    )

    def __init__(self, *args: Any, begun: dict[str, Any], injured: InjuredPerson | None, **kwargs: Any) -> None:
        known = {name: getattr(injured, name) for name in self.base_fields if name != "opened_at"} if injured else begun
        kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    RARE = (
        *("hospital_hours", "burn_percent", "organ_damage", "resuscitated", "enclosed_space", "source_known_bbv"),
        *("biological_agent", "infection_diagnosed_on", "vehicle_on_road", "road_exception", "medical_treatment"),
        "died_on",
    )

    @property
    def usual(self) -> list[Any]:
        """The fields that most injuries need."""
        return [self[name] for name in self.fields if name not in (*self.RARE, "opened_at")]

    @property
    def rare(self) -> list[Any]:
        """The fields that few injuries need: shown when somebody opens them."""
        return [self[name] for name in self.RARE]

    @property
    def rare_is_wrong(self) -> bool:
        """True when one of the rarer fields holds an error or an answer, which must not be hidden."""
        told = (self.initial.get(name) for name in self.RARE)
        return any(name in self.errors for name in self.RARE) or any(value not in (None, "", False) for value in told)

    def facts(self) -> dict[str, Any]:
        """What was told, as the operation takes it: what the law counts only when it is so, is not so until told."""
        told = self.told()
        for name in self.NEVER_UNKNOWN:
            told[name] = bool(told[name])
        return told


class OccurrenceForm(SentForm):
    """A fire or explosion, whoever was hurt."""

    accident_on = LondonDateField(label="Day of the fire or explosion", called="the day", past=True)
    work_stopped_hours = WholeNumberField(label="For how many hours did work stop?", called="the hours", highest=99_999)
    intentional = _known("Did somebody mean it?")

    def __init__(self, *args: Any, begun: dict[str, Any], injured: InjuredPerson | None, **kwargs: Any) -> None:
        names = ("accident_on", "work_stopped_hours", "intentional")
        known = {name: getattr(injured, name) for name in names} if injured else begun
        kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def facts(self) -> dict[str, Any]:
        """What was told, as the operation takes it."""
        return self.told()


class DaysForm(SentForm):
    """Days lost because of it."""

    kind = ChoiceOfOne(
        label="Off work, or on restricted duty?",
        called="which of the two",
        choices=list(INCAPACITY.items()),
        small=True,
    )
    first = LondonDateField(
        label="First day",
        called="the first day",
        past=True,
        help_text="Count rest days and leave when they could not have worked, and not the day of the accident.",
    )
    last = LondonDateField(
        label="Last day", called="the last day", required=False, help_text="Leave this empty while it goes on."
    )

    def __init__(self, *args: Any, accident_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accident_on = accident_on

    def clean(self) -> dict[str, Any]:
        """Days that can be lost because of it."""
        told = super().clean() or {}
        first, last = told.get("first"), told.get("last")
        if first is not None and first < self.accident_on:
            self.add_error("first", "The days cannot begin before the accident. Only days lost because of it count")
        if first is not None and last is not None and last < first:
            self.add_error("last", "The last day cannot lie before the first. Check both days")
        return told


class LastDayForm(SentForm):
    """The last of some days lost."""

    last = LondonDateField(label="Last day", called="the last day")


class DecideRiddorForm(SentForm):
    """What RIDDOR asks for, in the judgement of a named person."""

    decided = ChoiceOfOne(label="What does RIDDOR ask for?", called="what RIDDOR asks for", small=True)
    reason = LongTextField(label="Why, if you decide otherwise than the rule?", limit=2000, rows=3, required=False)
    what_changed = LongTextField(
        label="What has changed since the last decision?", called="what changed", limit=1000, rows=2, required=False
    )

    def __init__(self, *args: Any, proposed: str, again: bool, **kwargs: Any) -> None:
        kwargs["initial"] = {"decided": proposed} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["decided"].choices = [
            (key, f"{words} (what the rule says)" if key == proposed else words)
            for key, words in OUTCOMES.items()
            if key != "assess"
        ]
        if not again:
            del self.fields["what_changed"]


class RiddorReportForm(SentForm):
    """The report went in."""

    reported_on = LondonDateField(label="When was it reported?", called="the day", past=True, quick=True)
    channel = ChoiceOfOne(label="How?", called="how", choices=list(REPORT_CHANNELS.items()), small=True)
    reference = OneLineField(
        label="Reference that came back",
        called="the reference",
        limit=60,
        help_text="The number on HSE’s receipt; for another employer’s report, the one they gave you.",
    )
    notified_at = LondonDateTimeField(
        label="If they were told by phone first: when?", called="when they were told", past=True, required=False
    )


class F2508Form(SentForm):
    """Everything that the report form asks for."""

    def __init__(self, *args: Any, begun: dict[str, str], **kwargs: Any) -> None:
        kwargs["initial"] = begun | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        for name, words in F2508.items():
            self.fields[name] = (
                LongTextField(label=words, limit=4000, rows=4, required=False)
                if name == "description"
                else OneLineField(label=words, limit=300, required=False)
            )
