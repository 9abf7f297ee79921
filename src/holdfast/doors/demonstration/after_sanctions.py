"""What a trust of the demonstration does about whoever did it, by the operations of real use. All of it is invented."""

from __future__ import annotations

import random
from datetime import timedelta

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.wishes import record_wish
from holdfast.casework.incidents.queries.wishes import wishes_of
from holdfast.casework.sanctions.models import Case, Letter
from holdfast.casework.sanctions.operations.cases import close_case, open_case, record_standing
from holdfast.casework.sanctions.operations.deciding import Answer, agree, consider, decide, decide_on_nothing, propose
from holdfast.casework.sanctions.operations.evidence import assess_evidence
from holdfast.casework.sanctions.operations.letters import LetterFacts, approve_letter, submit_letter, write_letter
from holdfast.casework.sanctions.operations.money import record_loss, record_receipt, record_recovery
from holdfast.casework.sanctions.operations.proceedings import record_outcome
from holdfast.casework.sanctions.operations.publicity import PublicityAnswers, decide_publicity, publish
from holdfast.casework.sanctions.operations.serving import serve_letter
from holdfast.casework.sanctions.operations.wishes import record_victim_wish
from holdfast.casework.sanctions.queries.evidence import facts_of_case
from holdfast.casework.sanctions.queries.policy import options_of
from holdfast.doors.demonstration.cast import Cast
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.queries.posts import holders_of
from holdfast.kernel import clock

OPENED = 0.45
"""The share of incidents with somebody to hold to account on which a case is opened."""


def after_sanctions(incident: Incident, cast: Cast, chance: random.Random) -> None:
    """Go on from an incident that was triaged or closed: wishes, a case, its decision and what follows, or part of it.

    Runs in the trust's scope, at the pretended time. Does nothing for restricted incidents and those of nobody.
    """
    managing = _someone(cast, "lsms", "security-lead")
    if incident.restricted or incident.state not in ("open", "closed") or managing is None:
        return
    subject = incident.subjects.first()
    if subject is None or subject.standing in ("staff", "colleague") or chance.random() > OPENED:
        return
    by = cast.actor(managing)
    for victim in incident.victims.all():
        record_victim_wish(
            by=by,
            incident=incident,
            victim=victim,
            wants_sanction=chance.choice(("yes", "yes", "no", "unsure")),
            wants_prosecution=chance.choice(("yes", "no", "unsure")),
            encouraged_by=str(managing),
        )
    case = open_case(by=by, incident=incident, subject=subject)
    record_standing(by=by, case=case, age="adult", capacity="has", capacity_by="Dr Jo Invented")
    if chance.random() < 0.15:
        return  # still being considered
    reasons = {fact.check: "Nobody at the scene could say." for fact in facts_of_case(case) if not fact.held}
    named = bool(subject.name.strip())
    enough = named and chance.random() < 0.85
    assess_evidence(
        by=by, case=case, enough=enough, reasons=reasons,
        reason="What the witnesses say fits together." if enough else "Nobody could say who it was.",
    )  # fmt: skip
    _consider(case, by, chance, enough=enough)
    if not enough:
        decide_on_nothing(by=by, case=case, reason="The evidence does not carry a sanction.")
        return
    propose(by=by, case=case, course="What was chosen fits what was done, and no more than that is needed.")
    if _agreed(case, cast, chance):
        decide(by=by, case=case, decision="As proposed and agreed.")
        _carry_out(case, cast, chance, managing)


def _someone(cast: Cast, *roles: str) -> Person | None:
    return next((people[0] for role in roles if (people := cast.by_role.get(role))), None)


def _consider(case: Case, by: Actor, chance: random.Random, *, enough: bool) -> None:
    offered = options_of(case.trust)
    wanted = ("warning",) if chance.random() < 0.7 else ("criminal", "civil", "recovery")
    answers = {}
    for option in offered:
        taken = enough and option.kind in wanted
        why = "It fits what was done." if taken else "It would go further than what was done asks for."
        answers[option.key] = Answer(chosen=taken, reason=why)
    if enough and not any(answer.chosen for answer in answers.values()):
        first = next(option.key for option in offered if option.kind in ("criminal", "civil"))
        answers[first] = Answer(chosen=True, reason="The court is to decide.")
    consider(by=by, case=case, answers=answers)


