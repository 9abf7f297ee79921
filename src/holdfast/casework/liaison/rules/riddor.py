"""What RIDDOR 2013 (SI 2013/1471) asks for after one person was hurt, or one thing happened: facts in, decision out.

The questions stand in the order in which the law lets one decide another: what is outside the Regulations first, then
deaths, dangerous occurrences, specified injuries, incapacity. All that applies is kept; the first one decides (reg 15:
two duties on the same facts are one report, by the shorter limit). Nothing here is legal advice: a named person
decides, and may differ with a reason.
"""

from __future__ import annotations

from datetime import date, timedelta

from holdfast.casework.liaison.rules import injuries as hurt
from holdfast.casework.liaison.rules.incapacity import RECORDED_FROM, REPORTED_FROM, Run, first_reaching, runs
from holdfast.casework.liaison.rules.riddor_facts import (
    EMPLOYED,
    IN_CONTROL,
    OWN_PREMISES,
    Decision,
    Duty,
    Facts,
    Outcome,
)
from holdfast.kernel.clock import local_day
from holdfast.kernel.durations import Duration, after

REPORT_WITHIN = timedelta(days=10)
"""Sch 1 para 1: specified injuries, deaths, non-workers and dangerous occurrences, from the day of the incident."""
OVER_SEVEN_WITHIN = timedelta(days=15)
"""Reg 4(2): more than seven days' incapacity, from the day of the accident."""
A_YEAR = Duration(years=1)


def decide(facts: Facts) -> Decision:
    """Decide over `facts` by the Regulations. The same facts always give the same decision."""
    found = runs(facts.incapacity, facts.accident_date, facts.as_at)
    outside = _outside(facts, found)
    if outside is not None:
        return outside
    duties = _duties(facts, found)
    if duties:
        return _first_of(duties, facts, found)
    if _for_a_person_to_judge(facts, found):
        return Decision(outcome=Outcome.ASSESS, reason=_why_assess(facts), longest_run=_longest(found), ask_again=AGAIN)
    return Decision(
        outcome=Outcome.NOT_REPORTABLE, reason=_why_not(facts, found), longest_run=_longest(found), ask_again=AGAIN
    )


def limit_for(outcome: str, accident: date) -> date | None:
    """The last day for the report of such an outcome; None for one without a day of its own, and for no report."""
    if outcome == Outcome.OVER_SEVEN_DAYS:
        return accident + OVER_SEVEN_WITHIN
    if outcome in {Outcome.DEATH, Outcome.DANGEROUS_OCCURRENCE, Outcome.SPECIFIED_INJURY, Outcome.NON_WORKER}:
        return accident + REPORT_WITHIN
    return None


AGAIN = "Decide again if absence or restricted duty grows, a doctor finds a fracture, or what is known changes."


def _outside(facts: Facts, found: list[Run]) -> Decision | None:
    """Reg 14(1): harm from medical treatment. Reg 14(3): a vehicle moving on a road. Reg 2: not connected with work."""
    reason = ""
    keep = "local"
    if facts.vehicle_movement_on_road and not facts.road_exception:
        reason = "A vehicle moving on a road caused the harm: regulation 14(3) leaves this to road traffic law."
        if facts.worker and first_reaching(found, RECORDED_FROM):
            keep = "local (12(1)(c) record still advisable)"
    elif facts.medical_treatment:
        reason = "The harm came from medical examination or treatment: regulation 14(1) leaves it out."
    elif facts.personal_matter:
        reason = "It was a personal matter that has nothing to do with the work, so it is no work-related accident."
    elif facts.work_related is False:
        reason = "It did not arise out of the work or in connection with it."
    if not reason:
        return None
    return Decision(
        outcome=Outcome.NOT_REPORTABLE, reason=reason, keep_record=keep, longest_run=_longest(found), ask_again=AGAIN
    )


def _duties(facts: Facts, found: list[Run]) -> list[Duty]:
    duties = [_dangerous_occurrence(facts)]
    if facts.worker:
        duties += [_specified(facts), _disease(facts), _over_seven(facts, found), _over_three(facts, found)]
    elif facts.work_related and facts.victim is not None:
        duties += [_non_worker(facts)]
    injured = [duty for duty in duties if duty is not None]
    return _death(facts, injured) + injured


