"""What people affected want, kept each time they say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime

from holdfast.casework.incidents.models import Incident, Victim, Wish
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.incidents.operations.telling import tell_security_team
from holdfast.casework.incidents.queries.wishes import last_wishes
from holdfast.casework.incidents.rules.answers import VictimFacts
from holdfast.casework.incidents.rules.wishes import ABOUT, WANTS, said_anew
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


@operation
def record_wish(
    *, by: Actor, victim: Victim, wants: Mapping[str, str], words: str = "", seen_version: int | None = None
) -> list[Wish]:
    """Keep what someone affected wants. `wants`: answers (keys of Wish.WANTS) by what they are about (Wish.ABOUT).

    An empty answer says nothing, and one that is on record already stays as it was said, unless the person now says
    themselves what somebody else had written down. Gives the new rows. When somebody changed their mind the security
    team is told, as what was decided may go against it now. Raises ValueError for an answer that is none, without any,
    when all of it is on record, and for an incident that is dealt with elsewhere; EditedMeanwhile.
    """
    incident = victim.incident
    hold(incident, seen_version)
    if incident.state in ("merged", "routed-out"):
        raise ValueError("This incident is dealt with elsewhere. Record it there, or take the incident back.")
    told = {about: answer for about, answer in wants.items() if answer}
    if told.keys() - ABOUT.keys() or set(told.values()) - WANTS.keys():
        raise ValueError("Choose one of the answers shown.")
    if not told:
        raise ValueError("Answer at least one of the questions.")
    # Asked anew: what the caller had fetched of the victim may be older than the hold.
    before = last_wishes(Wish.objects.filter(victim=victim)).get(victim.pk, {})
    own = by.person_id is not None and by.person_id == victim.person_id
    confirmed = frozenset(about for about, wish in before.items() if own and not _said_themselves(wish, victim))
    new = said_anew(told, {about: wish.wants for about, wish in before.items()}, words.strip(), confirmed)
    if not new:
        raise ValueError("That is what is on record already.")
    now = clock.now()
    kept = [
        Wish.objects.create(
            trust_id=incident.trust_id,
            incident=incident,
            victim=victim,
            about=about,
            wants=told[about],
            words=words.strip(),
            how="own" if own else "told",
            at=now,
            by=by.name,
            on_behalf_of=by.on_behalf_of,
        )
        for about in new
    ]
    if any(about in before and before[about].wants != told[about] for about in new):
        tell_security_team(
            incident,
            subject=f"Someone affected wants otherwise: {incident.reference}",
            words="They changed their mind. Look again at what was decided.",
            kind="incidents.wish_changed",
        )
    touch(incident.record)
    enter(
        "incidents.record_wish",
        by=by,
        subject=incident.record,
        changes={about: [before[about].wants if about in before else None, told[about]] for about in new},
        details={"victim": victim.pk},
    )
    return kept


def _said_themselves(wish: Wish, victim: Victim) -> bool:
    return wish.how == "own" or (wish.how == "report" and victim.is_reporter)


def add_victims(
    incident: Incident, victims: Iterable[VictimFacts], *, by: Actor, at: datetime, how: str = "report"
) -> list[Victim]:
    """Write who was affected, and as the first of their wishes what was told of the police with them."""
    told = list(victims)
    rows = Victim.objects.bulk_create(victim_row(incident, facts) for facts in told)
    Wish.objects.bulk_create(
        Wish(
            trust_id=incident.trust_id,
            incident=incident,
            victim=row,
            about="police",
            wants=facts.wants_police,
            how=how,
            at=at,
            by=by.name,
            on_behalf_of=by.on_behalf_of,
        )
        for row, facts in zip(rows, told, strict=True)
        if facts.wants_police
    )
    return rows


def victim_row(incident: Incident, facts: VictimFacts) -> Victim:
    """Someone affected, not yet written, without what they want: that is a row of its own."""
    told = {name: value for name, value in asdict(facts).items() if name != "wants_police"}
    return Victim(trust_id=incident.trust_id, incident=incident, **told)
