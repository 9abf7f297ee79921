"""Forms of exhibits: taking one in, handing it over, putting its log right, letting it go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from holdfast.casework.casefile.forms.versioned import CaseForm
from holdfast.casework.casefile.models import Handover
from holdfast.casework.casefile.operations.exhibits import ExhibitFacts
from holdfast.casework.casefile.operations.handovers import Moment
from holdfast.casework.casefile.rules.exhibits import ENDINGS, NATURES
from holdfast.casework.incidents.models import Incident
from holdfast.foundation.pages.day_fields import LondonDateTimeField
from holdfast.foundation.pages.fields import ChoiceOfOne, LongTextField, OneLineField
from holdfast.foundation.records.fields import EvidenceField
from holdfast.foundation.records.models import Evidence

NEW_FILE = "new"
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,3}):(\d{2})")


class ExhibitForm(CaseForm):
    """What it is, who found it where and when, and who has it now. A file also says what recorded it."""

    nature = ChoiceOfOne(
        label="What is it?",
        called="what it is",
        choices=list(NATURES.items()),
        hints={"digital": "CCTV, body-worn video, a photo, a sound, an e-mail"},
    )
    source = ChoiceOfOne(label="Which file?", called="the file", small=True)
    uploads = EvidenceField(
        label="Add the file",
        called="the file",
        most=1,
        any_format=True,
        help_text="As it came from the device, in any format. It is kept byte for byte and never opened here.",
    )
    device = OneLineField(label="What recorded it?", called="the device", limit=200, required=False)
    clock_off = ChoiceOfOne(
        label="Was the device’s clock right?",
        called="whether the clock was right",
        small=True,
        choices=[
            ("right", "It was right"),
            ("fast", "It was fast"),
            ("slow", "It was slow"),
            ("unknown", "Not checked"),
        ],
    )
    fast_by = OneLineField(label="By how much was it fast?", limit=12, help_text="Minutes and seconds, like 4:30")
    slow_by = OneLineField(label="By how much was it slow?", limit=12, help_text="Minutes and seconds, like 4:30")
    clock_checked = OneLineField(
        label="How was the clock checked?", limit=200, required=False,
        help_text="For example against the speaking clock. Leave it empty when it was not checked.",
    )  # fmt: skip
    native_format = OneLineField(
        label="Format in which it was recorded", called="the format", limit=120, required=False
    )
    player = OneLineField(label="What plays it?", called="what plays it", limit=200, required=False)
    copied_by = OneLineField(
        label="Who copied it from the device, and when?", called="who copied it", limit=200, required=False
    )
    description = LongTextField(
        label="Describe it", called="what it looks like", limit=500, rows=3,
        help_text="So that nobody can take it for another: make, colour, size, marks, serial number.",
    )  # fmt: skip
    mark = OneLineField(
        label="Exhibit reference on its label", called="the reference", limit=12, required=False,
        help_text="Initials and a number, like ABC/1. Leave it empty for the next free one of who found it.",
    )  # fmt: skip
    seal = OneLineField(label="Seal number", called="the seal number", limit=60, required=False)
    found_by = OneLineField(label="Who found it?", called="who found it", limit=160)
    found_at = LondonDateTimeField(label="When was it found?", called="the time it was found", past=True, quick=True)
    found_where = OneLineField(label="Where exactly was it found?", called="where it was found", limit=300)
    kept_by = OneLineField(label="Who took it from them?", called="who has it", limit=160)
    kept_since = LondonDateTimeField(label="When?", called="the time it was handed over", past=True, quick=True)
    kept_where = OneLineField(label="Where is it kept?", called="where it is kept", limit=200, required=False)
    private = forms.BooleanField(
        label="It shows an injury, or something else that is private",
        required=False,
        help_text="Then only those who deal with the incident see it.",
    )

    reveals = {
        "nature": {
            "digital": [
                *("source", "device", "clock_off", "clock_checked", "native_format", "player", "copied_by"),
            ]
        },
        "source": {NEW_FILE: ["uploads"]},
        "clock_off": {"fast": ["fast_by"], "slow": ["slow_by"]},
    }

    def __init__(self, *args: Any, incident: Incident, files: Sequence[Evidence] = (), **kwargs: Any) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        self.offered = {str(file.pk): file for file in files}
        self.fields["source"].choices = [(NEW_FILE, "A file that I add now")] + [
            (key, f"{file.name}{f', {file.description}' if file.description else ''}"[:120])
            for key, file in self.offered.items()
        ]

    def clean_fast_by(self) -> int:
        """Seconds."""
        return self._seconds("fast_by")

    def clean_slow_by(self) -> int:
        """Seconds, below nothing."""
        return -self._seconds("slow_by")

    def _seconds(self, name: str) -> int:
        typed = self.cleaned_data.get(name, "").strip()
        if not typed:
            return 0
        found = _CLOCK.fullmatch(typed)
        if found is None or int(found[3]) > 59:
            raise ValidationError("Enter minutes and seconds like 4:30, or hours, minutes and seconds like 1:04:30")
        return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])

    def clean(self) -> dict[str, Any]:
        """A clock that was checked says how."""
        told = super().clean() or {}
        if told.get("clock_off") in ("right", "fast", "slow") and not told.get("clock_checked"):
            self.add_error("clock_checked", "Enter how the clock was checked")
        found, kept = told.get("found_at"), told.get("kept_since")
        if found is not None and kept is not None and kept < found:
            self.add_error("kept_since", "It was handed over before it was found. Put one of the two times right")
        return told

    def facts(self) -> ExhibitFacts:
        """What the operation takes."""
        told = self.cleaned_data
        off = {"right": 0, "fast": told.get("fast_by"), "slow": told.get("slow_by")}
        always = ("nature", "description", "found_by", "found_at", "found_where", "kept_by", "kept_since", "kept_where")
        words = ("mark", "seal", "device", "clock_checked", "native_format", "player", "copied_by")
        facts: dict[str, Any] = {name: told[name] for name in always} | {name: told[name] or "" for name in words}
        return ExhibitFacts(**facts, private=bool(told["private"]), clock_ahead=off.get(told.get("clock_off") or ""))


class HandoverForm(CaseForm):
    """From whom to whom, when, why, and how the seal was."""

    at = LondonDateTimeField(label="When?", called="the time", past=True, quick=True)
    giver = OneLineField(label="Who gave it?", called="who gave it", limit=160)
    receiver = OneLineField(
        label="Who received it?", called="who received it", limit=160,
        help_text="Name; rank and number of an officer. Who only moves it to another place stands in both boxes.",
    )  # fmt: skip
    place = OneLineField(label="Where is it kept from then on?", called="where it is kept", limit=200, required=False)
    why = OneLineField(
        label="Why?", called="why", limit=300, help_text="For example to be examined, or for the police."
    )
    seal = ChoiceOfOne(
        label="Was the seal whole?",
        called="how the seal was",
        small=True,
        choices=[("whole", "Yes"), ("broken", "No"), ("none", "It has no seal, or nobody looked")],
    )
    new_seal = OneLineField(label="New seal number, if it was sealed again", limit=60, required=False)

    def moment(self) -> Moment:
        """What the operation takes."""
        told = self.cleaned_data
        return Moment(
            at=told["at"],
            giver=told["giver"],
            receiver=told["receiver"],
            place=told["place"],
            why=told["why"],
            seal_intact={"whole": True, "broken": False}.get(told["seal"]),
            new_seal=told["new_seal"],
        )


class CorrectionForm(HandoverForm):
    """The row as it should have been, and why it was not."""

    reason = OneLineField(label="What was wrong, and how do you know?", called="what was wrong", limit=300)

    @staticmethod
    def begun(wrong: Handover) -> dict[str, Any]:
        """The boxes as the wrong row has them."""
        seal = {True: "whole", False: "broken"}.get(wrong.seal_intact, "none")  # type: ignore[arg-type]
        same = ("at", "giver", "receiver", "place", "why", "new_seal")
        return {name: getattr(wrong, name) for name in same} | {"seal": seal}


class EndingForm(CaseForm):
    """What became of it, and with whose authority."""

    how = ChoiceOfOne(label="What became of it?", called="what became of it", choices=list(ENDINGS.items()))
    at = LondonDateTimeField(label="When?", called="the time", past=True, quick=True)
    to = OneLineField(label="To whom did it go?", called="to whom it went", limit=160, required=False)
    authority = OneLineField(
        label="Who or what allowed it?", called="who or what allowed it", limit=300,
        help_text="For example the officer in the case, the court’s order, or the retention schedule.",
    )  # fmt: skip
