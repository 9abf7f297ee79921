"""Writing a letter and getting it approved by somebody else."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time

from holdfast.casework.sanctions.models import Case, Letter, LetterAuthor
from holdfast.casework.sanctions.operations.holding import changed, hold, standing_of, words_of
from holdfast.casework.sanctions.operations.telling import APPROVING_ROLES, MANAGING_ROLES, tell_roles
from holdfast.casework.sanctions.queries.letters import before_the_letter
from holdfast.casework.sanctions.queries.policy import words_in_use
from holdfast.casework.sanctions.rules.orderings import WrongOrder, check_order
from holdfast.casework.sanctions.rules.safeguards import (
    ExclusionFacts,
    Refused,
    missing_for_exclusion,
    refusal,
    unsettled,
)
from holdfast.casework.sanctions.rules.stages import LETTER
from holdfast.casework.sanctions.rules.wording import TITLES, filled, holes_in
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.pages.words import day_in_words
from holdfast.foundation.records.operations import move
from holdfast.kernel import clock
from holdfast.kernel.durations import Duration, after

LONGEST = "sanctions.letter-valid-for"
"""The number of the trust's policy that says how long a letter holds at most."""
SIGNED = "[to be filled in: signed by]"
SIGNED_POST = "[to be filled in: signed by post]"


@dataclass(frozen=True)
class LetterFacts:
    """What a letter says of this case. Days are London days."""

    behaviour: str
    valid_from: date
    valid_until: date
    review_on: date
    appeal_by: date
    appeal_to: str
    conditions: str = ""
    address: str = ""
    exclusion: ExclusionFacts = field(default_factory=ExclusionFacts)


@operation
def write_letter(*, by: Actor, case: Case, kind: str, facts: LetterFacts, seen_version: int | None = None) -> Letter:
    """Draft a warning letter, an agreement or an exclusion in the trust's words.

    Raises Refused for a child, someone without capacity, a colleague and a person nobody knows, and where it was
    decided otherwise; WrongOrder for days that cannot be; ValueError for missing words and an unknown kind;
    EditedMeanwhile.
    """
    hold(case, seen_version)
    _check(case, kind, facts)
    if why := before_the_letter(case, kind):
        raise Refused(why)
    wording = words_in_use(case.trust, kind)
    letter = Letter(
        trust_id=case.trust_id,
        case=case,
        kind=kind,
        title=wording.title,
        words_version=wording.number,
        drafted_at=clock.now(),
        drafted_by=by.name,
        drafted_by_person_id=by.person_id,
    )
    _put(letter, facts, wording.text)
    letter.save()
    _wrote(letter, by)
    changed(case)
    enter("sanctions.write_letter", by=by, subject=case.record, details={"letter": letter.pk, "kind": TITLES[kind]})
    return letter


@operation
def change_letter(*, by: Actor, letter: Letter, facts: LetterFacts, seen_version: int | None = None) -> Letter:
    """Put a draft right; it takes up the words that are in use now. Raises as `write_letter`, NotPossibleNow."""
    case = held(letter, seen_version)
    LETTER.move("submit", letter.state)
    _check(case, letter.kind, facts)
    wording = words_in_use(case.trust, letter.kind)
    letter.title, letter.words_version = wording.title, wording.number
    letter.drafted_by, letter.drafted_by_person_id = by.name, by.person_id
    _put(letter, facts, wording.text)
    letter.save()
    _wrote(letter, by)
    changed(case)
    enter("sanctions.change_letter", by=by, subject=case.record, details={"letter": letter.pk})
    return letter


def _wrote(letter: Letter, by: Actor) -> None:
    """Remember who wrote in the letter. Whoever ever did may not approve it: the last one may have changed nothing."""
    if by.person_id is not None:
        LetterAuthor.objects.get_or_create(
            letter=letter, person_id=by.person_id, defaults={"trust_id": letter.trust_id}
        )


def wrote_in(letter: Letter, by: Actor) -> bool:
    """True when whoever acts ever wrote in the letter."""
    return by.person_id is not None and letter.authors.filter(person_id=by.person_id).exists()


