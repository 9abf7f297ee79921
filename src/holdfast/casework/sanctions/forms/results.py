"""Forms of what was asked of others, what was obtained, what it cost and what is made known."""

from __future__ import annotations

from holdfast.casework.sanctions.forms.versioned import CaseForm
from holdfast.casework.sanctions.models import Proceeding
from holdfast.casework.sanctions.rules.money import DEDUCTION_BASES, LOSSES, WAYS
from holdfast.casework.sanctions.rules.options import BODIES, OF_OTHERS, ORDERS
from holdfast.casework.sanctions.rules.publicity import CHANNELS, CHOICES, PERMISSIONS
from holdfast.foundation.pages.day_fields import LondonDateField
from holdfast.foundation.pages.fields import ChoiceOfOne, LongTextField, MoneyField, OneLineField, YesNoField


class RegulatorForm(CaseForm):
    """A referral to a professional regulator."""

    regulator = OneLineField(
        label="Which regulator?", called="the regulator", limit=160, help_text="Such as HCPC, NMC, GMC or SIA."
    )
    on = LondonDateField(label="When was it sent?", called="the day", past=True, quick=True)
    words = LongTextField(
        label="What was reported, and which evidence went with it?", called="what was reported", limit=4000, rows=5
    )
    agreed_by = OneLineField(label="Who agreed that it is sent?", called="who agreed", limit=200)
    reference = OneLineField(label="Their reference", called="the reference", limit=80, required=False)


class OrderForm(CaseForm):
    """A request for an order that a trust cannot seek itself."""

    order = ChoiceOfOne(
        label="What do you ask for?", called="what you ask for", choices=list(ORDERS.items()), small=True
    )
    body_kind = ChoiceOfOne(
        label="Whom do you ask?", called="whom you ask", small=True,
        choices=[(key, words) for key, words in BODIES.items() if key not in ("human-resources", "regulator")],
    )  # fmt: skip
    body = OneLineField(label="Which one?", called="which one", limit=160, help_text="The force, council or office.")
    on = LondonDateField(label="When did you ask?", called="the day", past=True, quick=True)
    words = LongTextField(label="With which reasons and terms?", called="the reasons", limit=4000, rows=5)
    reference = OneLineField(label="Their reference", called="the reference", limit=80, required=False)


class HumanResourcesForm(CaseForm):
    """A matter that is handed to Human Resources."""

    person = OneLineField(label="Who takes it?", called="who takes it", limit=160)
    on = LondonDateField(label="When was it handed over?", called="the day", past=True, quick=True)
    words = LongTextField(label="What was handed over?", called="what was handed over", limit=4000, rows=4)
    reference = OneLineField(label="Their reference", called="the reference", limit=80, required=False)


class AnswerForm(CaseForm):
    """What a body answered."""

    on = LondonDateField(label="When did they answer?", called="the day", past=True, quick=True)
    answer = LongTextField(label="What did they answer?", called="the answer", limit=4000, rows=4)
    reference = OneLineField(label="Their reference", called="the reference", limit=80, required=False)


class ProceedingForm(CaseForm):
    """Proceedings that began."""

    track = ChoiceOfOne(
        label="Which kind?", called="the kind", choices=list(Proceeding.TRACKS.items()), small=True,
        hints={"criminal": "Only the trust’s own part, such as its witness: the rest is with the police report."},
    )  # fmt: skip
    court = OneLineField(label="Before which court?", called="the court", limit=160)
    number = OneLineField(label="The court’s case number", called="the number", limit=80, required=False)
    about = LongTextField(label="What are they about?", called="what they are about", limit=4000, rows=4)
    started_on = LondonDateField(label="When did they begin?", called="the day", past=True, quick=True)
    witness = OneLineField(
        label="Who speaks for the trust as its witness?", called="the witness", limit=160, required=False
    )


class HearingForm(CaseForm):
    """A day in court."""

    on = LondonDateField(label="On which day?", called="the day")
    about = OneLineField(label="What is it for?", called="what it is for", limit=200)
    witness = OneLineField(label="Who gives evidence?", called="the witness", limit=160, required=False)
    result = LongTextField(label="What came of it?", called="what came of it", limit=4000, rows=3, required=False)


class OutcomeForm(CaseForm):
    """A sanction or redress that others gave."""

    kind = ChoiceOfOne(
        label="What was obtained?", called="what was obtained", choices=list(OF_OTHERS.items()), small=True
    )
    on = LondonDateField(label="On which day?", called="the day", past=True, quick=True)
    imposed_by = OneLineField(label="Who imposed it?", called="who imposed it", limit=160)
    words = LongTextField(label="What exactly?", called="what exactly", limit=4000, rows=3)
    until = LondonDateField(label="Until when does it hold?", called="the end", required=False)
    victim_told_on = LondonDateField(label="When was the victim told?", called="the day", past=True, required=False)


