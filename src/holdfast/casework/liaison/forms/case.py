"""Forms of statements, contacts with outside bodies, counter fraud and disclosures."""

from __future__ import annotations

from typing import Any

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.liaison.forms.sent import SentForm
from holdfast.casework.liaison.queries.wishes import name_of
from holdfast.casework.liaison.rules.contacts import BODIES
from holdfast.casework.liaison.rules.disclosure import POWERS
from holdfast.foundation.pages.day_fields import LondonDateField, LondonDateTimeField
from holdfast.foundation.pages.fields import ChoiceOfMany, ChoiceOfOne, LongTextField, OneLineField, YesNoField


class StatementForm(SentForm):
    """The police asked someone for a statement."""

    who = ChoiceOfOne(label="Whom did the police ask?", called="whom they asked", small=True)
    name = OneLineField(label="If someone else: who?", called="the name", limit=160, required=False)
    asked_on = LondonDateField(label="When did they ask?", called="the day", past=True, quick=True)
    asked_by = OneLineField(label="Which officer asked?", limit=160, required=False)
    given_on = LondonDateField(
        label="When was it given?",
        called="the day",
        past=True,
        required=False,
        help_text="Leave this empty if not yet.",
    )

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.victims = {f"victim-{row.pk}": row for row in incident.victims.select_related("person")}
        self.witnesses = {f"witness-{row.pk}": row for row in incident.witnesses.select_related("person")}
        people = [(key, name_of(row)) for key, row in self.victims.items()]
        people += [(key, f"{row.name or row.person} (saw it)") for key, row in self.witnesses.items()]
        self.fields["who"].choices = [*people, ("other", "Someone else")]

    def clean(self) -> dict[str, Any]:
        """Someone else needs a name."""
        answers = super().clean() or {}
        if answers.get("who") == "other" and not answers.get("name"):
            self.add_error("name", "Enter their name")
        return answers

    def whose(self) -> dict[str, Any]:
        """Who was asked, as the operation takes it."""
        who = self.cleaned_data["who"]
        victim: Victim | None = self.victims.get(who)
        if victim is not None:
            return {"victim": victim}
        witness = self.witnesses.get(who)
        if witness is not None:
            return {"person": witness.person, "name": witness.name}
        return {"name": self.cleaned_data["name"]}


class GivenForm(SentForm):
    """The statement was given, or will not be."""

    given_on = LondonDateField(label="When was it given?", called="the day", past=True, quick=True, required=False)
    reason = OneLineField(label="If it will not be given: why?", limit=300, required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        answers = super().clean() or {}
        if not self.errors and bool(answers.get("given_on")) == bool(answers.get("reason")):
            self.add_error(None, "Enter the day on which it was given, or why it will not be")
        return answers


class ContactForm(SentForm):
    """A word with an outside body."""

    body = ChoiceOfMany(label="With whom did you speak?", called="with whom you spoke", choices=list(BODIES.items()))
    name = OneLineField(label="Their name and role", limit=160, required=False)
    spoke_at = LondonDateTimeField(label="When?", called="when you spoke", past=True, quick=True)
    words = LongTextField(label="What was it about?", called="what it was about", limit=4000, rows=4)
    next_on = LondonDateField(
        label="When do you take it up again?",
        called="the day",
        future=True,
        required=False,
        help_text="It then stands in your work on that day.",
    )


class FraudForm(SentForm):
    """A matter goes to counter fraud."""

    words = LongTextField(label="Why should counter fraud know?", called="the reason", limit=2000, rows=4)


class JointWorkForm(SentForm):
    """What security and counter fraud did together."""

    words = LongTextField(label="What did you do together?", called="what you did", limit=4000, rows=4)
    ended = YesNoField(label="Is the joint work done?", called="whether it is done")


class DisclosureForm(SentForm):
    """Someone outside asks for information."""

    own_motion = YesNoField(
        label="Did they ask, or does the trust offer it?",
        called="who began",
        yes="The trust offers it",
        no="They asked",
    )
    asked_by = OneLineField(
        label="Who asks, or gets it?",
        called="who asks",
        limit=160,
        help_text="Name, rank or role, and how you know that it is them.",
    )
    body = OneLineField(label="For which body?", called="the body", limit=160)
    asked_on = LondonDateField(label="When did they ask?", called="the day", past=True, quick=True)
    their_reference = OneLineField(label="Their reference", limit=80, required=False)
    what = LongTextField(label="What is asked for?", called="what is asked for", limit=4000, rows=3)
    whose = LongTextField(label="Whose information is it?", limit=1000, rows=2, required=False)
    purpose = LongTextField(label="Why do they need it?", called="why they need it", limit=2000, rows=3)
    power = ChoiceOfOne(label="Which power was named?", called="the power", choices=list(POWERS.items()), small=True)


class DecideDisclosureForm(SentForm):
    """A disclosure is approved or refused."""

    approve = YesNoField(label="May it be handed over?", called="your decision", yes="Approve", no="Refuse")
    reason = LongTextField(
        label="Why?",
        called="the reason",
        limit=2000,
        rows=3,
        help_text="Is it necessary for that purpose, and no more than is needed?",
    )


class HandOverForm(SentForm):
    """Something was handed over."""

    given_on = LondonDateField(label="When?", called="the day", past=True, quick=True)
    what = LongTextField(
        label="What was handed over, and what was left out?", called="what was handed over", limit=4000, rows=3
    )
    how = OneLineField(label="How?", called="how", limit=200, help_text="For example by encrypted mail, in person.")
