"""Forms of investigating: who does it, what was found, what the review says, what witnesses saw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from holdfast.casework.incidents.forms.people import PersonField
from holdfast.casework.incidents.forms.triage import STRAND_HINTS
from holdfast.casework.incidents.forms.versioned import IncidentForm
from holdfast.casework.incidents.models import Incident, Investigation, Witness
from holdfast.casework.incidents.rules.investigation import CAUSES
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.pages.day_fields import LondonDateField
from holdfast.foundation.pages.fields import ChoiceOfOne, LongTextField, OneLineField, SeveralChoices, YesNoField
from holdfast.kernel import clock


class InvestigatorsForm(IncidentForm):
    """Who leads, who helps, by when."""

    lead = PersonField(label="Who leads the investigation?", called="who leads the investigation")
    keep = SeveralChoices(label="Who helps?", required=False, small=True)
    helper = PersonField(label="Name someone who helps", called="who helps", required=False)
    another = PersonField(label="And someone else", called="who else helps", required=False)
    strand = ChoiceOfOne(
        label="What kind of investigation is it?",
        called="the kind of investigation",
        choices=list(Investigation.STRANDS.items()),
        hints=STRAND_HINTS,
        small=True,
    )
    commissioned_by = OneLineField(
        label="Who asked for it, if not you?", limit=160, required=False, help_text="For example the director."
    )
    due = LondonDateField(label="By when are the findings due?", called="the day", future=True, required=False)

    def __init__(
        self,
        *args: Any,
        incident: Incident,
        investigation: Investigation | None = None,
        helpers: Sequence[Person] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        for name in ("lead", "helper", "another"):
            self.fields[name].look_among(incident.trust)
        self.helpers = {str(person.pk): person for person in helpers}
        if helpers:
            self.fields["keep"].choices = [(key, str(person)) for key, person in self.helpers.items()]
        else:
            del self.fields["keep"]
        if investigation is not None:
            del self.fields["strand"]
            del self.fields["commissioned_by"]
            if investigation.due_at and clock.local_day(investigation.due_at) < clock.today():
                self.fields["due"].future = False  # it may stay as it was, though that day has passed

    def others(self) -> list[Person]:
        """Everyone who helps, each once."""
        told = self.cleaned_data
        people = [self.helpers[key] for key in told.get("keep", [])] + [told["helper"], told["another"]]
        return list({person.pk: person for person in people if person is not None}.values())


class FindingsForm(IncidentForm):
    """What was found, why it happened, what was learnt. Kept for later it may be half done; sent in it may not."""

    findings = LongTextField(
        label="What did you find?", called="what you found", limit=20_000, rows=8, required=False,
        help_text="What happened, in the order in which it happened, and how you know.",
    )  # fmt: skip
    why = LongTextField(
        label="Why do you think it happened?", called="why it happened", limit=5000, rows=4, required=False
    )
    causes = SeveralChoices(label="What played a part?", choices=list(CAUSES.items()), required=False, small=True)
    manager_action = LongTextField(
        label="What was done at once for the people and the place?", called="what was done", limit=5000, rows=3,
        required=False,
    )  # fmt: skip
    learnt = LongTextField(
        label="What can others learn from it?", called="what can be learnt", limit=5000, rows=3, required=False
    )
    staff_representative = OneLineField(
        label="Staff representative who took part", called="the staff representative", limit=160, required=False
    )
    no_representative_reason = OneLineField(
        label="If none took part, why?", called="the reason", limit=300, required=False
    )
    hr_reference = OneLineField(label="Human Resources reference", called="the reference", limit=80, required=False)
    interest_declared = OneLineField(
        label="Do you know anyone involved?", called="whom you know", limit=500, required=False,
        help_text="Say whom and how, or write “none”.",
    )  # fmt: skip

    def __init__(self, *args: Any, incident: Incident, later: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        self.later = later
        if not incident.internal and not self.initial.get("hr_reference"):
            del self.fields["hr_reference"]  # they are involved when a colleague is suspected

    def clean(self) -> dict[str, Any]:
        """Findings that are sent in say at least what was found and why it happened."""
        answers = super().clean() or {}
        if not self.later:
            for name, message in (("findings", "Enter what you found"), ("why", "Enter why you think it happened")):
                if name not in self.errors and not answers.get(name):
                    self.add_error(name, message)
        return answers


class ReviewForm(IncidentForm):
    """Approved, or sent back with what is still needed."""

    approve = ChoiceOfOne(
        label="Are the findings complete?",
        called="whether the findings are complete",
        choices=[("yes", "Yes, approve them"), ("no", "No, send them back")],
    )
    needed = LongTextField(label="What is still needed?", called="what is still needed", limit=2000, rows=3)
    proportionate = YesNoField(
        label="Was the effort in proportion to what happened?", called="whether it was in proportion"
    )
    remark = LongTextField(
        label="Do you want to add anything?", called="your remark", limit=2000, rows=2, required=False
    )

    reveals = {"approve": {"yes": ["proportionate", "remark"], "no": ["needed"]}}


class StatementRequestForm(IncidentForm):
    """Which colleague to ask, by when."""

    person = PersonField(label="Which colleague?", called="whom you ask")
    question = LongTextField(
        label="What should they tell of?", called="what they should tell of", limit=1000, rows=2, required=False,
        help_text="They read this. For example, what you heard from the corridor, and who was there.",
    )  # fmt: skip
    due = LondonDateField(label="By when?", called="the day", future=True, required=False)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        self.fields["person"].look_among(incident.trust)

    def asked_witness(self) -> Witness | None:
        """The witness who is asked; None where it is a colleague."""
        return None


COLLEAGUE = "colleague"


class WitnessRequestForm(StatementRequestForm):
    """Whom to ask of an incident that has witnesses: one of them, or another colleague."""

    whom = ChoiceOfOne(label="Whom do you ask?", called="whom you ask")

    field_order = ("whom", "person", "question", "due")
    reveals = {"whom": {COLLEAGUE: ["person"]}}

    def __init__(self, *args: Any, incident: Incident, witnesses: Sequence[Witness], **kwargs: Any) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        self.witnesses = {str(witness.pk): witness for witness in witnesses}
        names = [(key, witness.name) for key, witness in self.witnesses.items()]
        self.fields["whom"].choices = [*names, (COLLEAGUE, "Another colleague")]

    def asked_witness(self) -> Witness | None:
        """The witness who is asked; None where it is a colleague."""
        return self.witnesses.get(self.cleaned_data["whom"])


class StatementForm(IncidentForm):
    """What someone saw, in their own words."""

    words = LongTextField(
        label="What did you see and hear?", called="what you saw", limit=20_000, rows=10,
        help_text="Write it in your own words and in the order in which it happened. "
        "Say so where you only heard of something from others.",
    )  # fmt: skip
