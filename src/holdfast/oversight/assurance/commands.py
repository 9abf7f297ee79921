"""The commands of assurance. Nothing here loads Django."""

from __future__ import annotations

import argparse

from holdfast.kernel.commands import Command
from holdfast.oversight.assurance.packs.pack_commands import check_arguments, measures_arguments, status_arguments

PACKS = "holdfast.oversight.assurance.packs.pack_commands"


def _judge_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.json", help="the cases; - reads them from standard input")


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
        run=f"{PACKS}:show_status",
        arguments=status_arguments,
        django=False,
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
coverage, completeness, attestation), its numbers, its facts and as_at. One that also carries a verdict is compared
with it. Prints JSON. The exit code is 1 when a case gets another verdict than it carries, or cannot be read.

example: {"id": "report to the police", "kind": "deadline", "numbers": {"within": "PT24H"},
          "facts": {"start": "2026-03-01T10:00+00:00", "done": null}, "as_at": "2026-03-02T09:00+00:00"}

  holdfast try judge cases.json""",
        run="holdfast.oversight.assurance.trial:judge",
        arguments=_judge_arguments,
        django=False,
    ),
]
