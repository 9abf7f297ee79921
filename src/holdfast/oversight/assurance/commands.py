"""The commands of assurance. Nothing here loads Django."""

from __future__ import annotations

import argparse
from pathlib import Path

from holdfast.kernel.commands import Command
from holdfast.oversight.assurance.packs.names_command import names_arguments
from holdfast.oversight.assurance.packs.pack_commands import check_arguments, measures_arguments, status_arguments
from holdfast.oversight.assurance.packs.skeleton import new_arguments

PACKS = "holdfast.oversight.assurance.packs.pack_commands"
VERSIONS = "holdfast.oversight.assurance.version_commands"


def _judge_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.json", help="the cases; - reads them from standard input")


def diff_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="A", help="the earlier version: a folder, or the id of a pack")
    parser.add_argument("new", metavar="B", help="the later version: a folder, or the id of a pack")


def install_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pack", metavar="PACK", help="a folder, or the id of a pack")
    parser.add_argument("--trust", metavar="CODE", default="", help="the trust's ODS code (default: the pack's)")
    parser.add_argument("--apply", action="store_true", help="do it; without this nothing is changed")


def export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", type=Path, help="where the files go")
    parser.add_argument("--trust", metavar="CODE", required=True, help="the trust's ODS code")
    parser.add_argument("--overwrite", action="store_true", help="also over files that are there")


def _evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--trust", metavar="CODE", default="", help="only the trust with this ODS code")
    parser.add_argument(
        "--as-at",
        dest="as_at",
        metavar="DAY",
        default="",
        help="as at the end of a day such as 2026-03-31; keeps nothing",
    )
    parser.add_argument("--rebuild", action="store_true", help="first make every clock anew from the records")


COMMANDS: list[Command] = [
    Command(
        path=("pack", "check"),
        summary="Read a trust's policy and tell every fault in it by file and line.",
        teaching="""\
DIR holds pack.yaml and clauses.yaml. Each fault comes with the nearest valid name; numbers that nobody has set are
listed, they are no fault. The exit code is 1 when there is a fault: the pack in force then stays in force.

  holdfast pack check policies/vale""",
        run=f"{PACKS}:check",
        arguments=check_arguments,
        django=False,
    ),
    Command(
        path=("pack", "status"),
        summary="Say how many clauses of each policy are live, and what the others await.",
        teaching="  holdfast pack status --capabilities",
        run=f"{VERSIONS}:show_status",
        arguments=status_arguments,
    ),
    Command(
        path=("pack", "measures"),
        summary="List what a policy can be measured by, with the facts that each gives.",
        teaching="  holdfast pack measures incidents --built",
        run=f"{PACKS}:list_measures",
        arguments=measures_arguments,
        django=False,
    ),
    Command(
        path=("pack", "names"),
        summary="List the words of Holdfast that a policy can use: operations, pages, roles and terms.",
        teaching="  holdfast pack names operations incidents",
        run="holdfast.oversight.assurance.packs.names_command:list_names",
        arguments=names_arguments,
        django=False,
    ),
    Command(
        path=("pack", "new"),
        summary="Begin the policy of another trust: a small pack with every part in it once, commented.",
        teaching="""\
The last part of DIR becomes the pack's id. docs/writing-a-pack.md goes on from there.

  holdfast pack new policies/lowmere --ods LMC01 --organisation "Lowmere Care" --short-name Lowmere \\
    --service hospital""",
        run="holdfast.oversight.assurance.packs.skeleton:new",
        arguments=new_arguments,
        django=False,
    ),
    Command(
        path=("pack", "diff"),
        summary="Say what one version of a policy changes over another, and for whom.",
        teaching="""\
A and B are folders, or the ids of packs that ship or lie in a folder named by HOLDFAST_PACKS.

  holdfast pack diff scas policies/scas-2027""",
        run=f"{VERSIONS}:diff",
        arguments=diff_arguments,
    ),
    Command(
        path=("pack", "install"),
        summary="Put a trust's policy in force, or a new version of it. Shows what would change before it changes it.",
        teaching="""\
A version with “in_force” in its document decides from that day on; until then nothing changes. What the trust has set
on screen stays, and is listed where the new version says otherwise. A pack with a fault changes nothing.

  holdfast pack install policies/lowmere
  holdfast pack install policies/lowmere --apply""",
        run=f"{VERSIONS}:install",
        arguments=install_arguments,
    ),
    Command(
        path=("pack", "export"),
        summary="Write the policy in force as files, with what the trust has set on screen in them.",
        teaching="""\
Comments stay. The outcome is checked before anything is written.

  holdfast pack export policies/scas-now --trust RYE""",
        run=f"{VERSIONS}:export",
        arguments=export_arguments,
    ),
    Command(
        path=("assurance", "evaluate"),
        summary="Work out whether each duty of each trust's policy is kept.",
        teaching="""\
For each trust and duty: its state, how much was kept in the past year, what is overdue and since when. Without --as-at
it also keeps today's figures and what turned, and tells the owners of duties that turned bad, as the scheduler does
every hour. Restricted incidents are left out, as for anyone who is not named on them.

  holdfast assurance evaluate --trust RYD
  holdfast assurance evaluate --as-at 2026-03-31 --json""",
        run="holdfast.oversight.assurance.evaluate_command:evaluate_trusts",
        arguments=_evaluate_arguments,
    ),
    Command(
        path=("try", "judge"),
        summary="Say what verdict each case in a file gets, and whether it is the one you expect.",
        teaching="""\
The file holds one case, a list of cases, or {"cases": [...]}. A case has a kind (deadline, interval, period, rota,
coverage, completeness, attestation), its numbers, its facts and as_at. A number that nobody has set is null, or
“unset” as in a pack. One that also carries a verdict is compared with it. Prints JSON. The exit code is 1 when a case
gets another verdict than it carries, or cannot be read.

example: {"id": "report to the police", "kind": "deadline", "numbers": {"within": "PT24H"},
          "facts": {"start": "2026-03-01T10:00+00:00", "done": null}, "as_at": "2026-03-02T09:00+00:00"}

  holdfast try judge cases.json""",
        run="holdfast.oversight.assurance.trial:judge",
        arguments=_judge_arguments,
        django=False,
    ),
]