def held(letter: Letter, seen_version: int | None = None) -> Case:
    """Hold the case of `letter`, read both anew and give the case. Raises EditedMeanwhile."""
    case = letter.case
    hold(case, seen_version)
    letter.refresh_from_db()
    letter.case = case
    return case


def _check(case: Case, kind: str, facts: LetterFacts) -> None:
    if kind not in TITLES:
        raise ValueError(f"There are no letters called “{kind}”.")
    if why := refusal(kind, standing_of(case)):
        raise Refused(why)
    words_of(facts.behaviour, "Say what they did, in facts.")
    words_of(facts.appeal_to, "Say whom they can write to when they do not agree.")
    if kind == "agreement":
        words_of(facts.conditions, "Say what is agreed.")
    # First these two alone: of a letter that ends before it begins the review says nothing.
    check_order(("valid_from", "the first day", facts.valid_from), ("valid_until", "the last day", facts.valid_until))
    check_order(
        ("valid_from", "the first day", facts.valid_from),
        ("review_on", "the review", facts.review_on),
        ("valid_until", "the last day", facts.valid_until),
    )
    check_order(
        ("valid_from", "the first day", facts.valid_from), ("appeal_by", "the last day for an appeal", facts.appeal_by)
    )
    if facts.valid_until == facts.valid_from:
        raise WrongOrder({"valid_until": "The last day is the first day. Enter a later one."})
    longest = case.trust.number(LONGEST)
    if longest and facts.valid_until > (most := _after(facts.valid_from, longest)):
        raise WrongOrder({"valid_until": f"The policy lets a letter hold until {day_in_words(most)} at most."})


def _after(day: date, length: str) -> date:
    return clock.local_day(after(datetime.combine(day, time(12), tzinfo=clock.LONDON), Duration.parse(length)))


def _put(letter: Letter, facts: LetterFacts, text: str) -> None:
    letter.behaviour, letter.conditions = facts.behaviour.strip(), facts.conditions.strip()
    letter.address, letter.appeal_to = facts.address.strip(), facts.appeal_to.strip()[:160]
    letter.valid_from, letter.valid_until = facts.valid_from, facts.valid_until
    letter.review_on, letter.appeal_by = facts.review_on, facts.appeal_by
    for name, value in asdict(facts.exclusion).items():
        setattr(letter, name, value)
    letter.words = filled(text, _values(letter))


def _values(letter: Letter) -> dict[str, str]:
    incident = letter.case.incident
    happened = incident.occurred_at
    place = incident.exact_place or (str(incident.site) if incident.site else "") or incident.address
    return {
        "name": letter.case.subject.name,
        "trust": letter.case.trust.name,
        "reference": letter.case.reference,
        "incident day": day_in_words(happened) if happened else "",
        "incident place": place or incident.get_place_display(),
        "behaviour": letter.behaviour,
        "conditions": letter.conditions
        or "Treat our staff with respect, and do as they ask where safety is concerned.",
        "valid from": day_in_words(letter.valid_from),
        "valid until": day_in_words(letter.valid_until),
        "review day": day_in_words(letter.review_on),
        "appeal by": day_in_words(letter.appeal_by),
        "appeal to": letter.appeal_to,
        "alternative care": letter.alternative_care,
    }


def _exclusion(letter: Letter) -> ExclusionFacts:
    return ExclusionFacts(**{name: getattr(letter, name) for name in ExclusionFacts.__dataclass_fields__})


