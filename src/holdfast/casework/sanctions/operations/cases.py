"""Opening a case on a subject, who they are as far as safeguards turn on it, and considering or closing it again."""

from __future__ import annotations

from holdfast.casework.incidents.models import Incident, Subject
from holdfast.casework.sanctions.models import Case, Letter
from holdfast.casework.sanctions.operations.holding import changed, hold, standing_of, still_open, words_of
from holdfast.casework.sanctions.operations.taking_back import take_proposal_back
from holdfast.casework.sanctions.rules.safeguards import AGES, CAPACITIES
from holdfast.casework.sanctions.rules.stages import CASE
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.pages.words import listed
from holdfast.foundation.records.models import Record, Sensitivity
from holdfast.foundation.records.operations import check_version, move, open_record, touch
from holdfast.kernel import clock

SERIES = "SAN"


@operation
def open_case(*, by: Actor, incident: Incident, subject: Subject, joint: bool = False) -> Case:
    """Open the case of one subject of an incident. Asked for again, it is the case that there is.

    A colleague's is held apart: only those named on the incident may know of it. Raises ValueError for a subject of
    another incident and while the incident waits for triage.
    """
    check_version(incident.record, None)
    incident.refresh_from_db()
    if subject.incident_id != incident.pk:
        raise ValueError("This person is not among those who did it. Add them to the incident first.")
    if incident.state in ("merged", "routed-out"):
        raise ValueError("This incident is dealt with elsewhere. Open the case there.")
    if incident.state == "reported":
        raise ValueError("This incident waits for triage. Judge it first.")
    standing = Case.objects.filter(subject=subject).select_related("record", "incident__record", "subject").first()
    if standing is not None:
        enter("sanctions.open_case", by=by, subject=standing.record, details={"again": True})
        return standing
    apart = subject.held_apart or subject.standing == "colleague" or incident.internal
    record = open_record(
        trust=incident.trust,
        kind="sanction",
        series=SERIES,
        title=incident.record.title,
        sensitivity=Sensitivity.RESTRICTED if apart or incident.restricted else Sensitivity.ORDINARY,
    )
    case = Case.objects.create(
        trust_id=incident.trust_id, record=record, incident=incident, subject=subject, held_apart=apart, joint=joint
    )
    touch(incident.record)
    details = {"incident": incident.reference, "joint": joint, "held apart": apart}
    enter("sanctions.open_case", by=by, subject=record, details=details)
    enter("sanctions.open_case", by=by, subject=incident.record, details={"case": record.reference})
    return case


@operation
def record_standing(
    *,
    by: Actor,
    case: Case,
    age: str,
    capacity: str,
    capacity_by: str = "",
    words: str = "",
    joint: bool | None = None,
    seen_version: int | None = None,
) -> Case:
    """Keep whether they are of age and have capacity, as a clinician judged it, and whether fraud works on it too.

    A date of birth that the incident holds counts more than `age`. A proposal rests on all three: when one of them
    changes it is taken back, so that everyone who must agree is asked about what holds now. Raises ValueError when
    capacity is judged and nobody is named who judged it, and once the case is decided; EditedMeanwhile.
    """
    hold(case, seen_version)
    still_open(case)
    if age not in AGES or capacity not in CAPACITIES:
        raise ValueError("Choose one of the answers shown.")
    if capacity != "unknown" and not capacity_by.strip():
        raise ValueError("Name the clinician who judged their capacity.")
    before, held_to_be = [case.age, case.capacity], _ground_of(case)
    case.age, case.capacity = age, capacity
    case.capacity_by, case.capacity_words = capacity_by.strip()[:160], words.strip()
    if joint is not None:
        case.joint = joint
    case.save(update_fields=["age", "capacity", "capacity_by", "capacity_words", "joint"])
    changed(case)
    changes = {"standing": [before, [age, capacity]]}
    enter("sanctions.record_standing", by=by, subject=case.record, changes=changes, details={"joint": case.joint})
    now = _ground_of(case)
    if moved := [name for name in now if now[name] != held_to_be[name]]:
        take_proposal_back(case, by=by, why=f"{listed(moved).capitalize()} changed after it was proposed.")
    return case


def _ground_of(case: Case) -> dict[str, object]:
    """What a proposal rests on beside its options, by what people call it."""
    who = standing_of(case)
    return {"age": who.age, "capacity": who.capacity, "work with counter fraud": case.joint}


@operation
def reconsider(*, by: Actor, case: Case, why: str, seen_version: int | None = None) -> Case:
    """Take a proposal or a decision back and consider again. What was decided and agreed stays on record.

    Raises ValueError without a reason, NotPossibleNow while it is open anyway, EditedMeanwhile.
    """
    hold(case, seen_version)
    before = {"state": case.state, "decision": case.decision, "decided by": case.decided_by}
    case.state = move(record=case.record, workflow=CASE, state=case.state, verb="reconsider", by=by, why=why.strip())
    case.decided_at, case.decided_by, case.sanctioned, case.decision = None, "", None, ""
    case.save(update_fields=["state", "decided_at", "decided_by", "sanctioned", "decision"])
    Record.objects.filter(pk=case.pk).update(closed_at=None)
    changed(case)
    enter("sanctions.reconsider", by=by, subject=case.record, details=before, why=why.strip())
    return case


@operation
def close_case(*, by: Actor, case: Case, words: str, seen_version: int | None = None) -> Case:
    """Close a decided case.

    Raises ValueError while a letter is under way or publicity is undecided, NotPossibleNow, EditedMeanwhile.
    """
    hold(case, seen_version)
    said = words_of(words, "Say what came of it.")
    if Letter.objects.filter(case=case, state__in=["draft", "submitted", "approved"]).exists():
        raise ValueError("A letter is still under way. Serve it or withdraw it first.")
    if case.outcomes.filter(publicity__isnull=True).exists():
        raise ValueError("Publicity is not decided yet. Decide on it first, each time a sanction is obtained.")
    case.state = move(record=case.record, workflow=CASE, state=case.state, verb="close", by=by, why=said)
    case.save(update_fields=["state"])
    Record.objects.filter(pk=case.pk).update(closed_at=clock.now())
    changed(case)
    enter("sanctions.close_case", by=by, subject=case.record, details={"words": said})
    return case
