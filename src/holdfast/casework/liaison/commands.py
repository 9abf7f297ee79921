"""The commands of liaison. Nothing here loads Django."""

from __future__ import annotations

import argparse

from holdfast.kernel.commands import Command


def _riddor_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.json", help="the cases; - reads them from standard input")


COMMANDS: list[Command] = [
    Command(
        path=("try", "riddor"),
        summary="Say what RIDDOR 2013 asks for in each case in a file, and whether it is what you expect.",
        teaching="""\
The file holds one case, a list of cases, or {"cases": [...]}. A case has an id and its facts. One that also carries
"expected" is compared with it. Prints JSON: outcome, regulation, responsible person, whether to notify without delay,
when the report is due. The exit code is 1 when a case gets another answer than it expects, or cannot be read whole.
Not legal advice: a named person decides.

example: {"id": "bitten", "facts": {"kind": "physical_violence", "work_related": true, "victim": "employee",
          "accident_date": "2025-03-06", "injuries": ["bite"],
          "incapacity": [{"from": "2025-03-07", "to": "2025-03-15"}]}}

  holdfast try riddor cases.json""",
        run="holdfast.casework.liaison.trial:decide_cases",
        arguments=_riddor_arguments,
        django=False,
    ),
]
