"""The commands of the incidents. Imports nothing from Django; see `history_command` for what they do."""

from __future__ import annotations

import argparse
from pathlib import Path

from holdfast.kernel.commands import Command


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=".csv or .xlsx")
    parser.add_argument("--trust", required=True, metavar="CODE", help="the trust's ODS code, such as RYE")
    parser.add_argument("--source", default="Datix", metavar="NAME", help="the system that it came from (Datix)")
    parser.add_argument("--sheet", default="", metavar="NAME", help="the sheet of the workbook to read")
    parser.add_argument("--header", type=int, default=0, metavar="LINE", help="the line on which the headings stand")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="HEADING=FIELD",
        help="what a column holds; an empty FIELD leaves it out; may be repeated, is remembered with --apply",
    )
    parser.add_argument(
        "--word",
        action="append",
        default=[],
        metavar="FIELD:WORD=MEANING",
        help="what a word means, such as “kind:Abuse › Other=verbal-abuse”; may be repeated, is remembered",
    )
    parser.add_argument(
        "--other-kinds",
        default="",
        metavar="MEANING",
        help="what kinds mean that Holdfast does not know: left-out, other, or another kind",
    )
    parser.add_argument("--all-or-nothing", action="store_true", help="one bad row keeps everything out")
    parser.add_argument("--apply", action="store_true", help="do it; without this nothing is changed")
    parser.add_argument("--delimiter", default="", metavar="CHARACTER", help="what parts the columns")
    parser.add_argument("--encoding", default="", metavar="NAME", help="utf-8, windows-1252 …")
    parser.add_argument("--show", type=int, default=20, metavar="N", help="lines of each kind to print (20)")


COMMANDS: list[Command] = [
    Command(
        path=("import", "incidents"),
        summary="Bring in a trust's incident history from a listing export of its old system (Datix).",
        teaching=(
            "Rows with the same number are one incident, a row for each person in it. Guesses what each column and\n"
            "each word holds and says so; set it right with --map and --word. Rejected incidents and those that are\n"
            "not about security stay out. Nobody is told, and no deadline starts. Prints what would change; with\n"
            "--apply it does it in one transaction and remembers columns and words. The same file again changes\n"
            "nothing.\n\n"
            "  holdfast import incidents listing.csv --trust RYE --other-kinds left-out\n"
            '  holdfast import incidents listing.xlsx --trust RYE --map "Our Ref=reference" --apply\n\n'
            "fields: number reference title status happened_on happened_time reported_on reported_time opened_on\n"
            "        closed_on affecting kind severity result site location exact_place unit description action\n"
            "        outcome reporter handler police_told crime_number clinical_factors person_role\n"
            "        person_standing person_name given_name family_name person_job born injury body_part"
        ),
        arguments=_arguments,
        run="holdfast.casework.incidents.history_command:import_incidents",
    ),
]
