"""What the demonstration does with outside bodies: police told, answering or not, news, RIDDOR, a disclosure.

Called from `lives` with an incident that was triaged, inside its trust's scope and at its moment.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from holdfast.casework.incidents.models import Incident, PoliceContact
from holdfast.casework.liaison.models import Disclosure, InjuredPerson, PoliceReport, VictimTold
from holdfast.casework.liaison.operations.answering import add_police_number, end_report, record_answer
from holdfast.casework.liaison.operations.chasing import chase_police
from holdfast.casework.liaison.operations.disclosing import ask_disclosure, decide_disclosure, hand_over
from holdfast.casework.liaison.operations.escalating import escalate_refusal, record_escalation_answer
from holdfast.casework.liaison.operations.police import report_to_police
from holdfast.casework.liaison.operations.riddor import add_incapacity, propose, record_riddor_facts
from holdfast.casework.liaison.operations.riddor_deciding import decide_riddor, record_riddor_report
from holdfast.casework.liaison.operations.steps import record_step, tell_victim
from holdfast.casework.liaison.queries.policy import forces_of
from holdfast.casework.liaison.queries.registers import REPORTABLE
from holdfast.foundation.organisation.models import Person
from holdfast.kernel import clock

from .cast import Cast, Team

Later = Callable[[timedelta, Callable[[], None]], None]
"""Lets something follow after a while, in the trust's scope: what `lives` offers as `later`."""

WHY_NO = ("No officer is free.", "They say that it is a matter for the hospital.", "There is no line of enquiry.")
NEWS = (
    "The officer has spoken to the witnesses.",
    "They look for the man on the recording.",
    "The file is with the prosecutor.",
)
ENDED = ("No suspect was found.", "The prosecutor saw too little evidence.", "A community resolution was agreed.")
INJURIES = (("bruising",), ("cut",), ("sprain",), ("bite",), ("fracture",), ("bruising", "concussion"))


def work_with_others(cast: Cast, team: Team, incident: Incident, chance: random.Random, later: Later) -> None:
    """Tell the police of a crime, and record what RIDDOR turns on where someone was hurt."""
    by = _someone(cast, "lsms", "security-lead")
    if by is None or incident.restricted:
        return
    if incident.crime and chance.random() < 0.75:
        _police(cast, incident, by, chance, later)
    if incident.type == "physical-assault" and chance.random() < 0.4:
        _riddor(cast, team, incident, chance, later)


def _police(cast: Cast, incident: Incident, by: Person, chance: random.Random, later: Later) -> None:
    forces = forces_of(incident.trust)
    contact = PoliceContact.objects.filter(incident=incident, police_report__isnull=True).first()
    told = contact.told_at if contact else None
    happened = incident.occurred_at
    if told is None or told > clock.now() or (happened is not None and told < happened):
        told, contact = clock.now(), None
    report = report_to_police(
        by=cast.actor(by),
        incident=incident,
        force=chance.choice(forces).name if forces else "The local force",
        channel=chance.choices(("999", "101", "online"), (2, 4, 3))[0],
        made_at=told,
        made_by=contact.told_by if contact else "",
        contact=contact,
    )
    if chance.random() < 0.18:
        later(timedelta(hours=chance.randint(4, 60)), lambda: _refuse(cast, report, by, chance, later))
    else:
        later(timedelta(days=chance.randint(1, 6)), lambda: _take(cast, report, by, chance, later))


def _fresh(report: PoliceReport) -> PoliceReport:
    rows = PoliceReport.objects.select_related("trust", "incident__record", "incident__trust")
    return rows.get(pk=report.pk)


def _take(cast: Cast, report: PoliceReport, by: Person, chance: random.Random, later: Later) -> None:
    found, actor = _fresh(report), cast.actor(by)
    if found.state not in ("made", "refused"):
        return
    record_answer(by=actor, report=found, at=clock.now(), taken=True)
    add_police_number(by=actor, report=found, kind="crime", number=f"{chance.randint(41, 46)}/{report.pk:06d}")
    later(timedelta(days=chance.randint(8, 45)), lambda: _news(cast, report, by, chance, later))


def _refuse(cast: Cast, report: PoliceReport, by: Person, chance: random.Random, later: Later) -> None:
    found, actor = _fresh(report), cast.actor(by)
    if found.state != "made":
        return
    record_answer(by=actor, report=found, at=clock.now(), taken=False, reason=chance.choice(WHY_NO))
    if chance.random() < 0.7:
        later(timedelta(hours=chance.randint(2, 30)), lambda: _escalate(cast, report, by, chance, later))


def _escalate(cast: Cast, report: PoliceReport, by: Person, chance: random.Random, later: Later) -> None:
    found, actor = _fresh(report), cast.actor(by)
    if found.state != "refused" or found.escalations.exists():
        return
    taken = escalate_refusal(
        by=actor, report=found, at=clock.now(), words="Someone was hurt, and it may happen again.", to="Duty inspector"
    )
    accepted = chance.random() < 0.6
    words = "They look at it again." if accepted else "They stand by it."
    record_escalation_answer(by=actor, escalation=taken, at=clock.now(), accepted=accepted, answer_words=words)
    if accepted:
        later(timedelta(days=chance.randint(8, 45)), lambda: _news(cast, report, by, chance, later))
    else:
        end_report(by=actor, report=_fresh(report), why="The force stands by its refusal.")