def _agreed(case: Case, cast: Cast, chance: random.Random) -> bool:
    """Let those who must agree answer; now and then one has not answered yet, or the post is vacant."""
    for assent in case.assents.filter(round=case.round, agreed=None).select_related("post"):
        holders = holders_of(case.trust, assent.post.key)
        if not holders or chance.random() < 0.1:
            return False
        agree(by=cast.actor(holders[0].person), case=case, assent=assent, agreed=True, reason="It is in proportion.")
        case.refresh_from_db(fields=["state"])
    return case.state == "agreed"


def _carry_out(case: Case, cast: Cast, chance: random.Random, managing: Person) -> None:
    by, today = cast.actor(managing), clock.today()
    if case.considerations.filter(kind="warning", chosen=True).exists():
        letter = _letter(case, by)
        approver = _someone(cast, "security-management-director", "security-lead", "senior-manager", "executive")
        submit_letter(by=by, letter=letter)
        if approver is None or approver == managing or chance.random() < 0.15:
            return
        approve_letter(by=cast.actor(approver), letter=letter)
        if chance.random() < 0.9:
            proof = f"Signed for, ZZ {chance.randint(1000, 9999)} GB"
            serve_letter(by=by, letter=letter, how="posted", on=today, proof=proof)
    else:
        pence = chance.randint(4_000, 90_000)
        record_loss(by=by, case=case, kind="damage", words="What it cost to put right", pence=pence)
        claim = record_recovery(
            by=by, case=case, way="compensation", from_whom=case.subject.name, claimed=pence, claimed_on=today
        )
        record_receipt(by=by, recovery=claim, pence=pence // 2, on=today)
        record_outcome(
            by=by, case=case, kind="compensation", on=today, imposed_by="Exampleton Magistrates’ Court",
            words="To pay for what was damaged",
        )  # fmt: skip
    _publicity(case, by, chance, managing)


def _letter(case: Case, by: Actor) -> Letter:
    today = clock.today()
    facts = LetterFacts(
        behaviour="You shouted at one of our staff, came close to them and would not stop when they asked you to.",
        conditions="- Speak with our staff politely\n- Do as they ask where safety is concerned",
        valid_from=today,
        valid_until=today + timedelta(days=364),
        review_on=today + timedelta(days=182),
        appeal_by=today + timedelta(days=28),
        appeal_to=case.trust.term("board_lead"),
        address="1 Invented Road\nExampleton",
    )
    return write_letter(by=by, case=case, kind="warning", facts=facts)


def _asked(case: Case, by: Actor, wants: str) -> None:
    """Everyone affected is asked about publicity; two outcomes of one case need not be asked about twice."""
    for victim in case.incident.victims.all():
        victim.incident = case.incident
        said = wishes_of(victim).get("publicity")
        if said is None or said.wants != wants:
            record_wish(by=by, victim=victim, wants={"publicity": wants})


def _publicity(case: Case, by: Actor, chance: random.Random, managing: Person) -> None:
    for outcome in case.outcomes.all():
        if chance.random() < 0.2:
            return  # not decided yet
        if chance.random() < 0.5:
            why = "The person affected would rather that it is not told."
            _asked(case, by, "no")
            answers = PublicityAnswers(choice="none", permission="refused", reason=why)
            decide_publicity(by=by, outcome=outcome, answers=answers)
            continue
        _asked(case, by, "yes")
        told = PublicityAnswers(
            choice="inside",
            permission="given",
            permission_words=f"They said so to {managing}.",
            restrictions_checked=True,
            data_protection_checked=True,
            specialist_consulted=str(managing),
            title="We act when our staff are abused",
            words="Somebody who abused one of our teams was held to account. Report what happens to you.",
        )
        decision = decide_publicity(by=by, outcome=outcome, answers=told)
        publish(by=by, decision=decision, channel="bulletin", on=clock.today())
    if chance.random() < 0.3:
        close_case(by=by, case=case, words="Nothing more is to be done.")
