"""Forms of triage, investigation and closing."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.casework.incidents.forms.versioned import IncidentForm
from holdfast.casework.incidents.models import Incident, Investigation
from holdfast.casework.incidents.rules.investigation import CAUSES
from holdfast.casework.incidents.rules.taxonomy import SEVERITIES, TYPES
from holdfast.foundation.organisation.models import Person, Post, Unit
from holdfast.foundation.pages.day_fields import LondonDateField, LondonDateTimeField
from holdfast.foundation.pages.fields import (
    ChoiceOfMany,
    ChoiceOfOne,
    LongTextField,
    OneLineField,
    SeveralChoices,
    YesNoField,
)
from holdfast.foundation.pages.widgets import SearchableSelect

TYPE_CHOICES = [(key, kind.title) for key, kind in TYPES.items()]
STRAND_HINTS = {
    "manager": "The line manager looks into it.",
    "lsms": "The security specialist opens a file of their own.",
    "specialist": "Counter fraud, information security or another specialist.",
}


class PersonField(forms.ModelChoiceField):
    """Someone who works for the trust."""

    def __init__(self, *, label: str, called: str, required: bool = True, **kwargs: Any) -> None:
        super().__init__(
            Person.objects.none(), label=label, required=required, widget=SearchableSelect(), empty_label="", **kwargs
        )
        self.called = called

    def offer(self, incident: Incident) -> None:
        """Offer the staff of the incident's trust who have not left."""
        self.queryset = Person.objects.filter(trust_id=incident.trust_id, left__isnull=True)

    def label_from_instance(self, obj: Person) -> str:
        return f"{obj} ({obj.job_title})" if obj.job_title else str(obj)


class PeopleField(forms.ModelMultipleChoiceField):
    """Several people who work for the trust."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        super().__init__(Person.objects.none(), label=label, required=False, **kwargs)

    def label_from_instance(self, obj: Person) -> str:
        return f"{obj} ({obj.job_title})" if obj.job_title else str(obj)


class TriageForm(IncidentForm):
    """What it is, how serious, crime or not, who looks into it."""

    type = ChoiceOfMany(label="What kind of incident is this?", called="the kind of incident", choices=TYPE_CHOICES)
    severity = ChoiceOfOne(
        label="How serious is it?",
        called="how serious it is",
        choices=list(SEVERITIES.items()),
        hints={
            "minor": "No injury, no or little loss",
            "moderate": "First aid, distress, or a loss that hurts",
            "serious": "Treated injury, weapon, hate crime, or a service that stopped",
            "critical": "Life at risk, or the trust’s work at risk",
        },
    )
    crime = YesNoField(label="Is it a crime?", called="whether it is a crime")
    near_miss = YesNoField(label="Was it a near miss?", called="whether it was a near miss")
    internal = YesNoField(
        label="Is a colleague suspected?",
        called="whether a colleague is suspected",
        help_text="If so, only people who are named on the incident can see it from now on.",
    )
    investigate = YesNoField(label="Does someone need to investigate?", called="whether someone investigates")
    lead = PersonField(label="Who leads the investigation?", called="who leads the investigation", required=False)
    strand = ChoiceOfOne(
        label="What kind of investigation?",
        called="the kind of investigation",
        choices=list(Investigation.STRANDS.items()),
        hints=STRAND_HINTS,
        required=False,
    )
    due = LondonDateField(
        label="By when are the findings due?", called="the day", future=True, required=False, help_text="Leave empty if there is no date."
    )
    no_investigation_reason = LongTextField(
        label="Why is no investigation needed?", called="the reason", limit=1000, rows=3, required=False
    )
    note = LongTextField(label="Note for those who deal with it", called="the note", limit=2000, rows=3, required=False)

    reveals = {"investigate": {"True": ["lead", "strand", "due"], "False": ["no_investigation_reason"]}}

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        begun = {
            "type": incident.type,
            "severity": incident.severity,
            "crime": incident.crime if incident.crime is not None else TYPES[incident.type].crime and not incident.near_miss,
            "near_miss": incident.near_miss,
            "internal": incident.internal,
            "strand": "manager",
        }
        kwargs["initial"] = begun | (kwargs.get("initial") or {})
        super().__init__(*args, incident=incident, **kwargs)
        self.fields["lead"].offer(incident)
        if incident.investigations.exclude(state="withdrawn").exists():
            for name in ("investigate", "lead", "strand", "due", "no_investigation_reason"):
                del self.fields[name]
            self.reveals = {}


class ReasonForm(IncidentForm):
    """A reason, for moves that need nothing else."""

    why = LongTextField(label="Why?", called="the reason", limit=1000, rows=3)


class RouteOutForm(IncidentForm):
    """Where an incident belongs that the policy does not cover."""

    where = OneLineField(
        label="Where does it belong?", called="where it belongs", limit=100,
        help_text="For example patient safety, human resources, information governance.",
    )  # fmt: skip
    why = LongTextField(label="Why does it not belong here?", called="the reason", limit=180, rows=3)


class MergeForm(IncidentForm):
    """Which incident tells of the same event."""

    into = OneLineField(
        label="Reference of the other incident", called="the reference", limit=20, help_text="This one is merged into it, and both reports are kept."
    )
    why = LongTextField(label="How do you know that it is the same event?", called="the reason", limit=500, rows=3)


class ReferForm(IncidentForm):
    """Send it to one more post."""

    post = ChoiceOfMany(label="Who should see it?", called="the post")
    why = LongTextField(label="Why?", called="the reason", limit=180, rows=3)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        posts = Post.objects.filter(trust_id=incident.trust_id, closed__isnull=True).order_by("title")
        self.fields["post"].choices = list({post.key: post.title for post in posts}.items())


class MedicalFactorsForm(IncidentForm):
    """A clinician's judgement."""

    present = YesNoField(
        label="Did illness, injury or treatment lie behind what the person did?",
        called="your judgement",
        help_text="It is a fact about the incident, and never a reason not to record it.",
    )
    reason = LongTextField(label="What does your judgement rest on?", called="your reasons", limit=1000, rows=3)


