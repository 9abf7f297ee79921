"""Whether a sanction is made known, decided each time; where and when it was; taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from holdfast.casework.incidents.queries.wishes import last_wishes
from holdfast.casework.sanctions.models import Case, Outcome, Publication, PublicityDecision
from holdfast.casework.sanctions.operations.holding import changed, hold, standing_of, words_of
from holdfast.casework.sanctions.queries.policy import needs_permission
from holdfast.casework.sanctions.rules.orderings import check_order
from holdfast.casework.sanctions.rules.publicity import (
    CHANNELS,
    CHOICES,
    PERMISSIONS,
    PublicityFacts,
    channel_fault,
    faults,
)
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.kernel import clock


class NotToBePublished(ValueError):
    """A decision on publicity that cannot be; `faults` says by field what stands against it."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


@dataclass(frozen=True)
class PublicityAnswers:
    """What was looked at, and the decision: keys of rules.publicity."""

    choice: str
    permission: str = "not-asked"
    permission_words: str = ""
    restrictions_checked: bool = False
    restricted: bool = False
    data_protection_checked: bool = False
    specialist_consulted: str = ""
    reason: str = ""
    title: str = ""
    words: str = ""


def unnameable(case: Case, answers: PublicityAnswers) -> list[str]:
    """Names that must not stand in the words: victims always; the subject when a court restricts it, when they are a
    colleague or a child, and when no court has named them."""
    victims = [victim.name for victim in case.incident.victims.all() if victim.name]
    standing = standing_of(case)
    in_court = case.outcomes.filter(kind__in=["conviction", "order", "compensation"]).exists()
    hidden = answers.restricted or standing.colleague or standing.age == "child" or not in_court
    return [*victims, *([case.subject.name] if hidden and case.subject.name else [])]


@operation
def decide_publicity(
    *, by: Actor, outcome: Outcome, answers: PublicityAnswers, seen_version: int | None = None
) -> PublicityDecision:
    """Decide whether an outcome is made known. Deciding again adds another decision; what is out stays until withdrawn.

    Raises NotToBePublished naming everything that stands against it; EditedMeanwhile.
    """
    case = outcome.case
    hold(case, seen_version)
    if answers.choice not in CHOICES or answers.permission not in PERMISSIONS:
        raise ValueError("Choose one of the answers shown.")
    facts = PublicityFacts(
        choice=answers.choice,
        permission=answers.permission,
        permission_proved=bool(answers.permission_words.strip()),
        restrictions_checked=answers.restrictions_checked,
        restricted=answers.restricted,
        data_protection_checked=answers.data_protection_checked,
        specialist_consulted=bool(answers.specialist_consulted.strip()),
        reason=answers.reason,
        words=answers.words,
    )
    found = faults(facts, unnameable(case, answers), needs_permission(case.trust))
    if answers.permission == "no-victim" and case.incident.victims.exists():
        found["permission"] = "The incident has a victim. Ask them, or record what they answered."
    last = last_wishes(case.incident.wishes.filter(about="publicity")).values()
    if answers.permission == "given" and any(wishes["publicity"].wants == "no" for wishes in last):
        found["permission"] = "A victim said that they do not agree. If they do now, record what they want first."
    if found:
        raise NotToBePublished(found)
    row = PublicityDecision.objects.create(
        trust_id=case.trust_id,
        outcome=outcome,
        choice=answers.choice,
        permission=answers.permission,
        permission_words=answers.permission_words.strip()[:300],
        restrictions_checked=answers.restrictions_checked,
        restricted=answers.restricted,
        data_protection_checked=answers.data_protection_checked,
        specialist_consulted=answers.specialist_consulted.strip()[:160],
        reason=answers.reason.strip(),
        title=answers.title.strip()[:150],
        words=answers.words.strip(),
        at=clock.now(),
        by=by.name,
    )
    changed(case)
    details = {"choice": answers.choice, "permission": answers.permission, "reason": answers.reason.strip()}
    enter("sanctions.decide_publicity", by=by, subject=case.record, details=details)
    return row


@operation
def publish(
    *, by: Actor, decision: PublicityDecision, channel: str, on: date, where: str = "", seen_version: int | None = None
) -> Publication:
    """Keep where and when an outcome was made known.

    Raises ValueError for a channel that the newest decision does not allow, WrongOrder; EditedMeanwhile.
    """
    case = decision.outcome.case
    hold(case, seen_version)
    newest = PublicityDecision.objects.filter(outcome=decision.outcome).latest("pk")
    if newest.pk != decision.pk:
        raise ValueError("It was decided anew since. Go by the newest decision.")
    if channel not in CHANNELS:
        raise ValueError("Choose one of the answers shown.")
    if fault := channel_fault(decision.choice, channel):
        raise ValueError(fault)
    decided = clock.local_day(decision.at)
    check_order(("", "the decision", decided), ("on", "the publication", on), past=["on"], today=clock.today())
    row = Publication.objects.create(
        trust_id=case.trust_id,
        decision=decision,
        channel=channel,
        where=where.strip()[:300],
        on=on,
        at=clock.now(),
        by=by.name,
    )
    changed(case)
    enter("sanctions.publish", by=by, subject=case.record, details={"channel": channel, "on": on.isoformat()})
    return row


@operation
def withdraw_publication(
    *, by: Actor, publication: Publication, on: date, why: str, seen_version: int | None = None
) -> Publication:
    """Take back what was made known. Raises ValueError when it was already or without a reason; EditedMeanwhile."""
    case = publication.decision.outcome.case
    hold(case, seen_version)
    publication.refresh_from_db()
    if publication.withdrawn_on:
        raise ValueError("This was taken back already.")
    said = words_of(why, "Say why it is taken back.", 300)
    check_order(("", "the publication", publication.on), ("on", "the withdrawal", on), past=["on"], today=clock.today())
    publication.withdrawn_on, publication.withdrawn_why = on, said
    publication.save(update_fields=["withdrawn_on", "withdrawn_why"])
    changed(case)
    enter(
        "sanctions.withdraw_publication", by=by, subject=case.record, details={"channel": publication.channel}, why=said
    )
    return publication
