"""A small invented pack without a fault, how to put a fault into it, and the shipped packs, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from holdfast.oversight.assurance.packs.loading import Reading, load_pack, pack_folders, read_pack
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.pack import Pack

PACK = """\
format: 1
id: vale
ods: VALE1
organisation: Vale of Nowhere Hospitals
short_name: Vale
service: hospital
document:
  title: Security policy
  kind: policy
  version: "2"
  dated: 2026-01-05
terms:
  incident_system: Ledger
  control_room: Switchboard
posts:
- key: chief
  title: Chief Executive
  role: executive
  level: trust
- key: director
  title: Director of Safety
  role: security-management-director
  level: trust
  reports_to: chief
- key: lsms
  title: Security Specialist
  role: security-lead
  level: trust
  reports_to: director
- key: manager
  title: Ward manager
  role: line-manager
  level: team
  reports_to: board
committees:
- key: board
  title: Board
  papers_from: director
  meets: unset
parties:
- key: police
  title: Police
  kind: outside
numbers:
- key: lock-change
  asks: How often is a code changed?
  unit: duration
  value: unset
  from: vale-2-a
- key: report-about
  asks: About which period is the report?
  unit: period
  value: quarter
reporting:
  anonymous: true
  without_account: false
  starts: discovered
  deadlines: [vale-1-a]
routing:
- when: {types: [fraud], flags: [crime], without: [near_miss]}
  tell: [lsms]
  restrict: true
  clause: vale-1-a
- when: {}
  tell: [lsms]
  investigate: manager
closing:
- requirement: crime-number
  when: {flags: [crime]}
  clause: vale-1-b
contents:
- ref: "1"
  heading: Reporting
  clauses: [vale-1-a, vale-1-b, vale-1-c]
- ref: "2"
  heading: Codes
  clauses: [vale-2-a, vale-2-b, vale-2-c]
"""

CLAUSES = """\
format: 1
clauses:
- id: vale-1-a
  ref: "1"
  gist: Crime is reported within a day.
  kind: deadline
  actor: manager
  capability: incidents.report
  met_by:
    obligation:
      kind: deadline
      measure: incidents.reported
      numbers: {within: PT24H, warn: PT2H}
      filter: {flags: [crime]}
      owner: lsms
      target: 95%
- id: vale-1-b
  ref: "1"
  gist: Every report is taken and its facts are kept.
  kind: duty
  actor: police
  capability: incidents.report
  met_by:
    process: [incidents.report, incidents.triage]
    measure: incidents.facts-held
    numbers: {within: PT0S}
    required: [description]
    options: {from: triaged}
- id: vale-1-c
  ref: "1"
  gist: What a crime is.
  kind: definition
  capability: incidents.triage
  note: From the glossary.
  met_by:
    content: incidents.triage-form
- id: vale-2-a
  ref: "2"
  gist: Codes are changed again and again.
  kind: cadence
  actor: lsms
  capability: custody.codes
  met_by:
    obligation:
      kind: interval
      measure: custody.code-changed
      numbers: {every: lock-change}
      owner: lsms
      target: unset
  awaiting: custody
- id: vale-2-b
  ref: "2"
  gist: Nobody shares a code.
  kind: prohibition
  capability: custody.codes
  met_by:
    attestation:
      statement: Nobody shared a code.
      every: P1Y
      owner: manager
      evidence: spot check
- id: vale-2-c
  ref: "2"
  gist: Codes matter.
  kind: context
  capability: custody.codes
  superseded: Nothing.
  met_by:
    none: Background.
"""

FILES = {"pack.yaml": PACK, "clauses.yaml": CLAUSES}


def write(folder: Path, **contents: str) -> Path:
    """Write the pack into `folder`; `pack` and `clauses` stand for other contents of its files."""
    folder.mkdir(exist_ok=True)
    (folder / "pack.yaml").write_text(contents.get("pack", PACK), encoding="utf-8")
    (folder / "clauses.yaml").write_text(contents.get("clauses", CLAUSES), encoding="utf-8")
    return folder


def read(folder: Path) -> Reading:
    """Read the pack in `folder` by the names of this build."""
    return read_pack(folder, vocabulary())


@cache
def packs() -> dict[str, Pack]:
    """The packs that come with Holdfast, by id."""
    return {folder.name: load_pack(folder, vocabulary()) for folder in pack_folders()}


@dataclass(frozen=True)
class Fault:
    """`old` in `file` becomes `new`; the fault is told of the line on which `at` then stands for the first time."""

    file: str
    old: str
    new: str
    at: str
    message: str

    def broken(self) -> str:
        """The file with the fault. Raises AssertionError when `old` is not in it exactly once."""
        whole = FILES[self.file]
        assert whole.count(self.old) == 1, f"{self.old!r} stands {whole.count(self.old)} times in {self.file}"
        return whole.replace(self.old, self.new)

    def line(self) -> int:
        """The line (from 1) that must be named."""
        return self.broken()[: self.broken().index(self.at)].count("\n") + 1