class LossForm(CaseForm):
    """What it cost."""

    kind = ChoiceOfOne(label="What is it?", called="what it is", choices=list(LOSSES.items()), small=True)
    words = OneLineField(label="What exactly?", called="what exactly", limit=300)
    amount = MoneyField(label="How much?", called="how much")
    item = ChoiceOfOne(label="Which of the things in the incident?", called="the thing", required=False, small=True)
    number = OneLineField(
        label="Number in the register of losses and special payments", called="the number", limit=60, required=False
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they come
        self.things = {str(item.pk): item for item in self.case.incident.items.all()}
        if self.things:
            self.fields["item"].choices = [(key, item.description) for key, item in self.things.items()]
        else:
            del self.fields["item"]


class RecoveryForm(CaseForm):
    """A claim."""

    way = ChoiceOfOne(
        label="By which way?", called="the way", small=True,
        choices=[(key, words) for key, words in WAYS.items() if key != "payroll"],
    )  # fmt: skip
    from_whom = OneLineField(label="From whom?", called="from whom", limit=160)
    amount = MoneyField(label="How much is claimed?", called="how much")
    claimed_on = LondonDateField(label="Since when?", called="the day", past=True, quick=True)
    viable = YesNoField(label="Is it worth its cost?", called="whether it is worth it", required=False)
    words = LongTextField(label="Anything else?", called="the rest", limit=2000, rows=3, required=False)


class DeductionForm(CaseForm):
    """A deduction from pay."""

    amount = MoneyField(label="How much in all?", called="how much")
    instalment = MoneyField(label="How much each month?", called="how much each month")
    basis = ChoiceOfOne(
        label="What makes it lawful?", called="what makes it lawful", choices=list(DEDUCTION_BASES.items()), small=True
    )
    basis_words = OneLineField(label="Which term, or where is the consent kept?", called="the proof", limit=300)
    consented_on = LondonDateField(
        label="When did they consent in writing?", called="the day", past=True, required=False
    )
    agreed_on = LondonDateField(label="When was it agreed?", called="the day", past=True, quick=True)
    first_on = LondonDateField(label="When is the first deduction?", called="the day")
    manager = OneLineField(label="With which line manager was it arranged?", called="the line manager", limit=160)
    payroll = OneLineField(label="Who arranges it at the payroll provider?", called="the name", limit=160)


class AgreedForm(CaseForm):
    """What was agreed or ordered of a claim."""

    amount = MoneyField(label="How much was agreed or ordered?", called="how much")
    on = LondonDateField(label="On which day?", called="the day", past=True, quick=True)
    instalment = MoneyField(label="How much each month, if in instalments?", called="how much", required=False)
    first_on = LondonDateField(label="When is the first one due?", called="the day", required=False)


class ReceiptForm(CaseForm):
    """Money that came in."""

    amount = MoneyField(label="How much came in?", called="how much")
    on = LondonDateField(label="On which day?", called="the day", past=True, quick=True)
    words = OneLineField(label="Reference or remark", called="the remark", limit=200, required=False)


class WriteOffForm(CaseForm):
    """Money that will not come."""

    amount = MoneyField(label="How much is written off?", called="how much")
    approved_by = OneLineField(label="Who approved it?", called="who approved it", limit=160)
    why = LongTextField(label="Why will it not come?", called="the reason", limit=1000, rows=3)


class PublicityForm(CaseForm):
    """Whether an outcome is made known, and what was looked at first."""

    choice = ChoiceOfOne(
        label="Is this made known?", called="whether it is made known", choices=list(CHOICES.items()), small=True
    )
    permission = ChoiceOfOne(
        label="What does the victim say?", called="what the victim says", choices=list(PERMISSIONS.items()), small=True
    )
    permission_words = OneLineField(
        label="When and how did they say so?", called="when and how", limit=300, required=False
    )
    restrictions_checked = YesNoField(
        label="Did you check whether a court restricts reporting?", called="whether you checked", required=False
    )
    restricted = YesNoField(label="Does a court restrict it?", called="whether it is restricted", required=False)
    data_protection_checked = YesNoField(
        label="Did you check data protection?", called="whether you checked", required=False
    )
    specialist_consulted = OneLineField(
        label="Which security specialist did you ask?", called="the name", limit=160, required=False
    )
    title = OneLineField(label="Headline", called="the headline", limit=150, required=False)
    words = LongTextField(
        label="Words to be made known", called="the words", limit=4000, rows=6, required=False,
        help_text="Name nobody who was hurt. Say what was done and what came of it.",
    )  # fmt: skip
    reason = LongTextField(
        label="If it is not made known, why?", called="the reason", limit=1000, rows=3, required=False
    )


class PublishForm(CaseForm):
    """Where and when it was made known."""

    channel = ChoiceOfOne(
        label="Where?", called="where", choices=[(key, words) for key, (words, _) in CHANNELS.items()], small=True
    )
    where = OneLineField(label="Which issue, page or paper?", called="which one", limit=300, required=False)
    on = LondonDateField(label="On which day?", called="the day", past=True, quick=True)
