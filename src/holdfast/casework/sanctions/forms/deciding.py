"""Forms from the victim's wish to the decision."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.casework.incidents.models import Incident, Victim, Wish
from holdfast.casework.incidents.queries.wishes import wishes_of
from holdfast.casework.sanctions.forms.versioned import CaseForm
from holdfast.casework.sanctions.models import Consideration
from holdfast.casework.sanctions.operations.deciding import Answer
from holdfast.casework.sanctions.queries.policy import Option
from holdfast.casework.sanctions.rules.evidence import FactFound
from holdfast.casework.sanctions.rules.safeguards import AGES, CAPACITIES
from holdfast.casework.sanctions.rules.weighing import parts_of
from holdfast.foundation.pages.fields import ChoiceOfOne, LongTextField, OneLineField, YesNoField
from holdfast.foundation.pages.forms import PageForm

ANSWERS = list(Wish.WANTS.items())


class WishForm(PageForm):
    """What a victim wants done."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    wants_sanction = ChoiceOfOne(
        label="Do they want something done about whoever did it?", called="what they want",
        choices=ANSWERS, small=True,
    )  # fmt: skip
    wants_prosecution = ChoiceOfOne(
        label="Do they want it to go to court?", called="whether it goes to court",
        choices=ANSWERS, required=False, small=True,
    )  # fmt: skip
    told_police = YesNoField(
        label="Did they tell the officers that they want the offender dealt with?", unsure="No officers came",
        required=False,
    )  # fmt: skip
    encouraged_by = OneLineField(
        label="Who encouraged them to involve the police?", called="the name", limit=160, required=False
    )
    guided_by = OneLineField(
        label="Who guides them through the police report and what follows?", called="the name", limit=160,
        required=False,
    )  # fmt: skip
    words = LongTextField(label="In their own words", called="their words", limit=2000, rows=4, required=False)

    def __init__(self, *args: Any, incident: Incident, victim: Victim, **kwargs: Any) -> None:
        said = {about: wish.wants for about, wish in wishes_of(victim).items()}
        kwargs["initial"] = {
            "seen_version": incident.record.version,
            "wants_sanction": said.get("action", ""),
            "wants_prosecution": said.get("court", ""),
        } | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class StandingForm(CaseForm):
    """What decides whom the trust may sanction itself."""

    age = ChoiceOfOne(label="How old are they?", called="their age", choices=list(AGES.items()), small=True)
    capacity = ChoiceOfOne(
        label="What did a clinician say about their capacity?", called="their capacity",
        choices=list(CAPACITIES.items()), small=True,
        help_text="Illness, injury, dementia, a learning disability or treatment can lie behind what somebody does.",
    )  # fmt: skip
    capacity_by = OneLineField(label="Which clinician judged it?", called="the clinician", limit=160, required=False)
    words = LongTextField(label="What they said", called="what they said", limit=2000, rows=3, required=False)
    joint = YesNoField(
        label="Is this worked jointly with the counter fraud specialist?",
        called="whether it is worked jointly",
        required=False,
    )


class AssessForm(CaseForm):
    """Whether the evidence can carry a sanction; a reason for each fact that is missing."""

    enough = YesNoField(
        label="Is the evidence enough to carry a sanction?", called="whether it is enough",
        yes="Yes, and the records are good enough", no="No, or not yet",
    )  # fmt: skip
    reason = LongTextField(label="Why?", called="the reason", limit=2000, rows=4)

    def __init__(self, *args: Any, facts: list[FactFound], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lacking = [fact for fact in facts if not fact.held]
        for fact in self.lacking:
            self.fields[f"missing_{fact.check}"] = OneLineField(
                label=f"Why is this missing: {fact.title[:1].lower()}{fact.title[1:]}?", called="the reason",
                limit=280, required=False, initial=fact.reason,
            )  # fmt: skip
        self.order_fields([*(f"missing_{fact.check}" for fact in self.lacking), "enough", "reason"])

    def reasons(self) -> dict[str, str]:
        """Why each missing fact is missing, where somebody said so."""
        return {fact.check: self.cleaned_data.get(f"missing_{fact.check}", "") for fact in self.lacking}


class ConsiderForm(CaseForm):
    """Every option with a yes or no and its reason. Those left empty stay as they were."""

    def __init__(
        self, *args: Any, options: list[Option], considered: dict[str, Consideration], barred: dict[str, str],
        asked: dict[str, str], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.options = options
        for option in options:
            row = considered.get(option.key)
            why, weighed = parts_of(row.reason) if row else ("", "")
            self.fields[f"take_{option.key}"] = YesNoField(
                label=option.title, called="whether to take it", required=False, yes="Take it", no="Do not take it",
                help_text=barred.get(option.key, ""), initial=("yes" if row.chosen else "no") if row else None,
            )  # fmt: skip
            self.fields[f"why_{option.key}"] = LongTextField(
                label=f"Why? ({option.title})", called="the reason", limit=1000, rows=2, required=False,
                initial=why,
            )  # fmt: skip
            if asked.get(option.key):
                self.fields[f"weighed_{option.key}"] = LongTextField(
                    label=f"Age and capacity ({option.title})", called="what was weighed", limit=1000, rows=2,
                    required=False, help_text=f"If you take it: {asked[option.key]}", initial=weighed,
                )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A choice and its reason belong together, and at least one is there."""
        told = super().clean() or {}
        for option in self.options:
            take, why = told.get(f"take_{option.key}"), told.get(f"why_{option.key}", "")
            if take is not None and not why:
                self.add_error(f"why_{option.key}", "Enter the reason")
            if take is None and why and f"take_{option.key}" not in self.errors:
                self.add_error(f"take_{option.key}", "Say whether to take it")
        if not self.errors and not self.answers():
            self.add_error(None, "Answer at least one option")
        return told

    def answers(self) -> dict[str, Answer]:
        """What was answered, by the option's key."""
        told = self.cleaned_data
        return {
            option.key: Answer(
                told[f"take_{option.key}"], told[f"why_{option.key}"], told.get(f"weighed_{option.key}", "")
            )
            for option in self.options
            if told.get(f"take_{option.key}") is not None and told.get(f"why_{option.key}")
        }


class AgreeForm(CaseForm):
    """The answer of a post that must agree."""

    agreed = YesNoField(label="Do you agree?", called="whether you agree", yes="I agree", no="I do not agree")
    reason = LongTextField(
        label="Your reason", called="your reason", limit=2000, rows=4, required=False,
        help_text="Needed when you do not agree.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A refusal says why."""
        told = super().clean() or {}
        if told.get("agreed") is False and not told.get("reason"):
            self.add_error("reason", "Say why you do not agree")
        return told
