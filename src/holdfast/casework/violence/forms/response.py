"""Forms of the response: an item of the checklist, a call for support, advice for a care plan."""

from __future__ import annotations

from typing import Any

from holdfast.casework.violence.forms.versioned import RecordForm
from holdfast.casework.violence.models import Call
from holdfast.foundation.pages.day_fields import LondonDateTimeField
from holdfast.foundation.pages.fields import ChoiceOfOne, LongTextField, OneLineField
from holdfast.foundation.pages.forms import PageForm


class StepForm(RecordForm):
    """One item: done, when and by whom; or why not."""

    reveals = {"answer": {"done": ["done_at", "done_by"], "not": ["why_not"]}}

    answer = ChoiceOfOne(
        label="How does it stand?", called="how it stands", choices=[("done", "Done"), ("not", "Not done")]
    )
    done_at = LondonDateTimeField(label="When?", called="the time", past=True, quick=True)
    done_by = OneLineField(label="By whom, if not you?", called="who did it", limit=160, required=False)
    why_not = OneLineField(label="Why not?", called="the reason", limit=300)
    note = OneLineField(label="Anything to add", limit=500, required=False, help_text="No clinical detail.")
    correction = OneLineField(label="Why must it be put right?", called="the reason", limit=300)

    def __init__(self, *args: Any, answered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not answered:
            del self.fields["correction"]


class CallForm(PageForm):
    """A call for support: as little as can be typed on a bad shift."""

    kind = ChoiceOfOne(
        label="What do you need?", called="what you need", choices=list(Call.KINDS.items()),
        hints={
            "operational": "Another crew, a manager, someone who brings you away",
            "police": "In an emergency ring 999 first",
        },
    )  # fmt: skip
    where = OneLineField(label="Where are you?", called="where you are", limit=300)
    words = LongTextField(label="What is happening?", called="what is happening", limit=500, rows=3)
    call_sign = OneLineField(label="Call sign or telephone", called="the call sign", limit=60, required=False)


class AnswerCallForm(PageForm):
    """What the control room or a manager did."""

    reveals = {"outcome": {"refused": ["refusal"]}}

    outcome = ChoiceOfOne(label="What came of it?", called="what came of it")
    refusal = OneLineField(label="Why would the police not come?", called="the reason of the police", limit=300)
    answer = LongTextField(
        label="What was arranged, or why could nothing be?", called="what was arranged", limit=500, rows=3
    )
    police_log = OneLineField(label="Police log number", called="the log number", limit=60, required=False)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("sent", "Support is on its way, or was there"), ("none", "Nothing could be sent")]
        if call.kind == "police":
            choices.insert(1, ("refused", "The police would not come"))
        else:
            del self.fields["police_log"]
        self.fields["outcome"].choices = choices


class CarePlanForm(RecordForm):
    """Security advice for a care plan."""

    patient_number = OneLineField(
        label="The patient’s number", called="the number by which the ward knows the patient", limit=40,
        help_text="The number that the ward uses. Never a name, never a diagnosis.",
    )  # fmt: skip
    advice = LongTextField(label="What do you advise?", called="what you advise", limit=4000, rows=5)
    given_to = OneLineField(label="Who keeps the care plan and has this advice?", called="who has it", limit=160)


class NoMarkerForm(RecordForm):
    """Why no marker."""

    reason = OneLineField(label="Why is no marker asked for?", called="the reason", limit=300)
