"""The commands of assurance. Nothing here loads Django."""

from __future__ import annotations

import argparse

from holdfast.kernel.commands import Command


def _judge_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.json", help="the cases; - reads them from standard input")


COMMANDS: list[Command] = [
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
