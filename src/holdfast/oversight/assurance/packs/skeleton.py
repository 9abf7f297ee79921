"""`holdfast pack new`: a small pack with every part in it once, commented, for a policy lead to go on from."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from holdfast.kernel.commands import CommandFailed, Result
from holdfast.oversight.assurance.packs.loading import CLAUSES_FILE, PACK_FILE, read_pack
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.reading_pack import SERVICES

ID = re.compile(r"[a-z][a-z0-9]{1,19}")

PACK = """\
# The security policy of {organisation_or}: whose policy it is, its words, its people, its figures.
# The clauses stand in clauses.yaml. docs/writing-a-pack.md explains every key. Check with: holdfast pack check DIR

format: 1
id: {id}
ods: {ods}
organisation: {organisation}
short_name: {short_name}
service: {service}

document:
  title: Security management policy
  kind: policy
  # reference, version, dated, review_due: as printed. Leave out what is not printed.
  # in_force: the day from which this version decides, such as 2026-04-01. Leave it out for the first version.

# What the trust calls things. Leave out a key to keep Holdfast's own word.
terms:
  incident_system: Holdfast
  control_room: control room

# Everyone inside the trust whom the policy names. The role says what they may do in Holdfast.
# Somebody must be a security-lead, who sees restricted incidents, and somebody a line-manager.
posts:
- key: chief-executive
  title: Chief Executive
  role: executive
  level: trust
  reports_to: board
- key: smd
  title: Security Management Director
  role: security-management-director
  level: trust
  reports_to: chief-executive
- key: security-lead
  title: Head of Security
  role: security-lead
  level: trust
  reports_to: smd
- key: line-manager
  title: Line manager
  role: line-manager
  level: team
- key: all-staff
  title: All staff
  role: staff
  level: everyone
  reports_to: line-manager

# Bodies that meet. Where the policy does not print how often, write unset: Holdfast asks the trust.
committees:
- key: board
  title: Trust Board
  papers_from: chief-executive
  meets: unset

# Everyone else whom clauses name.
parties:
- key: police
  title: Police
  kind: outside

# Figures with a key of their own: those that several clauses use, and those that the policy leaves open.
# Never guess one. An unset number is shown to the trust as a question, and its duties are not judged until it is set.
numbers:
- key: attestation
  asks: How often are statements confirmed where the policy prints no interval?
  unit: duration
  value: unset

reporting:
  anonymous: true
  without_account: true
  starts: discovered
  # deadlines: the clauses that say how soon a report is due
  deadlines: [{id}-1-b]

# Whom an incident is told, in order. Every rule that fits applies; the first that names an investigator wins.
routing:
- when: {{flags: [internal]}}
  tell: [security-lead]
  at_once: true
  restrict: true
  why: Only people who are named on it see an incident in which a colleague is suspected.
- when: {{types: [sexual-offence]}}
  tell: [security-lead]
  at_once: true
  restrict: true
  why: Only people who are named on it see it.
- when: {{}}
  tell: [security-lead]
  investigate: line-manager

# What must be there before an incident may close, beside its outcome and its investigation.
closing:
- requirement: lesson

# The policy in printed order: every clause once.
contents:
- ref: "1"
  heading: Reporting
  clauses: [{id}-1-a, {id}-1-b]
- ref: "2"
  heading: Who answers for what
  clauses: [{id}-2-a, {id}-2-b, {id}-2-c]
"""

CLAUSES = """\
# Every operative line of the policy in one sentence of your own, and how it is met. Replace these examples, one for
# each of the five ways: process, obligation, content, attestation, none.

format: 1
clauses:
# A process: Holdfast makes it happen. `holdfast pack names operations` lists what it can do.
- id: {id}-1-a
  ref: "1.1"
  gist: Staff report every security incident.
  kind: duty
  actor: all-staff
  capability: incidents.report
  met_by:
    process: incidents.report
# An obligation: the records are measured. `holdfast pack measures` lists what can be measured.
- id: {id}-1-b
  ref: "1.2"
  gist: Crime is reported within a day.
  kind: deadline
  actor: all-staff
  capability: incidents.report
  met_by:
    obligation:
      kind: deadline
      measure: incidents.reported
      numbers: {{within: PT24H}}
      filter: {{flags: [crime]}}
      owner: security-lead
      target: unset
# Content: shown where it is needed. `holdfast pack names pages` lists where.
- id: {id}-2-a
  ref: "2.1"
  gist: Security is everybody's business.
  kind: principle
  capability: governance.awareness
  met_by:
    content: assurance.policy
# An attestation: its owner confirms it again and again.
- id: {id}-2-b
  ref: "2.2"
  gist: The Board makes sure that security has the people and money it needs.
  kind: duty
  actor: board
  capability: governance.roles
  met_by:
    attestation:
      statement: Security had the people and money that it needed.
      every: attestation
      owner: smd
      evidence: the minute of the meeting that looked at it
# None: context only, with the reason.
- id: {id}-2-c
  ref: "2.3"
  gist: The policy replaces an earlier one.
  kind: context
  capability: governance.roles
  met_by:
    none: History; nothing follows from it.
"""


def new_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the pack goes, and what is known of it already."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="a folder that does not exist yet; its name is the id")
    parser.add_argument("--ods", default="", metavar="CODE", help="the trust's ODS code")
    parser.add_argument("--organisation", default="", metavar="NAME", help="the trust's name")
    parser.add_argument("--short-name", default="", metavar="NAME", help="what people call it")
    parser.add_argument("--service", choices=list(SERVICES), default="", help="what kind of trust it is")


def new(given: argparse.Namespace) -> Result:
    """Write the skeleton of a pack, and say what is left to fill in. Raises CommandFailed rather than overwrite."""
    folder: Path = given.folder
    id_ = folder.name
    if ID.fullmatch(id_) is None:
        raise CommandFailed(f"“{id_}” cannot be the id of a pack: name the folder in 2 to 20 small letters and digits")
    if (folder / PACK_FILE).exists() or (folder / CLAUSES_FILE).exists():
        raise CommandFailed(f"{folder} holds a pack already")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, words in skeleton(id_, given).items():
            (folder / name).write_text(words, encoding="utf-8")
    except OSError as error:
        raise CommandFailed(f"{folder} cannot be written: {error.strerror}") from None
    problems = [
        {"file": one.file, "line": one.line, "message": one.message} for one in read_pack(folder, vocabulary()).problems
    ]
    left = [f"  {one['message']}" for one in problems]
    text = "\n".join(
        [
            f"Written: {folder / PACK_FILE} and {folder / CLAUSES_FILE}",
            *(["Fill in first:", *left] if left else []),
            f"Write on as docs/writing-a-pack.md shows, and check with: holdfast pack check {folder}",
        ]
    )
    return Result({"folder": str(folder), "to_fill_in": problems}, text)


def skeleton(id_: str, given: argparse.Namespace) -> dict[str, str]:
    """The files of a new pack by name."""
    told = {
        "id": id_,
        "ods": given.ods.upper(),
        "organisation": _quoted(given.organisation),
        "short_name": _quoted(given.short_name),
        "service": given.service,
        "organisation_or": given.organisation or "your trust",
    }
    return {PACK_FILE: PACK.format(**told), CLAUSES_FILE: CLAUSES.format(**told)}


def _quoted(words: str) -> str:
    """Words as YAML takes them whatever is in them; nothing stays nothing, to be filled in."""
    return "'" + words.replace("'", "''") + "'" if words else ""
