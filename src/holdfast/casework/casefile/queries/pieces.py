"""What a bundle can hold of a case, piece by piece, as far as the one who makes it may see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects

from holdfast.casework.casefile.models import Exhibit
from holdfast.casework.casefile.queries.exhibits import is_broken
from holdfast.casework.casefile.queries.visibility import exhibits_visible_to
from holdfast.casework.casefile.rules.bundles import subject_key, subject_title
from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.queries.whole import load_whole
from holdfast.foundation.organisation.viewer import Viewer

BROKEN = "its file is not what was taken in"


@dataclass(frozen=True)
class Piece:
    """Something that can go into a bundle. `sensitive` names why one thinks twice (see rules.bundles.REASONS); those
    are not chosen beforehand. `why_not`: it cannot go in, and why. `thing` is the row behind it."""

    key: str
    group: str
    title: str
    sensitive: tuple[str, ...] = ()
    why_not: str = ""
    thing: Any = field(default=None, compare=False)


def load(incident: Incident) -> Incident:
    """Fetch what pieces, papers and the timeline read: all that hangs on the incident, and who the people in it are."""
    load_whole(incident)
    prefetch_related_objects(list(incident.victims.all()), "person")
    prefetch_related_objects(list(incident.witnesses.all()), "person")
    return incident


def pieces_of(incident: Incident, viewer: Viewer) -> list[Piece]:
    """Everything that `viewer` could put into a bundle of `incident`, in the order in which one reads it.

    The incident is loaded by `load`. Who is suspected among colleagues is offered to those named on it alone.
    """
    named = any(reader.person_id == viewer.person.pk for reader in incident.record.readers.all())
    exhibits = exhibits_visible_to(viewer).filter(incident=incident).select_related("record", "evidence__record__trust")
    return [
        Piece("report", "papers", "The report: what happened, where and when"),
        Piece("timeline", "papers", "The timeline: what was done since, without what people wrote"),
        Piece("police", "papers", "Contacts with the police so far"),
        *_people(incident, named=named),
        *_statements(incident),
        *(_exhibit(row) for row in exhibits.prefetch_related("handovers").order_by("initials", "number")),
    ]


def _people(incident: Incident, *, named: bool) -> Iterator[Piece]:
    for number, victim in enumerate(incident.victims.all(), 1):
        name = str(victim.person or victim.name or f"person {number}")
        yield Piece(f"victim-{victim.pk}", "people", f"Affected: {name}", ("victim",), thing=victim)
        if victim.injury or victim.injury_details:
            yield Piece(f"injury-{victim.pk}", "people", f"Injuries of {name}", ("injury",), thing=victim)
    for subject in incident.subjects.all():
        if not subject.held_apart or named:
            restricted = ("restricted",) if subject.held_apart else ()
            yield Piece(subject_key(subject.pk), "people", subject_title(subject.name), restricted, thing=subject)
    for witness in incident.witnesses.all():
        yield Piece(f"witness-{witness.pk}", "people", f"Witness: {witness.name}", thing=witness)


def _statements(incident: Incident) -> Iterator[Piece]:
    for statement in incident.statements.all():
        who = str(statement.person or (statement.witness.name if statement.witness else ""))
        why_not = ""
        if statement.received_at is None:
            why_not = f"will not come: {statement.declined_reason}" if statement.declined_reason else "is not in yet"
        yield Piece(f"statement-{statement.pk}", "statements", f"Statement of {who}", why_not=why_not, thing=statement)


def _exhibit(exhibit: Exhibit) -> Piece:
    why_not = ""
    file = exhibit.evidence
    if file is not None:
        if is_broken(exhibit):
            why_not = BROKEN
        elif file.withdrawn_at is not None:
            why_not = f"its file was withdrawn: {file.withdrawn_why}"
        elif file.erased_at is not None:
            why_not = "its file was erased"
    sensitive = ("restricted",) if exhibit.restricted else ()
    return Piece(
        f"exhibit-{exhibit.pk}", "exhibits", f"{exhibit.mark}: {exhibit.description}", sensitive, why_not, exhibit
    )
