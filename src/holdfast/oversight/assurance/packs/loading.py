"""From a folder to a pack, or to every fault in it at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from holdfast.oversight.assurance.packs.area_sections import AREA_SECTIONS
from holdfast.oversight.assurance.packs.pack import Clause, Number, Pack
from holdfast.oversight.assurance.packs.placings import Obligation
from holdfast.oversight.assurance.packs.problems import Problem, nearest
from holdfast.oversight.assurance.packs.reading_clauses import ClausesReader
from holdfast.oversight.assurance.packs.reading_pack import SERVICES, PackReader
from holdfast.oversight.assurance.packs.reading_rules import RulesReader
from holdfast.oversight.assurance.packs.references import References
from holdfast.oversight.assurance.packs.section_reader import SectionReader
from holdfast.oversight.assurance.packs.sheet import Sheet
from holdfast.oversight.assurance.packs.vocabulary import Vocabulary

SHIPPED = Path(__file__).parent
PACK_FILE, CLAUSES_FILE = "pack.yaml", "clauses.yaml"


class PackRefused(ValueError):
    """A pack has faults; `problems` are all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class Reading:
    """What came of reading a folder: the pack when there is no fault, else the faults in order of file and line."""

    pack: Pack | None
    problems: tuple[Problem, ...]


def pack_folders(home: Path = SHIPPED) -> list[Path]:
    """The folders in `home` that hold a pack; by default those that come with Holdfast."""
    return sorted(path.parent for path in home.glob(f"*/{PACK_FILE}"))


def load_pack(folder: Path, names: Vocabulary) -> Pack:
    """The pack in `folder`. Raises PackRefused with every fault."""
    reading = read_pack(folder, names)
    if reading.pack is None:
        raise PackRefused(reading.problems)
    return reading.pack


def read_pack(folder: Path, names: Vocabulary) -> Reading:
    """Read the pack in `folder` and hold it against the names of this build."""
    return _read(*(Sheet(folder / name, str(folder / name)) for name in (PACK_FILE, CLAUSES_FILE)), names=names)


def read_texts(files: Mapping[str, str], names: Vocabulary) -> Reading:
    """Read a pack from the words of its files, by their names, as `Pack.files` keeps them."""
    return _read(*(Sheet.of_text(files.get(name, ""), name) for name in (PACK_FILE, CLAUSES_FILE)), names=names)


def _read(pack_sheet: Sheet, clauses_sheet: Sheet, *, names: Vocabulary) -> Reading:
    references = References()
    reader = PackReader.open(pack_sheet, names, references)
    if reader is None:
        references.unread |= {"post", "committee", "party", "number"}
        ClausesReader(clauses_sheet, names, references, {}, "").read()
        references.settle()
        return _refused(pack_sheet, clauses_sheet)
    numbers = reader.numbers()
    pack_id = reader.told.text("id")
    by_key = {number.key: number for number in numbers}
    clauses_reader = ClausesReader(clauses_sheet, names, references, by_key, pack_id)
    clauses = clauses_reader.read()
    rules = RulesReader(names, references, reader.told)
    pack = Pack(
        id=pack_id,
        ods=reader.told.text("ods"),
        organisation=reader.told.text("organisation"),
        short_name=reader.told.text("short_name"),
        service=reader.told.choice("service", SERVICES),
        document=reader.document(),
        terms=reader.terms(),
        posts=reader.posts(),
        committees=reader.committees(),
        parties=reader.parties(),
        numbers=numbers,
        reporting=rules.reporting(),
        routing=rules.routing(),
        closing=rules.closing(),
        sections=reader.contents(),
        clauses=clauses or (),
        reminders=reader.reminders(),
        areas=_areas(reader, by_key),
        files={PACK_FILE: pack_sheet.text_read, CLAUSES_FILE: clauses_sheet.text_read},
    )
    if clauses is None:
        references.unread.add("clause")
    else:
        _hold_against_contents(reader, clauses_reader)
        _complain_of_deadlines(pack, reader)
    references.settle()
    if pack_sheet.problems or clauses_sheet.problems:
        return _refused(pack_sheet, clauses_sheet)
    return Reading(_in_printed_order(pack), ())


def _areas(reader: PackReader, numbers: Mapping[str, Number]) -> dict[str, Any]:
    """What the pack says to each area that has a section in it."""
    return {
        section.key: section.read(SectionReader(section.key, reader.told, reader.names, reader.references, numbers))
        for section in AREA_SECTIONS
        if section.key in reader.told
    }


def _refused(*sheets: Sheet) -> Reading:
    return Reading(None, tuple(sorted({problem for sheet in sheets for problem in sheet.problems})))


def _hold_against_contents(reader: PackReader, clauses: ClausesReader) -> None:
    """Complain of each clause of the contents that is missing, and of each clause that stands in no section."""
    strays = [id_ for id_ in clauses.defined if id_ not in reader.placed]
    for id_, node in reader.placed.items():
        if id_ not in clauses.defined:
            close = nearest(id_, strays)
            meant = f" Is it the one called “{close}” there?" if close else ""
            reader.told.sheet.complain(node, f"Clause {id_} is missing from {CLAUSES_FILE}.{meant}")
    for id_ in strays:
        fault = f"Clause {id_} stands in no section of the contents in {PACK_FILE}."
        clauses.sheet.complain(clauses.defined[id_], fault)


def _complain_of_deadlines(pack: Pack, reader: PackReader) -> None:
    """The reporting deadlines must be clauses that set a deadline."""
    by_id = {clause.id: clause for clause in pack.clauses}
    for id_ in pack.reporting.deadlines:
        met_by = by_id[id_].met_by if id_ in by_id else None
        if met_by is not None and not (isinstance(met_by, Obligation) and met_by.counted.kind == "deadline"):
            fault = f"“deadlines” of the reporting names {id_}, which is no obligation of the kind “deadline”."
            reader.told.complain("reporting", fault)


def _in_printed_order(pack: Pack) -> Pack:
    by_id: dict[str, Clause] = {clause.id: clause for clause in pack.clauses}
    return replace(pack, clauses=tuple(by_id[id_] for section in pack.sections for id_ in section.clauses))
