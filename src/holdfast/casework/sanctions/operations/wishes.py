"""What victims want done about it, and who helps them to involve the police."""

from __future__ import annotations

from holdfast.casework.incidents.models import Incident, Victim, Wish
from holdfast.casework.incidents.operations.wishes import record_wish
from holdfast.casework.incidents.queries.wishes import wishes_of
from holdfast.casework.sanctions.models import Encouragement
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.operations import check_version, touch
from holdfast.kernel import clock


@operation
def record_victim_wish(
    *,
    by: Actor,
    incident: Incident,
    victim: Victim,
    wants_sanction: str,
    wants_prosecution: str = "",
    told_police: bool | None = None,
    encouraged_by: str = "",
    guided_by: str = "",
    words: str = "",
    seen_version: int | None = None,
) -> list[Wish]:
    """Keep what a victim wants done, who encouraged them to involve the police and who guides them through it.

    The wish goes where every page reads it (incidents.record_wish); gives what of it is new. Raises ValueError for
    someone who is not a victim of this incident, an answer that is none, and when all of it is on record already;
    EditedMeanwhile.
    """
    check_version(incident.record, seen_version)
    if victim.incident_id != incident.pk:
        raise ValueError("This person is not among those affected. Add them to the incident first.")
    if not wants_sanction:
        raise ValueError("Choose one of the answers shown.")
    victim.incident = incident
    last = wishes_of(victim)
    told = {"action": wants_sanction, "court": wants_prosecution}
    helped = told_police is not None or bool(encouraged_by.strip() or guided_by.strip())
    new = words.strip() or any(
        answer and (about not in last or last[about].wants != answer) for about, answer in told.items()
    )
    kept = record_wish(by=by, victim=victim, wants=told, words=words) if new or not helped else []
    if helped:
        Encouragement.objects.create(
            trust_id=incident.trust_id,
            incident=incident,
            victim=victim,
            told_police=told_police,
            encouraged_by=encouraged_by.strip()[:160],
            guided_by=guided_by.strip()[:160],
            at=clock.now(),
            by=by.name,
        )
    touch(incident.record)
    enter(
        "sanctions.record_victim_wish",
        by=by,
        subject=incident.record,
        details={"victim": victim.pk, "new": [wish.about for wish in kept], "told the police": told_police},
    )
    return kept
