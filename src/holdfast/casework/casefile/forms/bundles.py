"""Forms of bundles: choosing what goes in, and keeping that it was handed over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from holdfast.casework.casefile.forms.versioned import CaseForm
from holdfast.casework.casefile.operations.bundles import Asked
from holdfast.casework.casefile.queries.pieces import Piece
from holdfast.casework.casefile.rules.bundles import GROUPS, REASONS
from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.models import Disclosure
from holdfast.foundation.pages.day_fields import LondonDateTimeField
from holdfast.foundation.pages.fields import ChoiceOfMany, LongTextField, OneLineField, SeveralChoices


class BundleForm(CaseForm):
    """For whom, on which basis, and each piece by itself. What is personal or restricted is not ticked beforehand."""

    to_whom = OneLineField(
        label="For whom is it?", called="for whom it is", limit=200, help_text="Name, number and force of the officer."
    )
    basis = OneLineField(
        label="On which legal basis?", called="the legal basis", limit=300,
        help_text="For example Data Protection Act 2018, schedule 2, paragraph 2: to prevent or detect crime.",
    )  # fmt: skip
    purpose = LongTextField(label="What do they need it for?", called="what it is for", limit=480, rows=2)
    papers = SeveralChoices(label=GROUPS["papers"], small=True, required=False)
    people = SeveralChoices(label=GROUPS["people"], small=True, required=False)
    statements = SeveralChoices(label=GROUPS["statements"], small=True, required=False)
    exhibits = SeveralChoices(label=GROUPS["exhibits"], small=True, required=False)
    why_left_out = LongTextField(
        label="Why is the rest left out?", called="why the rest is left out", limit=1000, rows=2, required=False,
        help_text="The index of the bundle says so. Leave it empty when nothing is left out.",
    )  # fmt: skip

    def __init__(self, *args: Any, incident: Incident, pieces: Sequence[Piece], **kwargs: Any) -> None:
        begun = {
            group: [one.key for one in pieces if one.group == group and not one.sensitive and not one.why_not]
            for group in GROUPS
        }
        kwargs["initial"] = begun | (kwargs.get("initial") or {})
        super().__init__(*args, incident=incident, **kwargs)
        self.cannot = [piece for piece in pieces if piece.why_not]
        for group in GROUPS:
            offered = [piece for piece in pieces if piece.group == group and not piece.why_not]
            if not offered:
                del self.fields[group]
                continue
            field = self.fields[group]
            field.choices = [(piece.key, piece.title[:160]) for piece in offered]
            field.widget.hints = {
                piece.key: "Think twice: " + ", ".join(REASONS[why] for why in piece.sensitive)
                for piece in offered
                if piece.sensitive
            }

    def asked(self) -> Asked:
        """What the operation takes."""
        told = self.cleaned_data
        return Asked(
            to_whom=told["to_whom"],
            basis=told["basis"],
            purpose=told["purpose"],
            chosen=frozenset(key for group in GROUPS for key in told.get(group, ())),
            why_left_out=told["why_left_out"],
        )


class GivingForm(CaseForm):
    """Under which line of the register of disclosures, when and how it was handed over."""

    disclosure = ChoiceOfMany(label="Which approved disclosure is it?", called="the disclosure")
    at = LondonDateTimeField(label="When was it handed over?", called="the time", past=True, quick=True)
    how = OneLineField(
        label="How?", called="how it was handed over", limit=180,
        help_text="For example on an encrypted stick, in person, or by the police’s own portal.",
    )  # fmt: skip

    def __init__(self, *args: Any, incident: Incident, disclosures: Sequence[Disclosure], **kwargs: Any) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        self.disclosures = {str(row.pk): row for row in disclosures}
        self.fields["disclosure"].choices = [
            (key, f"{row.body}, {row.asked_by}: {row.what}"[:120]) for key, row in self.disclosures.items()
        ]
