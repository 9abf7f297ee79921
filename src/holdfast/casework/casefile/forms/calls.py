"""Forms of calls for support: answering one, and saying which report it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from holdfast.casework.incidents.models import Incident
from holdfast.foundation.pages.day_fields import LondonDateTimeField
from holdfast.foundation.pages.fields import ChoiceOfOne, LongTextField, OneLineField
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.words import moment_in_words

OTHER = "other"
NOT_YET = ""


class AnswerCallForm(PageForm):
    """What was sent, or why nothing could be."""

    outcome = ChoiceOfOne(
        label="What came of it?",
        called="what came of it",
        choices=[("sent", "Support is on its way, or was there"), ("none", "Nothing could be sent")],
    )
    answer = LongTextField(
        label="What was arranged, or why could nothing be?", called="what was arranged", limit=500, rows=3
    )


class AnswerPoliceCallForm(PageForm):
    """What the police answered. It stands in the register of the police too, where a refusal is taken up."""

    reveals = {"outcome": {"refused": ["refusal"]}}

    outcome = ChoiceOfOne(
        label="What came of it?",
        called="what came of it",
        choices=[
            ("comes", "The police come, or were there"),
            ("refused", "The police would not come"),
            ("none", "The police were not asked"),
        ],
    )
    refusal = OneLineField(label="Why would the police not come?", called="the reason of the police", limit=300)
    force = ChoiceOfOne(label="Which police force was asked?", called="the police force", small=True, required=False)
    other_force = OneLineField(label="Name of the force", called="the name of the force", limit=80, required=False)
    asked_at = LondonDateTimeField(
        label="When were they asked?", called="when they were asked", past=True, quick=True, required=False,
        help_text="Leave this empty if it was just now.",
    )  # fmt: skip
    police_log = OneLineField(label="Police log number", called="the log number", limit=60, required=False)
    answer = LongTextField(
        label="What was arranged for the crew?", called="what was arranged", limit=500, rows=3,
        help_text="The crew reads this at once.",
    )  # fmt: skip

    def __init__(self, *args: Any, forces: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if forces:
            self.fields["force"].choices = [*((name, name) for name in forces), (OTHER, "Another force")]
            self.fields["other_force"].label = "If another force: its name"
        else:
            del self.fields["force"]

    def clean(self) -> dict[str, Any]:
        """Whoever was asked has a name."""
        told = super().clean() or {}
        chosen = told.get("force", "")
        told["force"] = told.get("other_force", "") if chosen in ("", OTHER) else chosen
        if told.get("outcome") in ("comes", "refused") and not told["force"]:
            self.add_error(
                "force" if "force" in self.fields and chosen != OTHER else "other_force",
                "Say which police force was asked",
            )
        return told


class TieCallForm(PageForm):
    """Which report a call belongs to."""

    incident = ChoiceOfOne(label="Which report is it about?", called="the report", small=True)

    def __init__(self, *args: Any, offered: Iterable[Incident], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {row.reference: row for row in offered}
        self.fields["incident"].choices = [
            (row.reference, f"{row.reference} {row.record.title}, reported {moment_in_words(row.reported_at)}")
            for row in self.offered.values()
        ]

    def chosen(self) -> Incident:
        """The incident."""
        return self.offered[self.cleaned_data["incident"]]
