"""Reading `casefile` of `pack.yaml`: who may approve the search of a colleague's kit."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.oversight.assurance.packs.area_section import AreaSection
from holdfast.oversight.assurance.packs.section_reader import SectionReader


@dataclass(frozen=True)
class CasefilePolicy:
    """All that a pack says of case files: keys of the posts that approve searches, the lowest in rank first."""

    approvers: tuple[str, ...] = ()
    clause: str = ""


SEARCHES = {
    "approved_by": "the posts that may approve a search, the lowest in rank first",
    "clause": "where the policy asks for it",
}


def read(section: SectionReader) -> CasefilePolicy:
    """What the section says; complains of every fault in it."""
    told = section.fields(
        may={"searches": "who approves the search of a colleague's kit; left out: any senior manager"}
    )
    if "searches" not in told:
        return CasefilePolicy()
    searches = told.sheet.fields(told["searches"], "“searches” of “casefile”", may=SEARCHES)
    return CasefilePolicy(section.posts(searches, "approved_by"), section.clause(searches))


CASEFILE = AreaSection("casefile", "what follows in the file of a case", read, silent=CasefilePolicy())
