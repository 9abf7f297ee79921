"""What victims want done about it."""

from __future__ import annotations

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.sanctions.models import Wish
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.operations import check_version, touch
from holdfast.kernel import clock

ANSWERS = {"yes": "Yes", "no": "No", "unsure": "Not sure yet"}


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
) -> Wish:
    """Keep what a victim wants done, who encouraged them to involve the police and who guides them through it.

    A wish that changes is another row: what they wanted before stays. Raises ValueError for someone who is not a
    victim of this incident; EditedMeanwhile.
    """
    check_version(incident.record, seen_version)
    if victim.incident_id != incident.pk:
        raise ValueError("This person is not among those affected. Add them to the incident first.")
    if wants_sanction not in ANSWERS or (wants_prosecution and wants_prosecution not in ANSWERS):
        raise ValueError("Choose one of the answers shown.")
    wish = Wish.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        victim=victim,
        wants_sanction=wants_sanction,
        wants_prosecution=wants_prosecution,
        told_police=told_police,
        encouraged_by=encouraged_by.strip()[:160],
        guided_by=guided_by.strip()[:160],
        words=words.strip(),
        at=clock.now(),
        by=by.name,
    )
    touch(incident.record)
    enter(
        "sanctions.record_victim_wish",
        by=by,
        subject=incident.record,
        details={"wants": wants_sanction, "prosecution": wants_prosecution, "told the police": told_police},
    )
    return wish