class InvestigatorsForm(IncidentForm):
    """Who leads, who helps, by when."""

    lead = PersonField(label="Who leads the investigation?", called="who leads the investigation")
    others = PeopleField(label="Who helps?")
    strand = ChoiceOfOne(
        label="What kind of investigation?", called="the kind of investigation", choices=list(Investigation.STRANDS.items()), hints=STRAND_HINTS
    )
    due = LondonDateField(label="By when are the findings due?", called="the day", future=True, required=False)

    def __init__(
        self, *args: Any, incident: Incident, investigation: Investigation | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        self.fields["lead"].offer(incident)
        self.fields["others"].queryset = self.fields["lead"].queryset
        if investigation is not None:
            del self.fields["strand"]


class FindingsForm(IncidentForm):
    """What was found, why it happened, what was learnt."""

    findings = LongTextField(label="What did you find?", called="what you found", limit=20_000, rows=8, required=False)
    why = LongTextField(label="Why do you think it happened?", called="why it happened", limit=5000, rows=4, required=False)
    causes = SeveralChoices(label="What played a part?", choices=list(CAUSES.items()), required=False)
    manager_action = LongTextField(
        label="What was done at once for the people and the place?", called="what was done", limit=5000, rows=3, required=False
    )
    learnt = LongTextField(label="What can others learn from it?", called="what can be learnt", limit=5000, rows=3, required=False)
    staff_representative = OneLineField(label="Staff representative who took part", limit=160, required=False)
    no_representative_reason = OneLineField(label="If none took part, why?", limit=300, required=False)
    hr_reference = OneLineField(label="Human Resources reference, if they are involved", limit=80, required=False)
    interest_declared = OneLineField(
        label="Do you know anyone involved? Say so, or write “none”", limit=500, required=False
    )


class ReviewForm(IncidentForm):
    """Approve the findings or send them back."""

    approve = ChoiceOfOne(
        label="What do you decide?",
        called="what you decide",
        choices=[("yes", "Approve the findings"), ("no", "Send them back")],
    )
    proportionate = YesNoField(
        label="Was the effort in proportion to what happened?", called="whether it was in proportion"
    )
    reason = LongTextField(label="What is still needed, or what do you want to add?", called="the reason", limit=2000, rows=3, required=False)

    def clean(self) -> dict[str, Any]:
        """Sending back without saying what is missing helps nobody."""
        answers = super().clean() or {}
        if answers.get("approve") == "no" and not answers.get("reason"):
            self.add_error("reason", "Say what is still needed.")
        return answers


class StatementRequestForm(IncidentForm):
    """Whom to ask, by when."""

    person = PersonField(label="Which colleague?", called="the colleague", required=False)
    witness = forms.ModelChoiceField(None, label="Or which witness?", required=False, empty_label="")
    due = LondonDateField(label="By when?", called="the day", future=True, required=False)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        self.fields["person"].offer(incident)
        witnesses = incident.witnesses.order_by("name")
        self.fields["witness"].queryset = witnesses
        self.fields["witness"].label_from_instance = lambda witness: witness.name
        if not witnesses.exists():
            del self.fields["witness"]

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        answers = super().clean() or {}
        if bool(answers.get("person")) == bool(answers.get("witness")):
            self.add_error("person", "Choose whom you ask.")
        return answers


class StatementForm(IncidentForm):
    """What someone saw, in their own words."""

    words = LongTextField(
        label="What did you see and hear?", called="what you saw", limit=20_000, rows=10,
        help_text="Write it in your own words and in the order in which it happened. Leave out what you only heard from others, or say that you did.",
    )  # fmt: skip


class MessageForm(IncidentForm):
    """A word to the reporter."""

    words = LongTextField(label="What do you want to tell them?", called="your message", limit=4000, rows=5)
    next_by = LondonDateField(label="When will they hear from you next?", called="the day", future=True, required=False)


class LessonForm(IncidentForm):
    """What was learnt, for whom."""

    title = OneLineField(label="What is it about?", called="what it is about", limit=150)
    words = LongTextField(
        label="What did we learn?", called="what was learnt", limit=4000, rows=6,
        help_text="Name nobody and no address: people in other teams will read it.",
    )  # fmt: skip
    units = forms.ModelMultipleChoiceField(None, label="Which teams should read it?", required=False, widget=forms.SelectMultiple)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        self.fields["units"].queryset = Unit.objects.filter(trust_id=incident.trust_id, closed__isnull=True)
        self.fields["units"].label_from_instance = lambda unit: "– " * (unit.path.count("/") - 2) + unit.name


class CloseForm(IncidentForm):
    """What came of it; the reporter reads it."""

    outcome = LongTextField(
        label="What came of it?", called="what came of it", limit=4000, rows=6,
        help_text="The reporter reads this. Say what was found, what was decided and by whom.",
    )  # fmt: skip


class ExplainForm(IncidentForm):
    """Why a fact is missing."""

    reason = LongTextField(label="Why is it missing?", called="the reason", limit=280, rows=3)


class PoliceForm(IncidentForm):
    """One contact with the police."""

    force = OneLineField(label="Which police force?", limit=80, required=False)
    channel = ChoiceOfOne(
        label="How were they told?", called="how they were told", required=False,
        choices=[("999", "999"), ("101", "101"), ("online", "Online"), ("control-room", "Through our control room"), ("attended", "In person")],
    )  # fmt: skip
    told_at = LondonDateTimeField(label="When?", called="the time", past=True, quick=True, required=False)
    told_by = OneLineField(label="Who told them?", limit=160, required=False)
    log_number = OneLineField(label="Their log (CAD) number", limit=60, required=False)
    crime_number = OneLineField(label="Crime number", limit=60, required=False)
    officer_name = OneLineField(label="Officer’s name", limit=160, required=False)
    officer_number = OneLineField(label="Collar number", limit=40, required=False)
    officer_station = OneLineField(label="Station", limit=120, required=False)
    officer_contact = OneLineField(label="How to reach them", limit=120, required=False)
    attended = YesNoField(label="Did they come?", unsure="Not known", required=False)
    refused_reason = OneLineField(label="If they would not come or record it, why?", limit=300, required=False)

    def clean(self) -> dict[str, Any]:
        """A contact of which nothing at all is known is none."""
        answers = super().clean() or {}
        if not any(value for name, value in answers.items() if name not in ("seen_version", "opened_at")):
            self.add_error(None, "Fill in what you know of the contact.")
        return answers


class ReaderForm(IncidentForm):
    """One more person who may see a restricted incident."""

    person = PersonField(label="Who needs to see it?", called="who needs to see it")
    why = LongTextField(label="Why?", called="the reason", limit=280, rows=3)


