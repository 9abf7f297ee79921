"""Writing incidents of the past, many at once. Steps of `operations.history`, which leaves the entry of the file."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import chain

from holdfast.casework.incidents.models import (
    Closure,
    HistoryImport,
    ImportedRow,
    Incident,
    PoliceContact,
    SearchText,
    Subject,
    Victim,
    Witness,
)
from holdfast.casework.incidents.operations.indexing import search_text_of
from holdfast.casework.incidents.operations.restriction import LEADS, NEXT_IN_LINE, holders_by_role
from holdfast.casework.incidents.operations.wishes import victim_row
from holdfast.casework.incidents.rules.answers import SubjectFacts, VictimFacts
from holdfast.casework.incidents.rules.history_incidents import OldIncident
from holdfast.casework.incidents.rules.history_people import SomeoneFacts
from holdfast.casework.incidents.rules.history_rows import HistoryRow
from holdfast.casework.incidents.rules.report import title_of
from holdfast.casework.incidents.rules.stages import stage_of
from holdfast.casework.incidents.rules.suspects import first_unsuspected
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.actors import Subject as AuditSubject
from holdfast.foundation.audit.operations import Happening, enter_many
from holdfast.foundation.organisation.models import Person, Site, Trust, Unit
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.foundation.records.models import Move, Reader, Record, Sensitivity
from holdfast.foundation.records.operations import past_references
from holdfast.kernel.clock import LONDON

BATCH = 1000
"""Incidents that are written together: enough to share the cost of a statement, few enough to hold in memory."""
WHY_NAMED = "Named by rule when the history was brought in"


@dataclass
class Writer:
    """Writes incidents of one file. `now` is the instant of the import (UTC)."""

    by: Actor
    trust: Trust
    history: HistoryImport
    now: datetime

    def write(self, incidents: Sequence[OldIncident]) -> None:
        """Write all of them, those reported first getting the first references of the year of their report."""
        years: dict[int, list[OldIncident]] = defaultdict(list)
        for incident in sorted(incidents, key=lambda one: one.reported_at):
            years[incident.reported_at.astimezone(LONDON).year].append(incident)
        for year, some in sorted(years.items()):
            references = [str(one) for one in past_references(self.trust, "INC", year, len(some))]
            for start in range(0, len(some), BATCH):
                self._write(some[start : start + BATCH], references[start : start + BATCH])

    def _write(self, olds: Sequence[OldIncident], references: Sequence[str]) -> None:
        records = Record.objects.bulk_create(
            self._record(old, reference) for old, reference in zip(olds, references, strict=True)
        )
        rows = Incident.objects.bulk_create(
            self._incident(old, record) for old, record in zip(olds, records, strict=True)
        )
        written = list(zip(olds, rows, strict=True))
        told: dict[int, list[ScopedModel]] = {
            row.pk: [*self.people(row, old.everyone), *self._police(row, old)] for old, row in written
        }
        for model in (Victim, Subject, Witness, PoliceContact):
            model.objects.bulk_create(one for some in told.values() for one in some if isinstance(one, model))
        SearchText.objects.bulk_create(search_text_of(row, told[row.pk]) for _, row in written)
        Move.objects.bulk_create(self._move(row) for _, row in written)
        Closure.objects.bulk_create(self._closure(old, row) for old, row in written if old.state == "closed")
        Reader.objects.bulk_create(chain.from_iterable(self._readers(old, row) for old, row in written))
        ImportedRow.objects.bulk_create(
            self.imported(row, old.key, old.reference, line) for old, row in written for line in old.rows
        )
        enter_many(self._happening(old, row) for old, row in written)

    def _record(self, old: OldIncident, reference: str) -> Record:
        return Record(
            trust=self.trust,
            kind="incident",
            reference=reference,
            title=title_of(old.type, old.near_miss),
            sensitivity=Sensitivity.RESTRICTED if old.restrict else Sensitivity.ORDINARY,
            opened_at=old.reported_at,
            closed_at=(old.closed_at or self.now) if old.state == "closed" else None,
        )

    def _incident(self, old: OldIncident, record: Record) -> Incident:
        return Incident(
            record=record,
            trust=self.trust,
            submission_key=submission_key(self.history.source, old.key),
            state=old.state,
            stage=stage_of(old.state, ()),
            type=old.type,
            near_miss=old.near_miss,
            internal=old.internal,
            restricted=bool(old.restrict),
            hate_factors=old.hate_factors,
            place=old.place,
            site=self._sites.get(old.site_id or 0),
            unit=self._units.get(old.unit_id or 0),
            exact_place=old.exact_place,
            happened_at=old.happened_at,
            happened_roughly=old.happened_roughly,
            found_at=old.found_at,
            reported_at=old.reported_at,
            description=old.description,
            done_at_once=old.done_at_once,
            outcome=old.outcome,
            reporter_name=old.reporter_name,
            route="import",
            police_told=old.police_told,
            severity=old.severity,
            medical_factors=old.medical_factors,
            medical_factors_by="" if old.medical_factors is None else f"As {self.history.source} has it",
            imported_at=self.now,
            old_reference=old.reference,
        )

    def people(self, incident: Incident, people: Sequence[SomeoneFacts]) -> Iterator[ScopedModel]:
        """The rows of people on an incident, not yet written; a suspected colleague is held apart."""
        for person in people:
            if isinstance(person, VictimFacts):
                yield victim_row(incident, person)
            elif isinstance(person, SubjectFacts):
                apart = incident.internal or person.standing == "colleague"
                yield Subject(trust=self.trust, incident=incident, held_apart=apart, **vars(person))
            else:
                yield Witness(trust=self.trust, incident=incident, **vars(person))

    def imported(self, incident: Incident, key: str, reference: str, row: HistoryRow) -> ImportedRow:
        """What is kept of one row of the file, not yet written."""
        return ImportedRow(
            trust=self.trust,
            source=self.history.source,
            key=key,
            reference=reference,
            incident=incident,
            history=self.history,
            line=row.line,
            digest=row.digest,
            facts=row.facts,
            rest=row.rest,
        )

    def _police(self, incident: Incident, old: OldIncident) -> Iterator[PoliceContact]:
        for contact in old.police:
            yield PoliceContact(
                trust=self.trust, incident=incident, by=self.history.source, at=old.reported_at, **vars(contact)
            )

    def _move(self, incident: Incident) -> Move:
        return Move(
            trust=self.trust,
            record=incident.record,
            verb="import",
            target=incident.state,
            at=self.now,
            by=self.by.name,
            post=self.by.post,
            person_id=self.by.person_id,
        )

    def _closure(self, old: OldIncident, incident: Incident) -> Closure:
        words = old.outcome or f"Closed in {self.history.source}."
        if old.closed_at is None:
            words = f"{words} The export does not say when."
        return Closure(
            trust=self.trust,
            incident=incident,
            at=old.closed_at or self.now,
            by=self.history.source,
            outcome=words,
        )

    def _readers(self, old: OldIncident, incident: Incident) -> Iterator[Reader]:
        """Who may see a restricted incident: the leads of the security team, no suspect; else the next in line."""
        if not old.restrict:
            return
        names = [one.name for one in old.everyone if isinstance(one, SubjectFacts)] if old.internal else []
        for person in first_unsuspected(self._in_line, names):
            yield Reader(
                trust=self.trust,
                record=incident.record,
                person=person,
                at=self.now,
                by=self.by.name,
                why=WHY_NAMED,
            )

    def _happening(self, old: OldIncident, incident: Incident) -> Happening:
        return Happening(
            "incidents.import",
            self.by,
            AuditSubject("incident", incident.record.reference, self.trust.code),
            details={
                "source": self.history.source,
                "old_reference": old.reference,
                "file": self.history.name,
                "sha256": self.history.sha256,
                "lines": [row.line for row in old.rows],
                "restricted": old.restrict,
            },
            at=self.now,
        )

    @cached_property
    def _sites(self) -> dict[int, Site]:
        return {site.pk: site for site in Site.objects.filter(trust=self.trust)}

    @cached_property
    def _units(self) -> dict[int, Unit]:
        return {unit.pk: unit for unit in Unit.objects.filter(trust=self.trust)}

    @cached_property
    def _in_line(self) -> list[list[Person]]:
        steps = [LEADS, *((role,) for role in NEXT_IN_LINE)]
        lines = [holders_by_role(self.trust.pk, roles) for roles in steps]
        return [list({person.pk: person for person in people}.values()) for people in lines]


def submission_key(source: str, key: str) -> str:
    """What keeps the database from taking the same incident of the old system twice, whoever brings it in."""
    return "history:" + hashlib.sha256(f"{source}\n{key}".encode()).hexdigest()[:50]
