"""Forms of reporting to the police, of what they answer, and of taking a refusal up."""

from __future__ import annotations

from datetime import date
from typing import Any

from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.forms.sent import SentForm
from holdfast.casework.liaison.models import Force, ForceStep, PoliceReport
from holdfast.casework.liaison.operations.policy import StepLine
from holdfast.casework.liaison.rules.police import WHY_NOT, fault_in_day
from holdfast.casework.liaison.rules.stages import CHANNELS, NEEDS_WORDS, NUMBERS, STEPS, WISHES
from holdfast.foundation.pages.day_fields import LondonDateField, LondonDateTimeField
from holdfast.foundation.pages.fields import (
    ChoiceOfMany,
    ChoiceOfOne,
    LongTextField,
    MoneyField,
    OneLineField,
    YesNoField,
)
from holdfast.kernel.clock import local_day, today

OTHER_FORCE = "other"


class ForceForm(SentForm):
    """Which force: one of the trust's area, or another by name."""

    force = ChoiceOfOne(label="Which police force?", called="the police force", small=True, required=False)
    other_force = OneLineField(label="Name of the force", called="the name of the force", limit=80, required=False)

    def __init__(self, *args: Any, forces: list[Force], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forces = forces
        if forces:
            self.fields["force"].choices = [(one.name, one.name) for one in forces] + [(OTHER_FORCE, "Another force")]
            self.fields["other_force"].label = "If another force: its name"
        else:
            del self.fields["force"]

    def clean(self) -> dict[str, Any]:
        """One name of one force."""
        answers = super().clean() or {}
        chosen = answers.get("force", "")
        named = answers.get("other_force", "") if chosen in ("", OTHER_FORCE) else chosen
        if not named and not self.errors:
            self.add_error("force" if "force" in self.fields else "other_force", "Say which police force")
        answers["force"] = named
        answers.pop("other_force", None)
        return answers


class ReportToPoliceForm(ForceForm):
    """A crime was reported to the police."""

    channel = ChoiceOfOne(
        label="How were they told?", called="how they were told", choices=list(CHANNELS.items()), small=True
    )
    made_at = LondonDateTimeField(label="When were they told?", called="when they were told", past=True, quick=True)
    made_by = OneLineField(
        label="Who told them?", limit=160, required=False, help_text="Leave this empty if it was you."
    )
    log_number = OneLineField(
        label="Police log or CAD number", limit=60, required=False, help_text="If they gave one. You can add it later."
    )
    crime_number = OneLineField(label="Crime number", limit=60, required=False)
    words = LongTextField(label="What were they told?", limit=4000, rows=3, required=False)


class RequestPoliceForm(ForceForm):
    """The police were asked to come."""

    channel = ChoiceOfOne(
        label="How were they asked?", called="how they were asked", choices=list(CHANNELS.items()), small=True
    )
    made_at = LondonDateTimeField(label="When were they asked?", called="when they were asked", past=True, quick=True)
    cad_number = OneLineField(label="Our own job number", limit=40, required=False)
    place = OneLineField(label="Where?", called="the place", limit=300, required=False)
    words = LongTextField(label="What were they asked to do?", called="what they were asked to do", limit=4000, rows=3)

    def __init__(self, *args: Any, incident: Incident | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if incident is not None:
            del self.fields["cad_number"], self.fields["place"]


class TieForm(SentForm):
    """A call to the police turns out to be about an incident."""

    reference = OneLineField(
        label="Reference of the incident", called="the reference", limit=20, help_text="Such as INC-2026-00042."
    )


class AnswerForm(SentForm):
    """What the police answered."""

    taken = YesNoField(
        label="What did the police answer?",
        called="what they answered",
        yes="They come, or take it up",
        no="They decline",
    )
    at = LondonDateTimeField(label="When?", called="when they answered", past=True, quick=True)
    reason = LongTextField(
        label="If they declined: why?", limit=2000, rows=3, required=False, help_text="Their own words, if you can."
    )

    def clean(self) -> dict[str, Any]:
        """A refusal has its reason."""
        answers = super().clean() or {}
        if answers.get("taken") is False and not answers.get("reason"):
            self.add_error("reason", "Enter why they declined")
        return answers


class NumberForm(SentForm):
    """A number that the police gave."""

    kind = ChoiceOfOne(
        label="What kind of number?", called="the kind of number", choices=list(NUMBERS.items()), small=True
    )
    number = OneLineField(label="The number", called="the number", limit=60)


class OfficerForm(SentForm):
    """Who deals with it."""

    name = OneLineField(label="Officer’s name", limit=160, required=False)
    number = OneLineField(label="Collar number", limit=40, required=False)
    station = OneLineField(label="Station", limit=120, required=False)
    contact = OneLineField(label="How to reach them", limit=120, required=False)

    def __init__(self, *args: Any, report: PoliceReport, **kwargs: Any) -> None:
        known = {name: getattr(report, f"officer_{name}") for name in ("name", "number", "station", "contact")}
        kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class EscalateForm(SentForm):
    """A refusal is taken up."""

    to = OneLineField(label="To whom?", called="to whom you took it", limit=160, required=False)
    why_otherwise = LongTextField(label="Why not to them?", limit=1000, rows=2, required=False)
    at = LondonDateTimeField(label="When?", called="when you took it up", past=True, quick=True)
    words = LongTextField(label="What did you ask for?", called="what you asked for", limit=4000, rows=3)

    def __init__(self, *args: Any, agreed: ForceStep | None, force: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if agreed is not None:
            how = f" ({agreed.how})" if agreed.how else ""
            self.fields["to"].label = "To someone else?"
            self.fields[
                "to"
            ].help_text = f"Agreed with {force} is: {agreed.to}{how}. Leave this empty if you asked there."
            self.fields["why_otherwise"].label = "If to someone else: why?"
        else:
            self.fields["to"].required = True
            del self.fields["why_otherwise"]


class EscalationAnswerForm(SentForm):
    """What came of one step."""

    accepted = YesNoField(
        label="What came of it?",
        called="what came of it",
        yes="They come, or take it up after all",
        no="They stand by their refusal",
    )
    at = LondonDateTimeField(label="When?", called="when they answered", past=True, quick=True)
    answer_words = LongTextField(label="What did they say?", called="what they said", limit=2000, rows=3)


class StepForm(SentForm):
    """What the police, a prosecutor or a court did."""

    step = ChoiceOfMany(label="What happened?", called="what happened", choices=list(STEPS.items()))
    on = LondonDateField(label="On which day?", called="the day", past=True, quick=True)
    words = LongTextField(
        label="In a few sentences",
        called="what happened",
        limit=4000,
        rows=4,
        required=False,
        help_text="Write it so that the person affected could be told in these words.",
    )
    court = OneLineField(label="Which court?", limit=160, required=False)
    hearing_at = LondonDateTimeField(label="When is the hearing?", called="the hearing", required=False)
    compensation = MoneyField(label="Compensation", called="the sum", required=False)
    more_expected = YesNoField(
        label="Is more expected of the police or the court?", required=False, help_text="For example an appeal."
    )

    def __init__(self, *args: Any, since: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.since = since

    def clean(self) -> dict[str, Any]:
        """What the operation would refuse, said where it is put right."""
        told = super().clean() or {}
        step, on, hearing = told.get("step"), told.get("on"), told.get("hearing_at")
        fault = fault_in_day(on, today=today(), since=self.since, what="The day", after="the police were told")
        if fault:
            self.add_error("on", fault)
        if step == "hearing" and hearing is None and "hearing_at" not in self.errors:
            self.add_error("hearing_at", "Enter the day and time of the hearing")
        elif hearing is not None and on is not None and local_day(hearing) < on:
            self.add_error("hearing_at", "The hearing cannot lie before the day on which it was set. Check both days")
        if step == "compensation" and not told.get("compensation") and "compensation" not in self.errors:
            self.add_error("compensation", "Enter the sum that the court ordered")
        if step in NEEDS_WORDS and not told.get("words") and "words" not in self.errors:
            self.add_error("words", "Say what happened, so that the person affected can be told")
        return told


class TellVictimForm(SentForm):
    """Someone affected was told, or is not."""

    told_at = LondonDateTimeField(label="When were they told?", called="when they were told", past=True, required=False)
    how = OneLineField(label="How?", limit=160, required=False, help_text="For example by phone, by their manager.")
    not_told_reason = OneLineField(
        label="If they are not told: why?", limit=300, required=False, help_text="For example: asked not to be told."
    )


class ChaseForm(SentForm):
    """The police were asked again."""

    at = LondonDateTimeField(label="When did you ask?", called="when you asked", past=True, quick=True)
    words = LongTextField(label="Whom did you ask, and what did they say?", called="what they said", limit=4000, rows=3)
    answered = YesNoField(label="Did they have news?", called="whether they had news")


class WhyForm(SentForm):
    """A reason, for moves that need nothing else."""

    why = LongTextField(label="Why?", called="the reason", limit=300, rows=3)


class WishForm(SentForm):
    """What someone affected wants."""

    wants = ChoiceOfOne(label="What do they want?", called="what they want", choices=list(WISHES.items()))
    words = LongTextField(label="In their own words", limit=2000, rows=3, required=False)


class DecideForm(SentForm):
    """Whether the police are told."""

    tell = YesNoField(label="Are the police told?", called="whether the police are told")
    why_not = ChoiceOfOne(
        label="If not: why?",
        choices=list(WHY_NOT.items()),
        required=False,
        small=True,
        help_text="That discipline is under way is no reason: both go on side by side.",
    )
    words = LongTextField(label="More about the reason", limit=1000, rows=2, required=False)
    override = LongTextField(
        label="Why does it go against what someone affected wants?", limit=1000, rows=2, required=False
    )
    what_changed = LongTextField(
        label="What has changed since the last decision?", called="what changed", limit=1000, rows=2
    )

    def __init__(self, *args: Any, decided: bool, wishes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not decided:
            del self.fields["what_changed"]
        if not wishes:
            del self.fields["override"]


class ForceStepsForm(SentForm):
    """To whom a refusal is taken, one after the other."""

    first = OneLineField(label="First to whom?", limit=160, required=False)
    first_how = OneLineField(label="How are they reached?", limit=200, required=False)
    second = OneLineField(label="Then to whom?", limit=160, required=False)
    second_how = OneLineField(label="How are they reached?", limit=200, required=False)
    third = OneLineField(label="And then?", limit=160, required=False)
    third_how = OneLineField(label="How are they reached?", limit=200, required=False)

    def __init__(self, *args: Any, force: Force, **kwargs: Any) -> None:
        begun: dict[str, str] = {}
        for name, step in zip(("first", "second", "third"), force.steps.all(), strict=False):
            begun |= {name: step.to, f"{name}_how": step.how}
        kwargs["initial"] = begun | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def steps(self) -> list[StepLine]:
        """The steps that were named, in their order."""
        told = self.cleaned_data
        return [StepLine(told[name], told[f"{name}_how"]) for name in ("first", "second", "third") if told[name]]
