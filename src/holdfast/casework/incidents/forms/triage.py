"""Forms of triage: judging an incident, and sending it where it belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from holdfast.casework.incidents.forms.people import PersonField
from holdfast.casework.incidents.forms.versioned import IncidentForm
from holdfast.casework.incidents.models import Incident, Investigation, Referral
from holdfast.casework.incidents.operations.report_telling import posts_for
from holdfast.casework.incidents.presenters.triage import Candidate
from holdfast.casework.incidents.rules.taxonomy import SEVERITIES, TYPES
from holdfast.foundation.organisation.models import Level, Person, Post
from holdfast.foundation.pages.day_fields import LondonDateField
from holdfast.foundation.pages.fields import (
    ChoiceOfMany,
    ChoiceOfOne,
    LongTextField,
    OneLineField,
    SeveralChoices,
    YesNoField,
)
from holdfast.foundation.pages.widgets import Radios
from holdfast.kernel.references import Reference

TYPE_CHOICES = [(key, kind.title) for key, kind in TYPES.items()]
SHORT = re.compile(r"(?<=\D)(\d{1,4})$")
OTHER, NOBODY = "other", "nobody"
STRAND_HINTS = {
    "manager": "A manager looks into it",
    "lsms": "The security specialist opens a file of their own",
    "specialist": "Counter fraud, information security or another specialist",
}


class JudgementForm(IncidentForm):
    """What it is, how serious, crime or not: for an incident whose investigation runs already."""

    type = ChoiceOfMany(label="What kind of incident is this?", called="the kind of incident", choices=TYPE_CHOICES)
    severity = ChoiceOfOne(
        label="How serious is it?",
        called="how serious it is",
        small=True,
        choices=list(SEVERITIES.items()),
        hints={
            "minor": "No injury, no or little loss",
            "moderate": "First aid, distress, or a loss that hurts",
            "serious": "Treated injury, weapon, hate crime, or a service that stopped",
            "critical": "Life at risk, or the trust’s work at risk",
        },
    )
    crime = YesNoField(label="Is it a crime?", called="whether it is a crime", widget=Radios(inline=True, small=True))
    also = SeveralChoices(
        label="Is any of this true?",
        small=True,
        required=False,
        choices=[
            ("near_miss", "It was a near miss"),
            ("internal", "A colleague is suspected"),
            ("restricted", "Only named people should see it"),
        ],
        hints={"internal": "Then only people who are named on the incident see it from now on"},
    )
    note = LongTextField(
        label="A note for those who deal with it", called="the note", limit=2000, rows=2, required=False
    )

    def __init__(self, *args: Any, incident: Incident, suggested: str = "", **more: Any) -> None:
        # What is a judgement is ticked by nobody but whoever judges: what stood there before would be left as it is.
        begun = {
            "type": incident.type,
            "severity": incident.severity or None,
            "crime": incident.crime,
            "also": [name for name in ("near_miss", "internal", "restricted") if getattr(incident, name)],
        }
        more["initial"] = begun | (more.get("initial") or {})
        super().__init__(*args, incident=incident, **more)
        if suggested:
            words = dict(SEVERITIES)[suggested]
            self.fields[
                "severity"
            ].help_text = f"By what was told of injuries, weapons and hate it looks {words.lower()}"
        if incident.restricted:
            self.fields["also"].choices = [c for c in self.fields["also"].choices if c[0] != "restricted"]

    def chosen_lead(self) -> tuple[Person | None, str]:
        """Nobody: who investigates is not asked here."""
        return None, "manager"


class TriageForm(JudgementForm):
    """What it is, how serious, crime or not, who looks into it by when."""

    who = ChoiceOfOne(label="Who looks into it?", called="who looks into it", small=True)
    lead = PersonField(label="Who?", called="who looks into it")
    strand = ChoiceOfOne(
        label="What kind of investigation is it?",
        called="the kind of investigation",
        small=True,
        choices=list(Investigation.STRANDS.items()),
        hints=STRAND_HINTS,
    )
    no_investigation_reason = LongTextField(
        label="Why is no investigation needed?", called="why no investigation is needed", limit=1000, rows=3,
        help_text="The reporter reads this.",
    )  # fmt: skip
    due = LondonDateField(label="By when are the findings due?", called="the day", future=True, required=False)

    field_order = (
        "type", "severity", "crime", "also", "who", "lead", "strand", "no_investigation_reason", "due", "note",
    )  # fmt: skip
    reveals = {"who": {OTHER: ["lead", "strand"], NOBODY: ["no_investigation_reason"]}}

    def __init__(
        self, *args: Any, incident: Incident, candidates: Sequence[Candidate], due: date | None, **more: Any
    ) -> None:
        begun = {"who": candidates[0].key if candidates else None, "strand": "specialist", "due": due}
        more["initial"] = begun | (more.get("initial") or {})
        super().__init__(*args, incident=incident, **more)
        self.candidates = {candidate.key: candidate for candidate in candidates}
        who = self.fields["who"]
        who.choices = [
            *((candidate.key, candidate.words) for candidate in candidates),
            (OTHER, "Someone else"),
            (NOBODY, "Nobody: no investigation is needed"),
        ]
        who.widget.hints = {candidate.key: candidate.hint for candidate in candidates if candidate.hint}
        self.fields["lead"].look_among(incident.trust)

    def chosen_lead(self) -> tuple[Person | None, str]:
        """Who leads, and in which strand; nobody when no investigation is needed."""
        who = self.cleaned_data.get("who")
        if who in self.candidates:
            return self.candidates[who].person, self.candidates[who].strand
        if who == OTHER:
            return self.cleaned_data["lead"], self.cleaned_data["strand"]
        return None, "manager"


class RouteOutForm(IncidentForm):
    """Where an incident belongs that the policy does not cover."""

    where = OneLineField(
        label="Where does it belong?", called="where it belongs", limit=100,
        help_text="For example patient safety, human resources, information governance.",
    )  # fmt: skip
    why = LongTextField(
        label="Why does it not belong here?",
        called="the reason",
        limit=180,
        rows=3,
        help_text="The reporter reads this.",
    )


class MergeForm(IncidentForm):
    """Which incident tells of the same event."""

    into = OneLineField(
        label="Reference of the other incident", called="the reference", limit=20,
        help_text="For example INC-2026-00042. This report is merged into it, and both are kept.",
    )  # fmt: skip
    why = LongTextField(label="How do you know that it is the same event?", called="how you know", limit=500, rows=3)

    def clean_into(self) -> str:
        """The reference as it is written, however it was typed."""
        try:
            # Here only an incident is asked for, so its zeros may be left out.
            return str(Reference.parse(SHORT.sub(lambda found: found[1].zfill(5), self.cleaned_data["into"].strip())))
        except ValueError:
            self.add_error("into", "Enter a reference such as INC-2026-00042")
            return ""


class ReferForm(IncidentForm):
    """Send it to one more post: those of the trust, and those of the incident's unit or the nearest above it."""

    post = ChoiceOfMany(label="Who should see it?", called="who should see it")
    why = LongTextField(label="Why?", called="the reason", limit=180, rows=3)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        told = Referral.objects.filter(incident=incident).values("post")
        keys = Post.objects.filter(trust_id=incident.trust_id, closed__isnull=True).exclude(level=Level.EVERYONE)
        posts = posts_for(incident.trust_id, list(keys.values_list("key", flat=True).distinct()), incident.unit)
        known = set(Post.objects.filter(pk__in=told).values_list("pk", flat=True))
        self.posts = {str(post.pk): post for post in posts if post.pk not in known and not post.is_pattern}
        self.fields["post"].choices = sorted(((key, str(post)) for key, post in self.posts.items()), key=lambda c: c[1])


class AskClinicianForm(IncidentForm):
    """What a clinician should look at."""

    why = LongTextField(
        label="What should they look at?", called="what they should look at", limit=180, rows=3,
        help_text="For example, the patient was confused and had a head injury.",
    )  # fmt: skip


class MedicalFactorsForm(IncidentForm):
    """A clinician's judgement."""

    present = YesNoField(
        label="Did illness, injury or treatment lie behind what the person did?",
        called="your judgement",
        help_text="It is a fact about the incident, and never a reason not to record it.",
    )
    reason = LongTextField(label="What does your judgement rest on?", called="your reasons", limit=1000, rows=3)


class ReaderForm(IncidentForm):
    """One more person who may see a restricted incident."""

    person = PersonField(label="Who needs to see it?", called="who needs to see it")
    why = LongTextField(label="Why?", called="the reason", limit=280, rows=3)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        self.fields["person"].look_among(incident.trust)
