"""Forms of markers: asking, deciding, telling, hearing, looking up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from holdfast.casework.violence.forms.versioned import RecordForm
from holdfast.casework.violence.models import Marker
from holdfast.casework.violence.rules.markers import CRITERIA, PLACES, REVIEW_CAUSES
from holdfast.foundation.pages.day_fields import LondonDateField
from holdfast.foundation.pages.fields import (
    ChoiceOfMany,
    ChoiceOfOne,
    LongTextField,
    OneLineField,
    SeveralChoices,
    YesNoField,
)
from holdfast.foundation.pages.forms import PageForm

STANDINGS = [
    ("patient", "A patient"), ("relative", "A relative or friend of a patient"), ("visitor", "A visitor"),
    ("public", "Someone else"), ("colleague", "A colleague"), ("unknown", "Not known"),
]  # fmt: skip
ACTIONS = list(Marker.ACTIONS.items())


class AskForm(RecordForm):
    """A request for a marker. Most of it stands in the report already."""

    reveals = {"place": {"part": ["part"]}}

    place = ChoiceOfOne(
        label="What kind of place is it?", called="what kind of place it is", choices=list(PLACES.items())
    )
    part = OneLineField(label="Which flat, room or unit?", called="the exact flat, room or unit", limit=60)
    address = OneLineField(
        label="Address", called="the address", limit=300, help_text="Number or name of the building, and the street."
    )
    postcode = OneLineField(label="Postcode", limit=10, required=False)
    facts = LongTextField(
        label="What happened there?", called="what happened", limit=1000, rows=4,
        help_text="Plain facts that you saw or heard. No diagnosis, no opinion of the person.",
    )  # fmt: skip
    actions = SeveralChoices(label="What should crews do?", choices=ACTIONS, required=False, small=True)
    advice = OneLineField(label="Anything else that crews should do", limit=500, required=False)
    subject_name = OneLineField(
        label="Who does it concern?", limit=160, required=False, help_text="Their name, if you know it."
    )
    subject_standing = ChoiceOfMany(label="Who are they?", choices=STANDINGS, required=False)
    subject_born = LondonDateField(
        label="Date of birth, if known", called="the date of birth", birthday=True, required=False
    )


class DecisionForm(RecordForm):
    """What every decision needs: a reason, and who took part."""

    reason = LongTextField(label="Why?", called="the reason", limit=2000, rows=3)
    members = SeveralChoices(
        label="Who took part in the decision?", called="who took part", required=False, small=True,
        help_text="Tick only those who did: none of them can decide when it is challenged.",
    )  # fmt: skip
    panel = LongTextField(label="Who else took part?", limit=500, rows=2, required=False, help_text="One name a line.")

    def __init__(self, *args: Any, members: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if members:
            self.fields["members"].choices = [(name, name) for name in members]
        else:
            del self.fields["members"]
            self.fields["panel"].label = "Who took part in the decision?"

    def people(self) -> list[str]:
        """The names, one each."""
        told = [*self.cleaned_data.get("members", []), *self.cleaned_data.get("panel", "").splitlines()]
        return list(dict.fromkeys(name.strip() for name in told if name.strip()))


class PlaceForm(RecordForm):
    """A temporary marker."""

    until = LondonDateField(label="Until when does it show at most?", called="the day", future=True)
    reason = OneLineField(label="Why must it show now?", called="the reason", limit=300)
    advice = OneLineField(label="What should crews do?", limit=500, required=False)

    def __init__(self, *args: Any, suggested: date | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"until": suggested} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class ConfirmForm(DecisionForm):
    """A panel confirms a marker."""

    category = ChoiceOfOne(label="Which category?", called="the category", small=True)
    nature = OneLineField(label=CRITERIA["nature"], called="what was done and how serious it was", limit=300)
    injury = OneLineField(label=CRITERIA["injury"], limit=300, required=False)
    weapon = OneLineField(label=CRITERIA["weapon"], limit=300, required=False)
    repetition = OneLineField(label=CRITERIA["repetition"], limit=300, required=False)
    target = OneLineField(label=CRITERIA["target"], limit=300, required=False)
    others = OneLineField(label=CRITERIA["others"], limit=300, required=False)
    medical = OneLineField(label=CRITERIA["medical"], limit=300, required=False)
    urgency = OneLineField(label=CRITERIA["urgency"], limit=300, required=False)
    actions = SeveralChoices(label="What should crews do?", choices=ACTIONS, required=False, small=True)
    advice = OneLineField(label="Anything else that crews should do", limit=500, required=False)
    review_on = LondonDateField(label="When is it reviewed?", called="the day of the review", future=True)

    field_order = ["category", *CRITERIA, "reason", "members", "panel", "actions", "advice", "review_on"]

    def __init__(self, *args: Any, categories: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if categories:
            self.fields["category"].choices = list(categories.items())
        else:
            del self.fields["category"]

    def weighed(self) -> dict[str, str]:
        """What was weighed, by criterion."""
        return {key: self.cleaned_data.get(key, "") for key in CRITERIA}


class ReviewForm(DecisionForm):
    """Keeping a marker after a review."""

    cause = ChoiceOfOne(
        label="What led to the review?", called="what led to it", choices=list(REVIEW_CAUSES.items()), small=True
    )
    advice = OneLineField(label="What should crews do?", limit=500, required=False)
    review_on = LondonDateField(label="When is it reviewed next?", called="the day", future=True)

    field_order = ["cause", "reason", "members", "panel", "advice", "review_on"]


class RemoveForm(RecordForm):
    """Removing a marker."""

    cause = ChoiceOfOne(
        label="What led to it?", called="what led to it", choices=list(REVIEW_CAUSES.items()), small=True
    )
    reason = LongTextField(label="Why is it no longer needed?", called="the reason", limit=2000, rows=3)


class NotifyForm(RecordForm):
    """Was the person told?"""

    reveals = {"told": {"yes": ["how"], "no": ["why_not"]}}

    told = YesNoField(
        label="Were they told in writing?", called="whether they were told",
        hints={"yes": "Why, what it says, who sees it, how long, and how to challenge it"},
    )  # fmt: skip
    how = OneLineField(label="How and when?", called="how they were told", limit=200)
    why_not = OneLineField(
        label="Why not?", called="why not", limit=300,
        help_text="Only serious harm, violence that it would provoke, or police work that it would spoil.",
    )  # fmt: skip


class DiscloseForm(RecordForm):
    """Somebody outside is told."""

    to = OneLineField(label="Who is told?", called="who is told", limit=200)
    basis = OneLineField(label="On which basis?", called="the basis", limit=200)


class ChallengeForm(RecordForm):
    """A challenge comes in."""

    from_whom = OneLineField(label="Who challenges it?", called="who challenges it", limit=160)
    words = LongTextField(label="What do they say?", called="what they say", limit=4000, rows=5)


class AnswerChallengeForm(RecordForm):
    """A challenge is decided."""

    upheld = YesNoField(
        label="Are they right?", called="whether they are right", yes="Yes, remove the marker", no="No, it stays"
    )
    reason = LongTextField(label="Why? This goes into the letter to them.", called="the reason", limit=4000, rows=5)


class LookUpForm(PageForm):
    """One address, and what for."""

    asked = OneLineField(
        label="Address", called="an address", limit=300, help_text="Such as Flat 2, 10 High Street, AB1 2CD; or a UPRN."
    )
    job = OneLineField(label="Job number, or what you need it for", called="the job number", limit=60)


class HitForm(PageForm):
    """Did it help?"""

    reveals = {"passed_on": {"yes": ["helped"]}}

    passed_on = YesNoField(label="Was the marker passed on to the crew?", called="whether it was passed on")
    helped = YesNoField(label="Did it help them?", called="whether it helped")
    words = LongTextField(label="Anything that should change about it?", limit=500, rows=3, required=False)


class MarkerFilterForm(PageForm):
    """Which markers to show."""

    text = OneLineField(label="Postcode, street or reference", limit=80, required=False)
    state = SeveralChoices(label="State", required=False, small=True)

    def __init__(self, data: Any, *, states: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["state"].choices = list(states)
