"""Looking up whether there is a marker, saying afterwards whether it helped, and handing the live ones to dispatch."""

from __future__ import annotations

from holdfast.casework.violence.models import Hit, LookUp
from holdfast.casework.violence.operations.response import refuse
from holdfast.casework.violence.queries.looking_up import Found, find_markers
from holdfast.casework.violence.rules.addresses import read_address
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Person, Trust
from holdfast.kernel import clock


@operation
def look_up(*, by: Actor, trust: Trust, asked: str, job: str, person: Person | None = None) -> tuple[Found, LookUp]:
    """Is there a marker at this address? Who asked, for which job, and what was found is written down each time.

    `asked`: an address, a postcode with the number, or a UPRN. Raises BadAnswer without an address that can be looked
    up or without a job: nobody looks up an address for no reason.
    """
    address = read_address(asked)
    refuse("asked", "" if asked.strip() else "Type an address.")
    refuse("asked", "" if address.uprn or address.postcode or address.building or address.street else (
        "Type the number or name of the building with its street or postcode."))  # fmt: skip
    refuse("job", "" if job.strip() else "Give the job number, or what you need it for.")
    found = find_markers(address, asked)
    row = LookUp.objects.create(
        trust=trust, asked=asked.strip()[:300], job=job.strip()[:60], at=clock.now(), by=by.name, person=person
    )
    if found.here:
        Hit.objects.bulk_create(Hit(trust=trust, look_up=row, marker=marker) for marker in found.here)
    enter(
        "violence.look_up",
        by=by,
        subject=trust,
        details={"asked": row.asked, "job": row.job, "found": [marker.reference for marker in found.here]},
    )
    return found, row


@operation
def answer_hit(*, by: Actor, hit: Hit, passed_on: bool, helped: bool | None = None, words: str = "") -> Hit:
    """Say after an attendance whether the crew heard of the marker, and whether it helped.

    Raises BadAnswer when it was not passed on and is said to have helped, or when it is not said whether it helped;
    ValueError the second time.
    """
    refuse("helped", "It cannot have helped a crew that did not hear of it." if helped and not passed_on else "")
    refuse("helped", "Say whether it helped." if passed_on and helped is None else "")
    told = {
        "passed_on": passed_on,
        "helped": helped if passed_on else None,
        "words": words.strip()[:500],
        "answered_at": clock.now(),
        "answered_by": by.name,
    }
    if not Hit.objects.filter(pk=hit.pk, answered_at__isnull=True).update(**told):
        raise ValueError("This was answered already. Tell the security team if there is more to say.")
    hit.refresh_from_db()
    details = {"passed_on": passed_on, "helped": hit.helped, "look_up": hit.look_up_id}
    enter("violence.answer_hit", by=by, subject=hit.marker.record, details=details)
    return hit


@operation
def note_export(*, by: Actor, trust: Trust, rows: int) -> None:
    """Leave an entry that the live markers were handed out as a file."""
    enter("violence.export_markers", by=by, subject=trust, details={"rows": rows, "at": clock.now()})