def _news(cast: Cast, report: PoliceReport, by: Person, chance: random.Random, later: Later) -> None:
    found, actor = _fresh(report), cast.actor(by)
    if found.state not in ("taken", "charged"):
        return
    if chance.random() < 0.25:
        chase_police(by=actor, report=found, at=clock.now(), words="Left a message for the officer.")
        later(timedelta(days=chance.randint(10, 30)), lambda: _news(cast, report, by, chance, later))
        return
    step = chance.choices(("news", "charge", "closed"), (5, 2, 4))[0] if found.state == "taken" else "sentence"
    words = {"news": NEWS, "charge": ("Charged with assault.",), "closed": ENDED, "sentence": ("Twelve weeks.",)}[step]
    made = record_step(by=actor, report=found, step=step, on=clock.today(), words=chance.choice(words))
    for telling in made.tellings.select_related("step__report__incident__record", "victim"):
        if chance.random() < 0.85:
            later(timedelta(days=chance.randint(0, 4)), lambda telling=telling: _tell(cast, telling, by))  # type: ignore[misc]
    if chance.random() < 0.15:
        _disclose(cast, found, by, chance, later)
    if step in ("news", "charge"):
        later(timedelta(days=chance.randint(20, 90)), lambda: _news(cast, report, by, chance, later))


def _tell(cast: Cast, telling: VictimTold, by: Person) -> None:
    found = VictimTold.objects.select_related("step__report__incident__record", "victim").get(pk=telling.pk)
    if found.told_at is None:
        tell_victim(by=cast.actor(by), telling=found, told_at=clock.now(), how="by phone")


def _disclose(cast: Cast, report: PoliceReport, by: Person, chance: random.Random, later: Later) -> None:
    approver = _someone(cast, "security-management-director", "information-governance")
    if approver is None or approver == by or report.incident is None:
        return
    made = ask_disclosure(
        by=cast.actor(by),
        incident=report.incident,
        asked_by="The officer in the case",
        body=report.force,
        asked_on=clock.today(),
        what="The recording of the entrance",
        purpose="To find out who did it",
        power="sch2-crime" if chance.random() < 0.85 else "none",
    )

    def decide() -> None:
        row = Disclosure.objects.select_related("incident__record", "incident__trust").get(pk=made.pk)
        approve = row.power != "none"
        reason = "Needed to find the offender, and no more than that." if approve else "No power was named."
        decide_disclosure(by=cast.actor(approver), disclosure=row, approve=approve, reason=reason)
        if approve:
            hand_over(by=cast.actor(by), disclosure=row, given_on=clock.today(), what="Eight minutes", how="on a disc")

    later(timedelta(days=chance.randint(1, 5)), decide)


def _riddor(cast: Cast, team: Team, incident: Incident, chance: random.Random, later: Later) -> None:
    victim = incident.victims.filter(standing__in=("staff", "colleague")).first()
    keeper = team.manager or _someone(cast, "lsms")
    decider = _someone(cast, "health-and-safety", "lsms", "security-lead")
    if victim is None or keeper is None or decider is None:
        return
    injuries = list(chance.choice(INJURIES))
    injured = record_riddor_facts(
        by=cast.actor(keeper),
        incident=incident,
        victim=victim,
        facts={
            "injuries": injuries,
            "diagnosed_by_doctor": True if "fracture" in injuries else None,
            "work_related": True,
            "at_work": True,
        },
    )
    first, off = injured.accident_on + timedelta(days=1), chance.choices((0, 2, 5, 12), (5, 4, 3, 2))[0]
    if off and first <= clock.today():
        last = first + timedelta(days=off - 1)
        add_incapacity(by=cast.actor(keeper), injured=injured, kind="absence", first=first, last=last)
    later(timedelta(days=chance.randint(3, 12)), lambda: _decide(cast, injured, decider, chance))


def _decide(cast: Cast, injured: InjuredPerson, decider: Person, chance: random.Random) -> None:
    rows = InjuredPerson.objects.select_related("incident__record", "incident__trust")
    found = rows.get(pk=injured.pk)
    if found.outcome == "assess" or found.decisions.exists():
        return
    actor = cast.actor(decider)
    made = decide_riddor(by=actor, injured=found, decided=_as_at_today(found))
    if made.decided in REPORTABLE and chance.random() < 0.9:
        record_riddor_report(
            by=actor, injured=found, reported_on=clock.today(), channel="online", reference=f"F2508-{found.pk:06d}"
        )


def _as_at_today(injured: InjuredPerson) -> str:
    return str(propose(injured).outcome)


def _someone(cast: Cast, *roles: str) -> Person | None:
    return next((cast.by_role[role][0] for role in roles if cast.by_role.get(role)), None)
