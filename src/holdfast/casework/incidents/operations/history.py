"""Bringing in the incident history of another system.

History is history. Nobody is notified, the trust's routing is asked only whom it lets see an incident, and no deadline
starts as though it were new: what happened before `Incident.imported_at` happened under another system, which Holdfast
did not watch. So an imported incident counts in numbers, charts, searches and "has this happened before", and no duty
of the policy is judged by what came before the import: whether it was triaged in time then can be neither kept nor
broken here. What is done with it from the import on (an investigation opened here, findings reviewed here) is judged
like anything else. `assurance.measures.sources` holds clocks to that moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from holdfast.casework.incidents.models import HistoryImport, HistoryMap, ImportedRow, Incident
from holdfast.casework.incidents.operations.history_writing import Writer
from holdfast.casework.incidents.operations.indexing import index_incident
from holdfast.casework.incidents.operations.report import routing_lines
from holdfast.casework.incidents.operations.restriction import keep_from_suspects, make_restricted
from holdfast.casework.incidents.queries.history import known_history, places_of
from holdfast.casework.incidents.rules.history_people import people_of
from holdfast.casework.incidents.rules.history_plan import Added, HistoryPlan, plan_history, suspects_more
from holdfast.casework.incidents.rules.history_rows import HistoryFile
from holdfast.casework.incidents.rules.history_words import Meanings, Word
from holdfast.foundation.audit.actors import Actor, Subject
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.queries.staff_file import Wish
from holdfast.foundation.organisation.queries.table_files import Column
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


class NotAllGood(Refused):
    """All rows or none were asked for, and some cannot be used. Nothing was changed; `plan` lists them."""

    def __init__(self, plan: HistoryPlan) -> None:
        count = plan.counts()["bad"]
        super().__init__(
            f"{count:,} {'row' if count == 1 else 'rows'} of {plan.file} cannot be used, so nothing was brought in. "
            "Mend them, or bring in the good ones only."
        )
        self.plan = plan


def preview_history(file: HistoryFile, trust: Trust, source: str, meanings: Meanings) -> HistoryPlan:
    """What bringing in `file` would change, and nothing changed."""
    known = known_history(trust, source, file)
    return plan_history(file, source, known, meanings, places_of(trust), routing_lines(trust), clock.now())


@operation
def import_history(
    *,
    by: Actor,
    trust: Trust,
    file: HistoryFile,
    source: str,
    meanings: Meanings,
    sha256: str,
    all_or_nothing: bool = False,
) -> HistoryPlan:
    """Bring in the incidents of `file`, an export of the system `source`, and say what was done.

    One transaction: good incidents come in and refused ones are listed in the plan; with `all_or_nothing` one refused
    row keeps everything out: then NotAllGood is raised. Running it again changes nothing. An incident that came in
    before is not changed; rows about more people are added to it, and the plan lists what the file says otherwise.
    Leaves one entry for the file, and one for each incident that is new or grew. `sha256` is of the file.
    """
    Trust.objects.select_for_update().get(pk=trust.pk)  # two imports at once would both add the same incidents
    plan = preview_history(file, trust, source, meanings)
    if all_or_nothing and plan.refused:
        raise NotAllGood(plan)
    if plan.changes_something:
        now = clock.now()
        history = HistoryImport.objects.create(
            trust=trust,
            source=source,
            name=file.name[:200],
            sha256=sha256,
            at=now,
            by=by.name,
            person_id=by.person_id,
            counts=plan.counts(),
        )
        writer = Writer(by, trust, history, now)
        writer.write(plan.new)
        for added in plan.added:
            _add_people(writer, added, meanings)
    plan.applied = True
    enter(
        "incidents.import_history",
        by=by,
        subject=Subject("history_file", file.name, trust.code),
        details={"source": source, "sha256": sha256, **plan.counts()},
    )
    return plan


def _add_people(writer: Writer, added: Added, meanings: Meanings) -> None:
    """Add the people of a later export's rows to an incident that came in before, and restrict it where they say so."""
    incident = Incident.objects.select_related("record__trust", "site", "unit").get(pk=added.known.key)
    if suspects_more(added, meanings) and not incident.internal:
        incident.internal = True
        incident.save(update_fields=["internal"])
    for row in added.rows:
        for person in writer.people(incident, people_of(row.facts, meanings)):
            person.save()
    ImportedRow.objects.bulk_create(
        writer.imported(incident, added.source_key, added.source_reference, row) for row in added.rows
    )
    why = "A later export names a colleague as the one who did it"
    if incident.internal and not incident.restricted:
        make_restricted(incident, by=writer.by, why=why)
    elif incident.internal:
        keep_from_suspects(incident, by=writer.by, why=why)
    index_incident(incident)
    touch(incident.record)
    enter(
        "incidents.import_more",
        by=writer.by,
        subject=incident.record,
        details={
            "source": writer.history.source,
            "file": writer.history.name,
            "sha256": writer.history.sha256,
            "lines": [row.line for row in added.rows],
        },
    )


@operation
def remember_history_map(
    *, by: Actor, trust: Trust, columns: Sequence[Column], words: Sequence[Word], wish: Wish
) -> HistoryMap:
    """Remember what each column holds, what the words mean, and what had to be chosen to read the file, for the next.

    Columns and words of other files stay remembered.
    """
    kept, _ = HistoryMap.objects.get_or_create(trust=trust, defaults={"saved_by": by.name})
    before = {"columns": dict(kept.columns), "words": _copied(kept.words)}
    kept.columns = {**kept.columns, **{column.plain: column.field for column in columns}}
    kept.words = _copied(kept.words)
    for word in words:
        if word.meaning:
            kept.words.setdefault(word.vocabulary, {})[word.plain] = word.meaning
    kept.delimiter, kept.encoding, kept.sheet = wish.delimiter, wish.encoding, wish.sheet
    kept.saved_at, kept.saved_by = clock.now(), by.name
    kept.save()
    changes = {
        name: [before[name], now]
        for name, now in (("columns", kept.columns), ("words", kept.words))
        if before[name] != now
    }
    enter("incidents.map_history", by=by, subject=kept, changes=changes)
    return kept


def _copied(words: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    return {vocabulary: dict(some) for vocabulary, some in words.items()}
