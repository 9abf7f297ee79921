"""An incident export as it is to be read, and what of it came in before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from holdfast.casework.incidents.models import HistoryMap, ImportedRow, Incident
from holdfast.casework.incidents.rules.history_columns import HISTORY, columns_of, faults_of_map
from holdfast.casework.incidents.rules.history_places import Places
from holdfast.casework.incidents.rules.history_plan import KnownIncident
from holdfast.casework.incidents.rules.history_rows import HistoryFile, read_rows, words_in
from holdfast.casework.incidents.rules.history_words import Meanings, Word, faults_of_words, meanings, plain_word
from holdfast.foundation.organisation.models import Site, Trust, Unit
from holdfast.foundation.organisation.queries.staff_file import Wish
from holdfast.foundation.organisation.queries.table_files import Column, Table, UnreadableTable, read_table

AT_A_TIME = 500


@dataclass(frozen=True)
class Columns:
    """An export's table and what its columns hold. `settled`: every column was chosen before."""

    table: Table
    header: int
    columns: list[Column]
    settled: bool

    @property
    def faults(self) -> list[str]:
        """What is wrong with the columns, in sentences."""
        return faults_of_map([column.field for column in self.columns])

    @property
    def header_line(self) -> int:
        """The line on which the headings stand, as people count."""
        return self.table.lines[self.header].number


@dataclass(frozen=True)
class Reading:
    """An export as it will be read: its rows by incident, and every word that needs a meaning.

    `settled`: every word was chosen before.
    """

    columns: Columns
    file: HistoryFile
    words: list[Word]
    settled: bool

    @property
    def faults(self) -> list[str]:
        """The words that nobody has given a meaning and Holdfast cannot guess, in sentences."""
        return faults_of_words(self.words)

    @property
    def meanings(self) -> Meanings:
        """What each word means."""
        return meanings(self.words)


def table_for(trust: Trust, content: bytes, name: str, wish: Wish) -> Table:
    """The table in a trust's export: as wished for, else as remembered, else as the file shows. Raises UnreadableTable.

    What was remembered must not keep this year's file out when it is written in another way.
    """
    kept = HistoryMap.objects.filter(trust=trust).first()
    if kept is not None and not (wish.sheet or wish.delimiter or wish.encoding):
        try:
            return read_table(
                content, name, sheet=kept.sheet, delimiter=kept.delimiter, encoding=kept.encoding, breaks=True
            )
        except UnreadableTable:
            pass
    return read_table(content, name, sheet=wish.sheet, delimiter=wish.delimiter, encoding=wish.encoding, breaks=True)


def columns_for(trust: Trust, table: Table, wish: Wish) -> Columns:
    """What the columns of a trust's export hold: as wished for, else as remembered, else by their headings.

    Raises UnreadableTable when the line of headings is not there.
    """
    kept = HistoryMap.objects.filter(trust=trust).first()
    fields = {**(kept.columns if kept else {}), **wish.fields}
    if wish.header_line:
        header = next((place for place, line in enumerate(table.lines) if line.number == wish.header_line), -1)
        if header < 0:
            raise UnreadableTable(f"Line {wish.header_line} is empty or does not exist.")
    else:
        header = HISTORY.find_header(table, fields)
    columns = columns_of(table, header, fields)
    settled = all(column.plain in fields for column in columns) and not faults_of_map([c.field for c in columns])
    return Columns(table, header, columns, settled)


def reading_for(trust: Trust, columns: Columns, chosen: Mapping[str, Mapping[str, str]]) -> Reading:
    """The rows and words of an export. A word means what was `chosen` now, else before, else what Holdfast guesses."""
    kept = HistoryMap.objects.filter(trust=trust).first()
    before = kept.words if kept else {}
    known = {name: {**before.get(name, {}), **chosen.get(name, {})} for name in {*before, *chosen}}
    file = read_rows(columns.table, columns.header, columns.columns)
    words = words_in(file, known)
    return Reading(columns, file, words, all(word.plain in known.get(word.vocabulary, {}) for word in words))


def places_of(trust: Trust) -> Places:
    """The trust's sites and parts by their names. A name that two have stands for none of them."""
    sites: dict[str, set[int]] = defaultdict(set)
    for key, *names in Site.objects.filter(trust=trust).values_list("pk", "code", "name", "published_name"):
        for name in filter(None, names):
            sites[plain_word(name)].add(key)
    units: dict[str, set[int]] = defaultdict(set)
    for key, name in Unit.objects.filter(trust=trust).values_list("pk", "name"):
        units[plain_word(name)].add(key)
    return Places(sites=_single(sites), units=_single(units))


def _single(found: Mapping[str, set[int]]) -> dict[str, int]:
    return {name: next(iter(keys)) for name, keys in found.items() if len(keys) == 1}


def known_history(trust: Trust, source: str, file: HistoryFile) -> dict[str, KnownIncident]:
    """What of `file` came in before from `source`: by number, and by reference where the number is not known.

    The facts of its rows are fetched only where the file says something new: for the same file again, of none.
    """
    rows: dict[int, dict[str, Mapping[str, str]]] = {}
    names: dict[int, tuple[str, str, str, bool]] = {}
    before = ImportedRow.objects.filter(trust=trust, source=source).order_by("pk")
    told = before.values_list(
        "incident", "digest", "key", "reference", "incident__record__reference", "incident__restricted"
    )
    for incident, digest, key, reference, here, restricted in told.iterator(chunk_size=5000):
        rows.setdefault(incident, {})[digest] = {}
        names.setdefault(incident, (key, reference, here, restricted))
    by_key = {key: incident for incident, (key, _, _, _) in names.items()}
    by_reference = {reference: incident for incident, (_, reference, _, _) in names.items() if reference}
    news = set()
    for key, group in file.groups.items():
        incident = by_key.get(key) or by_reference.get(group[0].facts.get("reference", ""))
        if incident and any(row.digest not in rows[incident] for row in group):
            news.add(incident)
    for some in _parts(sorted(news)):
        for incident, digest, facts in before.filter(incident__in=some).values_list("incident", "digest", "facts"):
            rows[incident][digest] = facts
    known = {
        incident: KnownIncident(incident, here, restricted, rows[incident])
        for incident, (_, _, here, restricted) in names.items()
    }
    found = {reference: known[incident] for reference, incident in by_reference.items()}
    return found | {key: known[incident] for key, incident in by_key.items()}


def brought_in(incident: Incident) -> list[ImportedRow]:
    """The rows of another system that an incident came from, each with its file; none for one reported here."""
    if incident.imported_at is None:
        return []
    return list(incident.imported_from.select_related("history"))


def _parts(keys: list[int]) -> Iterator[Iterable[int]]:
    for start in range(0, len(keys), AT_A_TIME):
        yield keys[start : start + AT_A_TIME]
