"""Taking exhibits in, and letting them go at the end with authority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from holdfast.casework.casefile.models import Exhibit
from holdfast.casework.casefile.operations.handovers import Moment, add_step
from holdfast.casework.casefile.queries.exhibits import chain_of
from holdfast.casework.casefile.rules.exhibits import ENDINGS, NATURES, initials_of, mark, read_mark
from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.files import keep_file, name_for_private_files
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.incidents.operations.telling import tell_security_team
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.models import Evidence, Record, Sensitivity
from holdfast.foundation.records.operations import open_record, touch
from holdfast.foundation.records.operations.intake import PreparedFile
from holdfast.kernel import clock

KIND, SERIES = "exhibit", "EXH"


@dataclass(frozen=True)
class ExhibitFacts:
    """What is told of an exhibit when it is taken in. `found_at` and `kept_since` are instants (UTC).

    `mark` is the exhibit reference on the label ("ABC/1"); blank for the next free one of who found it. `kept_by` and
    `kept_where`: who took it from the finder and where it lies. `clock_ahead` in seconds, see models.Exhibit.
    """

    nature: str
    description: str
    found_by: str
    found_at: datetime
    found_where: str
    kept_by: str
    kept_since: datetime
    kept_where: str = ""
    mark: str = ""
    seal: str = ""
    private: bool = False
    device: str = ""
    clock_ahead: int | None = None
    clock_checked: str = ""
    native_format: str = ""
    player: str = ""
    copied_by: str = ""


@operation
def record_exhibit(
    *,
    by: Actor,
    incident: Incident,
    facts: ExhibitFacts,
    upload: PreparedFile | None = None,
    evidence: Evidence | None = None,
) -> Exhibit:
    """Take something in as an exhibit of `incident`, with who found it and the first step of its continuity.

    A digital one comes with its file: `upload`, what records' `prepare` made of one, or `evidence`, a file that is on
    the incident already. A private one (an injury), and each of a restricted incident, is only for the people named on
    the incident.

    Raises ValueError for a reference that was given before, a file that is an exhibit already, dates in the wrong order
    or in the future, a digital exhibit without a file, and anything that is missing.
    """
    hold(incident)
    _check(facts)
    private = facts.private or incident.restricted
    if facts.nature == "digital":
        evidence = _file_of(by, incident, facts, upload, evidence, private=private)
        private = private or evidence.sensitivity == Sensitivity.RESTRICTED
    elif upload is not None or evidence is not None:
        raise ValueError("Only a recording, a photo or another file comes with a file. Choose that, or leave it out.")
    initials, number = _reference(incident, facts)
    record = open_record(
        trust=incident.trust,
        kind=KIND,
        series=SERIES,
        title=f"Exhibit {mark(initials, number)}",
        sensitivity=Sensitivity.RESTRICTED if private else Sensitivity.ORDINARY,
    )
    exhibit = Exhibit(
        record=record,
        trust_id=incident.trust_id,
        incident=incident,
        initials=initials,
        number=number,
        nature=facts.nature,
        description=facts.description.strip(),
        seal=facts.seal.strip(),
        found_by=facts.found_by.strip(),
        found_at=facts.found_at,
        found_where=facts.found_where.strip(),
        restricted=private,
        evidence=evidence,
        sha256=evidence.sha256 if evidence else "",
        device=facts.device.strip(),
        clock_ahead=facts.clock_ahead,
        clock_checked=facts.clock_checked.strip(),
        native_format=facts.native_format.strip(),
        player=facts.player.strip(),
        copied_by=facts.copied_by.strip(),
        recorded_at=clock.now(),
        recorded_by=by.name,
        person_id=by.person_id,
    )
    _save_once(exhibit)
    add_step(
        exhibit,
        by=by,
        moment=Moment(
            at=facts.kept_since,
            giver=exhibit.found_by,
            receiver=facts.kept_by,
            place=facts.kept_where,
            why="Taken in as an exhibit",
            # Whoever seals it looks at the seal.
            seal_intact=True if exhibit.seal else None,
        ),
    )
    touch(incident.record)
    enter(
        "casefile.record_exhibit",
        by=by,
        subject=record,
        details={
            "incident": incident.reference,
            "exhibit": exhibit.mark,
            "description": exhibit.description,
            "found by": exhibit.found_by,
            "found at": exhibit.found_at,
            "found where": exhibit.found_where,
            "seal": exhibit.seal,
            "sha256": exhibit.sha256,
            "private": private,
        },
    )
    return exhibit


def _check(facts: ExhibitFacts) -> None:
    if facts.nature not in NATURES:
        raise ValueError("Say what it is: a thing, a paper or a file.")
    for words, value in (
        ("what it is", facts.description),
        ("who found it", facts.found_by),
        ("where it was found", facts.found_where),
        ("who has it now", facts.kept_by),
    ):
        if not value.strip():
            raise ValueError(f"Say {words}.")
    if facts.found_at > clock.now():
        raise ValueError("It cannot have been found in the future.")
    if facts.kept_since < facts.found_at:
        raise ValueError("It was handed over before it was found. Put one of the two times right.")
    if facts.clock_ahead is not None and not facts.clock_checked.strip():
        raise ValueError("Say how the device’s clock was checked, such as against the speaking clock.")


def _file_of(
    by: Actor,
    incident: Incident,
    facts: ExhibitFacts,
    upload: PreparedFile | None,
    evidence: Evidence | None,
    *,
    private: bool,
) -> Evidence:
    if upload is not None:
        evidence = keep_file(
            by=by, incident=incident, upload=upload, description=facts.description[:300], private=private
        )
    if evidence is None or evidence.record_id != incident.pk:
        raise ValueError("Add the file itself, or choose one that is on the incident already.")
    if evidence.withdrawn_at is not None or evidence.erased_at is not None:
        raise ValueError("This file was withdrawn, so it cannot become an exhibit.")
    if evidence.mismatch_at is not None:
        raise ValueError("This file was found changed since it was added, so it cannot become an exhibit.")
    if Exhibit.objects.filter(evidence=evidence).exists():
        raise ValueError("This file is an exhibit already. One file is one exhibit.")
    if private and evidence.sensitivity != Sensitivity.RESTRICTED:
        Evidence.objects.filter(pk=evidence.pk).update(sensitivity=Sensitivity.RESTRICTED)
        evidence.sensitivity = Sensitivity.RESTRICTED
        name_for_private_files(incident, by=by)
    return evidence


def _reference(incident: Incident, facts: ExhibitFacts) -> tuple[str, int]:
    """What was written on the label, or the next free reference of the finder."""
    if facts.mark.strip():
        initials, number = read_mark(facts.mark)
        if Exhibit.objects.filter(trust_id=incident.trust_id, initials=initials, number=number).exists():
            raise ValueError(
                f"{mark(initials, number)} was given before. A reference is given once: the next free one is "
                f"{mark(initials, _next(incident, initials))}."
            )
        return initials, number
    initials = initials_of(facts.found_by)
    return initials, _next(incident, initials)


def _next(incident: Incident, initials: str) -> int:
    found = Exhibit.objects.filter(trust_id=incident.trust_id, initials=initials).aggregate(last=Max("number"))
    return (found["last"] or 0) + 1


def _save_once(exhibit: Exhibit) -> None:
    """Two at once may have taken the same free number: the database lets one of them have it."""
    try:
        with transaction.atomic():
            exhibit.save(force_insert=True)
    except IntegrityError:
        raise ValueError(f"{exhibit.mark} was given a moment ago. Send this again for the next free one.") from None


@operation
def end_exhibit(*, by: Actor, exhibit: Exhibit, how: str, at: datetime, to: str, authority: str) -> Exhibit:
    """An exhibit is returned, handed to the police for good, or destroyed: when, to whom, and who or what allowed it.

    Its log ends with that. Raises ValueError without an authority or a receiver, for a moment in the future or before
    the last step, and when it was let go before.
    """
    hold(exhibit.incident)
    exhibit.refresh_from_db()
    if exhibit.ended_at is not None:
        raise ValueError("This exhibit was let go already.")
    if how not in ENDINGS:
        raise ValueError("Say what became of it.")
    if not authority.strip():
        raise ValueError("Say who or what allowed it, such as the officer in the case or a court order.")
    if how != "destroyed" and not to.strip():
        raise ValueError("Say to whom it went.")
    holder = chain_of(exhibit).holder
    add_step(
        exhibit,
        by=by,
        moment=Moment(at=at, giver=holder, receiver=to.strip() or holder, why=ENDINGS[how], seal_intact=None),
        last=True,
    )
    exhibit.ended_at, exhibit.ended_how, exhibit.ended_to = at, how, to.strip()
    exhibit.ended_authority, exhibit.ended_by = authority.strip(), by.name
    exhibit.save(update_fields=["ended_at", "ended_how", "ended_to", "ended_authority", "ended_by"])
    Record.objects.filter(pk=exhibit.pk).update(closed_at=clock.now())
    touch(exhibit.record)
    touch(exhibit.incident.record)
    enter(
        "casefile.end_exhibit",
        by=by,
        subject=exhibit.record,
        details={"how": ENDINGS[how], "at": at, "to": to.strip(), "authority": authority.strip()},
    )
    return exhibit


@operation
def report_broken(*, by: Actor, exhibit: Exhibit) -> None:
    """Tell the security team that an exhibit's file is no longer what was taken in."""
    tell_security_team(
        exhibit.incident,
        subject=f"An exhibit of {exhibit.incident.reference} is not what was taken in",
        words=(
            f"The file of exhibit {exhibit.mark} has another SHA-256 than at intake. It is not handed out and goes "
            "into no bundle. Ask whoever looks after Holdfast whether a backup holds it as it was."
        ),
        kind="casefile.broken_exhibit",
    )
    touch(exhibit.record)
    enter("casefile.report_broken", by=by, subject=exhibit.record, details={"exhibit": exhibit.mark})
