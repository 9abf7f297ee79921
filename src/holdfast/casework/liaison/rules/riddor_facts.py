"""What is known of an injured person, and what RIDDOR 2013 asks for: the words of `rules.riddor`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from holdfast.casework.liaison.rules.incapacity import Span
from holdfast.casework.liaison.rules.injuries import Medical


class Outcome(StrEnum):
    """What the Regulations ask for."""

    DEATH = "report_death"
    DEATH_WITHIN_YEAR = "notify_death_within_year"
    DANGEROUS_OCCURRENCE = "report_dangerous_occurrence"
    SPECIFIED_INJURY = "report_specified_injury"
    DISEASE = "report_disease"
    OVER_SEVEN_DAYS = "report_over_7_days"
    NON_WORKER = "report_non_worker_injury"
    OVER_THREE_DAYS = "record_only_over_3_days"
    ASSESS = "assess"
    NOT_REPORTABLE = "not_reportable"


REPORTED = (
    Outcome.DEATH,
    Outcome.DEATH_WITHIN_YEAR,
    Outcome.DANGEROUS_OCCURRENCE,
    Outcome.SPECIFIED_INJURY,
    Outcome.DISEASE,
    Outcome.OVER_SEVEN_DAYS,
    Outcome.NON_WORKER,
)
"""The outcomes of which the enforcing authority is told."""


class Standing(StrEnum):
    """Who the injured person is, in the eyes of reg 3: this decides who has the duty to report."""

    EMPLOYEE = "employee"
    TRAINEE = "trainee"
    AGENCY_WORKER = "agency_worker"
    CONTRACTOR_EMPLOYEE = "contractor_employee"
    OTHER_EMPLOYER = "other_employer"
    SELF_EMPLOYED = "self_employed"
    PATIENT = "patient"
    VISITOR = "visitor"
    PUBLIC = "public"
    VOLUNTEER = "volunteer"


NOT_WORKERS = {Standing.PATIENT, Standing.VISITOR, Standing.PUBLIC, Standing.VOLUNTEER}
EMPLOYED = {
    Standing.EMPLOYEE: "employer",
    Standing.TRAINEE: "employer",
    Standing.AGENCY_WORKER: "employer (the agency)",
    Standing.CONTRACTOR_EMPLOYEE: "employer (the contractor)",
    Standing.OTHER_EMPLOYER: "employer (not the trust)",
}
OTHERS_REPORT = {Standing.AGENCY_WORKER, Standing.CONTRACTOR_EMPLOYEE, Standing.OTHER_EMPLOYER}
"""Whose own employer has the duty: the trust tells that employer and keeps its reference (reg 3(1)(a)(i))."""
IN_CONTROL = "person in control of the premises"
OWN_PREMISES = f"{IN_CONTROL} (the trust)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one injured person, or of an occurrence when `victim` is None. None: nobody has said.

    `accident_date` is the day in London. `injuries` are told as in `rules.injuries`. `premises` is "hospital" for
    hospital premises (reg 5(b)), "private_address" where the trust is not in control. `as_at`: count incapacity up to
    this day only. Raises ValueError when days contradict each other.
    """

    accident_date: date
    victim: Standing | None = Standing.EMPLOYEE
    kind: str = "physical_violence"
    work_related: bool | None = None
    personal_matter: bool = False
    at_work: bool | None = None
    injuries: tuple[str, ...] = ()
    medical: Medical = field(default_factory=Medical)
    incapacity: tuple[Span, ...] = ()
    taken_to_hospital: bool | None = None
    premises: str = ""
    vehicle_movement_on_road: bool = False
    road_exception: bool = False
    medical_treatment: bool = False
    source_known_bbv: bool = False
    biological_agent: bool = False
    infection_diagnosed_on: date | None = None
    death_date: date | None = None
    work_stopped_hours: float = 0
    intentional: bool | None = None
    as_at: date | None = None

    def __post_init__(self) -> None:
        for name, day in (("death_date", self.death_date), ("infection_diagnosed_on", self.infection_diagnosed_on)):
            if day is not None and day < self.accident_date:
                raise ValueError(
                    f"{name}: {day.isoformat()} is before the accident on {self.accident_date.isoformat()}"
                )
        for number, span in enumerate(self.incapacity):
            if span.first < self.accident_date:
                raise ValueError(
                    f"incapacity[{number}]: begins on {span.first.isoformat()}, before the accident on "
                    f"{self.accident_date.isoformat()}; count only days lost because of it"
                )

    @property
    def worker(self) -> bool:
        """True when the person was at work, whoever employs them."""
        return self.victim is not None and (self.victim not in NOT_WORKERS if self.at_work is None else self.at_work)


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that the Regulations ask for. `reason` is a sentence for the person who decides."""

    outcome: Outcome
    regulation: str
    responsible_person: str
    report_due: date | None
    reason: str

    @property
    def notify_without_delay(self) -> bool:
        """True when the authority is told by the quickest means, before the report (Sch 1 para 1)."""
        return self.outcome in REPORTED and self.outcome != Outcome.OVER_SEVEN_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is proposed. `also`: further duties on the same facts, which need no second report (reg 15).

    `reportable_from` is day 8 of unbroken incapacity, also when another duty decides. `report_at_once`: the limit had
    passed on the day on which the injury became reportable. `first_report_due`: the limit for the injury itself where
    a later death decides. `ask_again`: what would change the answer.
    """

    outcome: Outcome
    reason: str
    regulation: str | None = None
    responsible_person: str | None = None
    notify_without_delay: bool = False
    report_due: date | None = None
    keep_record: str = "local"
    reportable_from: date | None = None
    first_report_due: date | None = None
    report_at_once: bool = False
    longest_run: int | None = 0
    also: tuple[Duty, ...] = ()
    ask_again: str = ""

    @property
    def reports(self) -> bool:
        """True when the enforcing authority is to be told."""
        return self.outcome in REPORTED

    @property
    def records(self) -> bool:
        """True when the law asks for an entry that is kept for three years (reg 12)."""
        return self.keep_record == "3y"