def _first_of(duties: list[Duty], facts: Facts, found: list[Run]) -> Decision:
    first, *also = duties
    reportable_from = next((day for duty in duties if (day := _day_eight(duty, found))), None)
    due = first.report_due
    injury_due = next((duty.report_due for duty in also if duty.regulation.startswith("4")), None)
    became = {
        Outcome.OVER_SEVEN_DAYS: reportable_from,
        Outcome.DEATH: facts.death_date,
    }.get(first.outcome)
    return Decision(
        outcome=first.outcome,
        reason=first.reason,
        regulation=first.regulation,
        responsible_person=first.responsible_person,
        notify_without_delay=first.notify_without_delay,
        report_due=due,
        keep_record="3y",
        reportable_from=reportable_from,
        first_report_due=injury_due if first.outcome == Outcome.DEATH_WITHIN_YEAR else None,
        report_at_once=due is not None and became is not None and became > due,
        longest_run=_longest(found),
        also=tuple(also),
        ask_again=AGAIN if first.outcome == Outcome.OVER_THREE_DAYS else "",
    )


def _day_eight(duty: Duty, found: list[Run]) -> date | None:
    return first_reaching(found, REPORTED_FROM) if duty.outcome == Outcome.OVER_SEVEN_DAYS else None


def _death(facts: Facts, injured: list[Duty]) -> list[Duty]:
    """Reg 6(1): a death from the accident. Reg 6(3): of an employee, within one year, from an injury under reg 4."""
    if facts.death_date is None or (not facts.worker and not facts.work_related):
        return []
    by_injury = [duty for duty in injured if duty.regulation.startswith("4")]
    employed = facts.worker and facts.victim in EMPLOYED
    within_year = facts.death_date <= local_day(after(facts.accident_date, A_YEAR))
    report_due = facts.accident_date + REPORT_WITHIN
    duties = []
    if employed and not within_year:
        return []
    if not (employed and by_injury) or facts.death_date <= report_due:
        duties.append(
            Duty(Outcome.DEATH, "6(1)", _responsible(facts), report_due, "Someone died of a work-related accident.")
        )
    if employed and by_injury:
        reason = "An employee died within a year of an injury that is reportable, whether or not it was reported."
        duties.append(Duty(Outcome.DEATH_WITHIN_YEAR, "6(3)", _responsible(facts), None, reason))
    return duties


def _dangerous_occurrence(facts: Facts) -> Duty | None:
    """Reg 7 with Sch 2 para 10 (biological agents) and para 25 (fire or explosion that nobody intended)."""
    due = facts.accident_date + REPORT_WITHIN
    sharp = facts.source_known_bbv and (hurt.by_a_sharp(facts.injuries) or not facts.injuries)
    if sharp or facts.biological_agent:
        who = "employer / person in control" if facts.worker else OWN_PREMISES
        reason = "A sharp known to carry a blood-borne virus, or another agent that causes severe infection, got out."
        return Duty(Outcome.DANGEROUS_OCCURRENCE, "7 + Sch 2 para 10", who, due, reason)
    if facts.kind in {"fire", "explosion"} and facts.work_stopped_hours > 24 and not facts.intentional:
        who = "employer / person in control" if facts.worker else OWN_PREMISES
        reason = "A fire or explosion that nobody intended stopped work for more than 24 hours."
        return Duty(Outcome.DANGEROUS_OCCURRENCE, "7 + Sch 2 para 25", who, due, reason)
    return None


def _specified(facts: Facts) -> Duty | None:
    provision = hurt.specified(facts.injuries, facts.medical)
    if provision is None:
        return None
    due = facts.accident_date + REPORT_WITHIN
    reason = f"It is a specified injury: {hurt.SPECIFIED[provision]}."
    return Duty(Outcome.SPECIFIED_INJURY, provision, _responsible(facts), due, reason)


def _disease(facts: Facts) -> Duty | None:
    """Reg 9: a disease from a biological agent at work, once a doctor has diagnosed it. The report has no fixed day."""
    if facts.infection_diagnosed_on is None:
        return None
    reason = "A doctor diagnosed an infection that came from the work."
    return Duty(Outcome.DISEASE, "9", _responsible(facts), None, reason)


