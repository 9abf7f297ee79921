"""Closing a case: every area is asked for what it still owes, then the incident is closed. And reviewing it before."""

from __future__ import annotations

from datetime import date

from holdfast.casework.casefile.models import CaseReview
from holdfast.casework.casefile.queries.responses import Response, must_dos
from holdfast.casework.incidents.models import Closure, Incident
from holdfast.casework.incidents.operations import closing
from holdfast.casework.incidents.operations.holding import hold
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


class StillOpen(Exception):
    """An area that responds to the incident still owes something; `open` says what, each with where it is mended."""

    def __init__(self, still: list[Response]) -> None:
        super().__init__(" ".join(f"{one.area}: {one.words}." for one in still))
        self.open = still


@operation
def close(*, by: Actor, incident: Incident, outcome: str, seen_version: int | None = None) -> Closure:
    """Close the case with its outcome, when no area has a must-do open (see docs/adr/0012).

    Raises StillOpen while one has, and whatever closing the incident itself raises: NotReadyToClose, NotPossibleNow,
    EditedMeanwhile.
    """
    hold(incident, seen_version)
    if still := must_dos(incident):
        raise StillOpen(still)
    closed = closing.close(by=by, incident=incident, outcome=outcome)
    enter("casefile.close", by=by, subject=incident.record, details={"outcome": outcome.strip()})
    return closed


@operation
def review_case(*, by: Actor, incident: Incident, words: str, next_on: date | None = None) -> CaseReview:
    """Keep that someone looked at the case as a whole, and when they look again.

    Raises ValueError without words, and for a next day that is past or of a case that is closed.
    """
    hold(incident)
    if not words.strip():
        raise ValueError("Say what you found.")
    if next_on is not None and next_on <= clock.today():
        raise ValueError("The next review lies in the future.")
    if next_on is not None and incident.state == "closed":
        raise ValueError("The case is closed: nothing is looked at again. Leave the day empty, or reopen it.")
    made = CaseReview.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        at=clock.now(),
        by=by.name,
        person_id=by.person_id,
        words=words.strip(),
        next_on=next_on,
    )
    touch(incident.record)
    enter("casefile.review_case", by=by, subject=incident.record, details={"words": words.strip(), "next": next_on})
    return made