@operation
def submit_letter(*, by: Actor, letter: Letter, seen_version: int | None = None) -> Letter:
    """Send a draft for approval, once the case is decided and this option with it.

    Raises Refused where the person's age or capacity is not judged yet, ValueError while the case is undecided or a
    safeguard of an exclusion is missing, NotPossibleNow, EditedMeanwhile.
    """
    case = held(letter, seen_version)
    state = move(record=case.record, workflow=LETTER, state=letter.state, verb="submit", by=by)
    if case.state != "decided" or not case.sanctioned:
        raise ValueError("This case is not decided yet. A letter is sent for approval once it is.")
    if not case.considerations.filter(kind=letter.kind, chosen=True).exists():
        raise ValueError(
            f"{TITLES[letter.kind]} is not among the options that were agreed. Consider the case again first."
        )
    standing = standing_of(case)
    if why := refusal(letter.kind, standing) or unsettled(letter.kind, standing):
        raise Refused(why)
    if letter.kind == "exclusion" and (lacking := missing_for_exclusion(_exclusion(letter))):
        raise ValueError(" ".join(lacking.values()))
    letter.state, letter.submitted_at, letter.sent_back_why = state, clock.now(), ""
    letter.save(update_fields=["state", "submitted_at", "sent_back_why"])
    changed(case)
    enter("sanctions.submit_letter", by=by, subject=case.record, details={"letter": letter.pk})
    tell_roles(
        case,
        APPROVING_ROLES,
        subject=f"A letter waits for approval: {case.reference}",
        words="Read it as it will be sent, then approve it or send it back.",
        kind="sanctions.letter-to-approve",
    )
    return letter


@operation
def approve_letter(*, by: Actor, letter: Letter, seen_version: int | None = None) -> Letter:
    """Approve a letter; from now on its words stand.

    Raises ValueError for everyone who wrote in it and for a letter with holes, Refused where something came to light
    since that stands against it, NotPossibleNow, EditedMeanwhile.
    """
    case = held(letter, seen_version)
    state = move(record=case.record, workflow=LETTER, state=letter.state, verb="approve", by=by)
    if wrote_in(letter, by):
        raise ValueError("You wrote this letter. Somebody else approves it.")
    if why := refusal(letter.kind, standing_of(case)):
        raise Refused(f"{why} Send the letter back.")
    letter.words = letter.words.replace(SIGNED_POST, by.post or "").replace(SIGNED, by.name)
    if holes := holes_in(letter.words):
        raise ValueError(f"The letter still lacks: {', '.join(holes)}. Send it back to be filled in.")
    letter.state, letter.approved_at = state, clock.now()
    letter.approved_by, letter.approved_by_post = by.name, by.post[:160]
    letter.save(update_fields=["state", "words", "approved_at", "approved_by", "approved_by_post"])
    changed(case)
    enter("sanctions.approve_letter", by=by, subject=case.record, details={"letter": letter.pk})
    tell_roles(
        case,
        MANAGING_ROLES,
        subject=f"A letter is approved: {case.reference}",
        words="Serve it, and record how.",
        kind="sanctions.letter-approved",
    )
    return letter


@operation
def send_back_letter(*, by: Actor, letter: Letter, why: str, seen_version: int | None = None) -> Letter:
    """Send a letter back to whoever drafts it. Raises ValueError without a reason, NotPossibleNow, EditedMeanwhile."""
    case = held(letter, seen_version)
    letter.state = move(
        record=case.record, workflow=LETTER, state=letter.state, verb="send-back", by=by, why=why.strip()
    )
    letter.sent_back_why = why.strip()
    letter.save(update_fields=["state", "sent_back_why"])
    changed(case)
    enter("sanctions.send_back_letter", by=by, subject=case.record, details={"letter": letter.pk}, why=why.strip())
    return letter


@operation
def withdraw_letter(*, by: Actor, letter: Letter, why: str, seen_version: int | None = None) -> Letter:
    """Take a letter back before it is served. Raises ValueError without a reason, NotPossibleNow, EditedMeanwhile."""
    case = held(letter, seen_version)
    letter.state = move(
        record=case.record, workflow=LETTER, state=letter.state, verb="withdraw", by=by, why=why.strip()
    )
    letter.ended_on, letter.ended_why = clock.today(), why.strip()
    letter.save(update_fields=["state", "ended_on", "ended_why"])
    changed(case)
    enter("sanctions.withdraw_letter", by=by, subject=case.record, details={"letter": letter.pk}, why=why.strip())
    return letter