def _over_seven(facts: Facts, found: list[Run]) -> Duty | None:
    if first_reaching(found, REPORTED_FROM) is None or not hurt.physical(facts.injuries):
        return None
    due = facts.accident_date + OVER_SEVEN_WITHIN
    reason = "A physical injury kept them from their routine work for more than seven days in a row."
    return Duty(Outcome.OVER_SEVEN_DAYS, "4(2)", _responsible(facts), due, reason)


def _over_three(facts: Facts, found: list[Run]) -> Duty | None:
    """Reg 12(1)(c). Left out where the over-seven-day duty holds: its record is the same entry."""
    if first_reaching(found, RECORDED_FROM) is None or not hurt.physical(facts.injuries):
        return None
    if first_reaching(found, REPORTED_FROM) is not None:
        return None
    reason = "More than three days in a row away from routine work, but not more than seven: an entry in the register."
    return Duty(Outcome.OVER_THREE_DAYS, "12(1)(c)", _responsible(facts), None, reason)


def _non_worker(facts: Facts) -> Duty | None:
    """Reg 5: (b) on hospital premises a specified injury; (a) elsewhere any injury with hospital treatment."""
    due = facts.accident_date + REPORT_WITHIN
    if facts.premises == "hospital":
        provision = hurt.specified(facts.injuries, facts.medical)
        if provision is None:
            return None
        reason = f"Someone not at work has a specified injury on hospital premises: {hurt.SPECIFIED[provision]}."
        return Duty(Outcome.NON_WORKER, "5(b)", _responsible(facts), due, reason)
    if not facts.taken_to_hospital or not hurt.physical(facts.injuries):
        return None
    reason = "Someone not at work was taken from the place to hospital for treatment."
    return Duty(Outcome.NON_WORKER, "5(a)", _responsible(facts), due, reason)


def _responsible(facts: Facts) -> str:
    """Reg 3(1): the employer of an employee; for anyone else whoever was in control of the premises."""
    if facts.worker and facts.victim in EMPLOYED:
        return EMPLOYED[facts.victim]
    return IN_CONTROL if facts.premises in {"private_address", "public"} else OWN_PREMISES


def _for_a_person_to_judge(facts: Facts, found: list[Run]) -> bool:
    """Violence without a physical injury but with long absence; or a non-worker whose accident nobody has judged."""
    if facts.worker:
        violent = facts.kind in {"physical_violence", "sexual_assault"}
        return violent and not hurt.physical(facts.injuries) and first_reaching(found, REPORTED_FROM) is not None
    if facts.victim is None or facts.work_related is not None:
        return False
    injury = hurt.specified(facts.injuries, facts.medical) is not None
    return facts.death_date is not None or (injury if facts.premises == "hospital" else bool(facts.taken_to_hospital))


def _why_assess(facts: Facts) -> str:
    if facts.worker:
        return (
            "Violence without a physical injury kept them away for more than seven days. The Regulations do not define "
            "injury, and HSE treats distress alone as not reportable: someone must decide; no is the usual answer."
        )
    return "Someone not at work is badly hurt. It is reportable if the trust’s work or premises was the cause."


def _why_not(facts: Facts, found: list[Run]) -> str:
    if facts.kind in {"fire", "explosion"} and facts.intentional and facts.work_stopped_hours > 24:
        return "Somebody meant the fire or explosion. Schedule 2 paragraph 25 covers only one that nobody intended."
    if not facts.worker and facts.victim is not None:
        return "The person was not at work, and regulation 5 does not cover this injury in this place."
    if found and not hurt.physical(facts.injuries):
        return "There is no physical injury, and HSE treats distress alone as not reportable."
    return (
        "No death, no dangerous occurrence, no specified injury, and not more than three days away from routine work."
    )


def _longest(found: list[Run]) -> int | None:
    """Days of the longest run; None for one that goes on without an end."""
    lengths = [run.days for run in found]
    return None if None in lengths else max((days for days in lengths if days is not None), default=0)
