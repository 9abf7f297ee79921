"""Forms of searches: asking for one, deciding on it, the colleague's answer, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from holdfast.casework.casefile.forms.versioned import CaseForm
from holdfast.casework.casefile.models import Exhibit
from holdfast.casework.casefile.operations.searches import Suspicion
from holdfast.casework.casefile.operations.searching import Outcome
from holdfast.casework.casefile.queries.searches import Approver
from holdfast.casework.incidents.models import Incident
from holdfast.foundation.organisation.queries.people import find_people
from holdfast.foundation.pages.day_fields import LondonDateTimeField
from holdfast.foundation.pages.fields import ChoiceOfMany, ChoiceOfOne, LongTextField, OneLineField, YesNoField


class AskForm(CaseForm):
    """A reasonable suspicion in its three parts, the grounds, and who decides."""

    kit = OneLineField(
        label="What do you want to search?", called="what you want to search", limit=200,
        help_text="For example the locker or the bag. A locker that the trust owns counts as the colleague’s own.",
    )  # fmt: skip
    item = OneLineField(
        label="Which stolen item are you looking for?",
        called="the stolen item",
        limit=300,
        help_text="Name the very item.",
    )
    suspect = OneLineField(
        label="Which colleague is suspected of having taken it?", called="the colleague", limit=160,
        help_text="Full name. Only the people named on this incident see it.",
    )  # fmt: skip
    place = OneLineField(label="Where do you think the item is?", called="where the item is", limit=300)
    grounds = LongTextField(
        label="What makes you suspect it?", called="the grounds", limit=4000, rows=5,
        help_text="What was seen, by whom and when. A feeling is not enough.",
    )  # fmt: skip
    approver = ChoiceOfMany(label="Who is asked to approve it?", called="who is asked")

    def __init__(self, *args: Any, incident: Incident, approvers: Sequence[Approver], **kwargs: Any) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        self.approvers = {str(one.person.pk): one for one in approvers}
        self.fields["approver"].choices = [(key, f"{one.person}, {one.post}") for key, one in self.approvers.items()]

    def suspicion(self) -> Suspicion:
        """What the operation takes. The colleague is found among the staff when the name is exactly one person's."""
        told = self.cleaned_data
        name = " ".join(told["suspect"].split())
        people = [who for who in find_people(self.incident.trust, name)[:5] if str(who).casefold() == name.casefold()]
        return Suspicion(
            kit=told["kit"],
            item=told["item"],
            suspect=name,
            place=told["place"],
            grounds=told["grounds"],
            suspect_person=people[0] if len(people) == 1 else None,
        )


class ByWordForm(CaseForm):
    """Approval that was given by word of mouth, written down by someone else."""

    at = LondonDateTimeField(label="When did they approve it?", called="the time", past=True, quick=True)
    why = LongTextField(label="What did they say?", called="what they said", limit=480, rows=3)


class ApproveForm(CaseForm):
    """The approver's own yes."""

    why = LongTextField(label="A note on your decision", called="the note", limit=480, rows=3, required=False)


class AnswerForm(CaseForm):
    """What the colleague was told, and what they answered."""

    told_approved = forms.BooleanField(
        label="They were told that the request has been approved",
        error_messages={"required": "Tell them that the request has been approved, then tick this"},
    )
    told_free = forms.BooleanField(
        label="They were told that they are free to refuse",
        error_messages={"required": "Tell them that they are free to refuse, then tick this"},
    )
    answer = ChoiceOfOne(
        label="What did they answer?",
        called="what they answered",
        choices=[("agreed", "They agree to the search"), ("refused", "They refuse")],
        hints={"refused": "Then the search goes no further"},
    )
    at = LondonDateTimeField(label="When?", called="the time", past=True, quick=True)
    witnesses = OneLineField(label="Who else was there?", called="who was there", limit=300, required=False)


class PoliceForm(CaseForm):
    """Whether the police are asked to search, considered with the approver."""

    wanted = YesNoField(label="Are the police asked to search?", called="whether the police are asked")
    with_whom = OneLineField(label="With whom did you consider it?", called="with whom you considered it", limit=160)
    why = LongTextField(
        label="Why?", called="the reason", limit=480, rows=3,
        help_text="When they were called: the time, and the number that they gave.",
    )  # fmt: skip


class OutcomeForm(CaseForm):
    """What was done and found. Whether the police did it is asked by the page, not here."""

    at = LondonDateTimeField(label="When was it searched?", called="the time", past=True, quick=True)
    searched_by = OneLineField(label="Who searched?", called="who searched", limit=300)
    witnesses = OneLineField(label="Who else was there?", called="who was there", limit=300, required=False)
    found = YesNoField(label="Was anything found?", called="whether anything was found")
    found_what = LongTextField(label="What was found, and where exactly?", called="what was found", limit=2000, rows=3)
    exhibit = ChoiceOfMany(
        label="Exhibit, if it was taken in already", called="the exhibit", required=False, empty="Not taken in yet"
    )
    report_words = LongTextField(
        label="The reason for the search, in words that name nobody", called="the reason", limit=1000, rows=3,
        help_text="This goes on the report that others may read.",
    )  # fmt: skip

    reveals = {"found": {"yes": ["found_what", "exhibit"]}}

    def __init__(self, *args: Any, incident: Incident, exhibits: Sequence[Exhibit], **kwargs: Any) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        self.exhibits = {str(row.pk): row for row in exhibits}
        self.fields["exhibit"].choices = [(key, str(row)[:120]) for key, row in self.exhibits.items()]

    def outcome(self, *, by_police: bool) -> Outcome:
        """What the operation takes."""
        told = self.cleaned_data
        return Outcome(
            at=told["at"],
            searched_by=told["searched_by"],
            found=bool(told["found"]),
            report_words=told["report_words"],
            found_what=told["found_what"],
            witnesses=told["witnesses"],
            by_police=by_police,
            exhibit=self.exhibits.get(told["exhibit"] or ""),
        )
