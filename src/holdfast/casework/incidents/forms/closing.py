"""Forms of telling, learning and closing."""

from __future__ import annotations

from typing import Any

from holdfast.casework.incidents.forms.versioned import IncidentForm
from holdfast.casework.incidents.models import Addition, Incident, Lesson, PoliceContact
from holdfast.foundation.organisation.models import Unit
from holdfast.foundation.organisation.queries.units import open_units, unit_paths
from holdfast.foundation.pages.day_fields import LondonDateField, LondonDateTimeField
from holdfast.foundation.pages.fields import (
    ChoiceOfMany,
    ChoiceOfOne,
    LongTextField,
    OneLineField,
    SeveralChoices,
    YesNoField,
)


class ReasonForm(IncidentForm):
    """A reason, for moves that need nothing else."""

    why = LongTextField(label="Why?", called="the reason", limit=1000, rows=3)


class ShortReasonForm(IncidentForm):
    """A reason that is kept in one line."""

    why = LongTextField(label="Why?", called="the reason", limit=280, rows=3)


class MessageForm(IncidentForm):
    """A word to who reported it: the first one, or someone whose report was added to theirs."""

    to = ChoiceOfOne(label="To whom?", called="to whom you write", small=True)
    words = LongTextField(label="What do you want to tell them?", called="your message", limit=4000, rows=5)
    next_by = LondonDateField(label="When will they hear from you next?", called="the day", future=True, required=False)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        self.additions = {str(row.pk): row for row in incident.additions.filter(is_report=True)}
        if self.additions:
            first = f"Who reported it first: {_name(incident.reporter_name)}"
            self.fields["to"].choices = [("first", first)] + [
                (key, f"Who reported it too: {_name('' if row.anonymous else row.by)}")
                for key, row in self.additions.items()
            ]
        else:
            del self.fields["to"]

    def addition(self) -> Addition | None:
        """The report whose maker is written to; None for the first."""
        return self.additions.get(self.cleaned_data.get("to", ""))


def _name(name: str) -> str:
    return name or "no name given"


class TeamField(ChoiceOfMany):
    """One of the trust's open units, shown with its path. Cleans to its key."""

    def offer(self, incident: Incident) -> None:
        """Offer the units of the incident's trust."""
        paths = unit_paths(incident.trust)
        units = open_units(incident.trust).values_list("pk", flat=True)
        self.choices = sorted(
            ((str(key), " › ".join(paths[key])) for key in units if key in paths), key=lambda c: c[1].casefold()
        )


class TeamsForm(IncidentForm):
    """Which teams should read a lesson: the incident's own unit and those above it at a tick, another one by name."""

    teams = SeveralChoices(label="Which teams should read it?", required=False, small=True)
    other = TeamField(label="Another team", called="the team", required=False)

    def __init__(self, *args: Any, incident: Incident, lesson: Lesson | None = None, **kwargs: Any) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        had = set(lesson.sendings.values_list("unit_id", flat=True)) if lesson else set()
        near = [key for key in _keys_above(incident) if key not in had]
        units = Unit.objects.filter(closed__isnull=True).in_bulk(near)
        self.near = {str(key): units[key] for key in near if key in units}
        if self.near:
            self.fields["teams"].choices = [(key, f"{unit.name} and all below it") for key, unit in self.near.items()]
        else:
            del self.fields["teams"]
        self.fields["other"].offer(incident)

    def units(self) -> list[Unit]:
        """The units that were chosen, each once."""
        told = self.cleaned_data
        chosen = [self.near[key] for key in told.get("teams", [])]
        chosen += Unit.objects.filter(pk=told["other"]) if told.get("other") else []
        return list({unit.pk: unit for unit in chosen}.values())


def _keys_above(incident: Incident) -> list[int]:
    """The incident's unit and those above it, the nearest first."""
    path = incident.unit.path if incident.unit else ""
    return [int(key) for key in reversed(path.strip("/").split("/")) if key]


class LessonForm(TeamsForm):
    """What was learnt, for whom."""

    title = OneLineField(label="What is it about?", called="what it is about", limit=150)
    words = LongTextField(
        label="What did we learn?", called="what was learnt", limit=4000, rows=6,
        help_text="Name nobody and no address: people in other teams will read it.",
    )  # fmt: skip

    field_order = ["title", "words", "teams", "other"]


class SendLessonForm(TeamsForm):
    """More teams for a lesson."""

    def clean(self) -> dict[str, Any]:
        """At least one team."""
        answers = super().clean() or {}
        if not answers.get("teams") and not answers.get("other"):
            self.add_error("other", "Choose a team")
        return answers


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

    told_at = LondonDateTimeField(
        label="When were they told?", called="the time", past=True, quick=True, required=False
    )
    channel = ChoiceOfOne(
        label="How?", called="how they were told", required=False, small=True,
        choices=list(PoliceContact.CHANNELS.items()),
    )  # fmt: skip
    force = OneLineField(label="Which police force?", called="the force", limit=80, required=False)
    told_by = OneLineField(label="Who told them, if not you?", called="who told them", limit=160, required=False)
    log_number = OneLineField(label="Their log (CAD) number", called="the log number", limit=60, required=False)
    crime_number = OneLineField(label="Crime number", called="the crime number", limit=60, required=False)
    attended = YesNoField(label="Did they come?", unsure="Not known", required=False)
    refused_reason = OneLineField(
        label="If they would not come or record it, why?", called="why not", limit=300, required=False
    )
    officer_name = OneLineField(label="Officer’s name", called="the name", limit=160, required=False)
    officer_number = OneLineField(label="Collar number", called="the collar number", limit=40, required=False)
    officer_station = OneLineField(label="Station", called="the station", limit=120, required=False)
    officer_contact = OneLineField(label="How to reach them", called="how to reach them", limit=120, required=False)

    def clean(self) -> dict[str, Any]:
        """A contact of which nothing at all is known is none."""
        answers = super().clean() or {}
        known = [value for name, value in answers.items() if name not in ("seen_version", "opened_at")]
        if not self.errors and not any(value not in (None, "") for value in known):
            self.add_error(None, "Fill in what you know of the contact")
        return answers
