"""What people outside are owed about a marker: being told, being heard, and hearing when it is gone."""

from __future__ import annotations

from holdfast.casework.violence.models import Challenge, Disclosure, Marker, SubjectNotice
from holdfast.casework.violence.operations.deciding import take_away
from holdfast.casework.violence.operations.marking import hold_marker
from holdfast.casework.violence.operations.response import refuse
from holdfast.casework.violence.operations.telling import posts_with, tell_of_marker
from holdfast.casework.violence.queries.challenges import DECIDED_BEFORE, had_a_part
from holdfast.casework.violence.rules.markers import LIVE
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock
from holdfast.kernel.workflow import NotPossibleNow


@operation
def notify_subject(
    *, by: Actor, marker: Marker, told: bool, how: str = "", why_not: str = "", seen_version: int | None = None
) -> SubjectNotice:
    """The person was told in writing why, what it says, who sees it, how long and how to challenge it; or why not.

    Raises BadAnswer when neither stands there; EditedMeanwhile.
    """
    hold_marker(marker, seen_version)
    refuse("how", "Say how they were told, such as by letter on which day." if told and not how.strip() else "")
    refuse("why_not", "" if told or why_not.strip() else (
        "Say why not: serious harm, violence it would provoke, or police work it would spoil."))  # fmt: skip
    row = SubjectNotice.objects.create(
        trust_id=marker.trust_id,
        marker=marker,
        told=told,
        how=how.strip()[:200] if told else "",
        why_not="" if told else why_not.strip()[:300],
        at=clock.now(),
        by=by.name,
    )
    touch(marker.record)
    enter("violence.notify_subject", by=by, subject=marker.record, details={"told": told, "why_not": row.why_not})
    return row


@operation
def disclose_marker(*, by: Actor, marker: Marker, to: str, basis: str, seen_version: int | None = None) -> Disclosure:
    """Somebody outside is told of a live marker, on a named basis. Raises BadAnswer; NotPossibleNow;
    EditedMeanwhile."""
    hold_marker(marker, seen_version)
    if marker.state not in LIVE:
        raise NotPossibleNow("Only a marker that shows to our own crews can be passed on.")
    refuse("to", "" if to.strip() else "Say who is told.")
    refuse("basis", "" if basis.strip() else "Say on which basis, such as the agreement or the section of the Act.")
    row = Disclosure.objects.create(
        trust_id=marker.trust_id,
        marker=marker,
        to=to.strip()[:200],
        basis=basis.strip()[:200],
        at=clock.now(),
        by=by.name,
    )
    touch(marker.record)
    enter("violence.disclose_marker", by=by, subject=marker.record, details={"to": row.to, "basis": row.basis})
    return row


@operation
def tell_of_removal(*, by: Actor, disclosure: Disclosure) -> Disclosure:
    """Somebody who was told of a marker hears that it is gone. Raises NotPossibleNow while it shows, and the second
    time."""
    hold_marker(disclosure.marker)
    disclosure.refresh_from_db()
    if disclosure.marker.state in LIVE:
        raise NotPossibleNow("This marker still shows. Remove it first.")
    if disclosure.removal_told_at is not None:
        raise NotPossibleNow("They were told already.")
    disclosure.removal_told_at, disclosure.removal_told_by = clock.now(), by.name
    disclosure.save(update_fields=["removal_told_at", "removal_told_by"])
    touch(disclosure.marker.record)
    enter("violence.tell_of_removal", by=by, subject=disclosure.marker.record, details={"to": disclosure.to})
    return disclosure


@operation
def challenge_marker(
    *,
    by: Actor,
    marker: Marker,
    from_whom: str,
    words: str,
    appeal_of: Challenge | None = None,
    seen_version: int | None = None,
) -> Challenge:
    """Take in that somebody says a marker is wrong, or an appeal against how that was decided.

    Raises BadAnswer when a part is missing; NotPossibleNow when it no longer stands, while another waits, and for an
    appeal against what is undecided or was upheld; EditedMeanwhile.
    """
    hold_marker(marker, seen_version)
    refuse("from_whom", "" if from_whom.strip() else "Say who challenges it.")
    refuse("words", "" if words.strip() else "Write down what they say.")
    if marker.state not in (*LIVE, "suspended"):
        raise NotPossibleNow("This marker no longer stands, so there is nothing to challenge.")
    if marker.challenges.filter(decided_at__isnull=True).exists():
        raise NotPossibleNow("A challenge waits for its decision. Decide that one first.")
    if appeal_of is not None and (appeal_of.marker_id != marker.pk or appeal_of.upheld is not False):
        raise NotPossibleNow("An appeal is against a challenge of this marker that was turned down.")
    row = Challenge.objects.create(
        trust_id=marker.trust_id,
        marker=marker,
        appeal_of=appeal_of,
        received_at=clock.now(),
        taken_by=by.name,
        from_whom=from_whom.strip()[:160],
        words=words.strip(),
    )
    tell_of_marker(
        marker,
        subject=f"A marker is challenged: {marker.reference}",
        words="Somebody who has not decided on it before must look at it again.",
        kind="violence.marker_challenged",
        posts=posts_with(marker.trust_id, ["security-lead", "security-management-director"]),
    )
    touch(marker.record)
    enter("violence.challenge_marker", by=by, subject=marker.record, details={"appeal": appeal_of is not None})
    return row


@operation
def answer_challenge(
    *, by: Actor, challenge: Challenge, upheld: bool, reason: str, seen_version: int | None = None
) -> Challenge:
    """Decide a challenge: upheld, the marker goes; turned down, it stays and can be appealed.

    Raises BadAnswer without a reason and for someone who had a part in deciding on the marker, on the panel too;
    NotPossibleNow the second time; EditedMeanwhile.
    """
    marker = challenge.marker
    hold_marker(marker, seen_version)
    challenge.refresh_from_db()
    if challenge.decided_at is not None:
        raise NotPossibleNow(f"{challenge.decided_by} decided this already. They can appeal, or complain to the ICO.")
    refuse("reason", "" if reason.strip() else "Say why: the reason goes into the letter to them.")
    refuse("reason", DECIDED_BEFORE if had_a_part(marker, by.person_id, by.name) else "")
    challenge.upheld, challenge.reason = upheld, reason.strip()
    challenge.decided_at, challenge.decided_by, challenge.decider_id = clock.now(), by.name, by.person_id
    challenge.save(update_fields=["upheld", "reason", "decided_at", "decided_by", "decider"])
    if upheld:
        take_away(marker, by=by, reason=f"Challenge upheld: {reason.strip()}", cause="challenge")
    else:
        touch(marker.record)
    enter("violence.answer_challenge", by=by, subject=marker.record, details={"upheld": upheld})
    return challenge
