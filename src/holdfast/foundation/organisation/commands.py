"""The commands of the organisation. Imports nothing from Django; see `command_line` for what they do."""

from __future__ import annotations

import argparse
from pathlib import Path

from holdfast.kernel.commands import Command


def _file_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--apply", action="store_true", help="do it; without this nothing is changed")
    parser.add_argument("--delimiter", default="", metavar="CHARACTER", help="what parts the columns")
    parser.add_argument("--encoding", default="", metavar="NAME", help="utf-8, windows-1252 …")
    parser.add_argument("--show", type=int, default=20, metavar="N", help="lines of each kind to print (20)")


def _ods_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".csv, .csv.gz or .zip")
    parser.add_argument(
        "--trust", action="append", default=[], metavar="CODE", help="only this trust and its sites; may be repeated"
    )
    parser.add_argument(
        "--kind", choices=("etr", "ets", "etrust"), help="what the files hold, when their rows and names do not tell"
    )
    _file_arguments(parser)


def _staff_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=".csv or .xlsx")
    parser.add_argument("--trust", required=True, metavar="CODE", help="the trust's ODS code, such as RYE")
    parser.add_argument("--sheet", default="", metavar="NAME", help="the sheet of the workbook to read")
    parser.add_argument("--header", type=int, default=0, metavar="LINE", help="the line on which the headings stand")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="HEADING=FIELD",
        help="what a column holds; an empty FIELD leaves it out; may be repeated, is remembered with --apply",
    )
    parser.add_argument("--all-or-nothing", action="store_true", help="one bad row keeps everything out")
    _file_arguments(parser)


def _reset_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL", help="the address with which they sign in")
    parser.add_argument("--why", required=True, help="how you made sure who is asking; goes into the audit trail")


def _address_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL", help="the address with which they sign in")
    parser.add_argument("new", metavar="NEW", help="the address with which they sign in from now on")
    parser.add_argument("--why", required=True, help="how you made sure who is asking; goes into the audit trail")


COMMANDS = [
    Command(
        path=("accounts", "change-address"),
        summary="Let someone sign in with another e-mail address.",
        teaching=(
            "Administrators do this on the person's page, save for people whose post sees every incident or keeps the\n"
            "accounts: one administrator could become them. The old address is told, and so is who reads the trail.\n\n"
            '  holdfast accounts change-address old@example.nhs.uk new@example.nhs.uk --why "new name, seen in person"'
        ),
        arguments=_address_arguments,
        run="holdfast.foundation.organisation.account_commands:change_address",
    ),
    Command(
        path=("accounts", "reset-second-factor"),
        summary="Take the second factor of someone away who has lost theirs.",
        teaching=(
            "Administrators do this on the person's page, save for people whose post sees every incident or keeps the\n"
            "accounts. Their sessions end, the password alone lets them in next time, and they are told.\n\n"
            '  holdfast accounts reset-second-factor a.person@example.nhs.uk --why "phone lost, seen in person"'
        ),
        arguments=_reset_arguments,
        run="holdfast.foundation.organisation.account_commands:reset",
    ),
    Command(
        path=("accounts", "reseal"),
        summary="Seal the secrets of second factors under a new secret key.",
        teaching=(
            "To change the secret key: put the new one first and the old one behind it, restart, run this, then take\n"
            "the old one away. May run twice without harm."
        ),
        run="holdfast.foundation.organisation.account_commands:reseal",
    ),
    Command(
        path=("import", "ods"),
        summary="Bring in trusts and their sites from the files of the Organisation Data Service.",
        teaching=(
            "Reads etr (trusts), ets (sites) and etrust (both), as published: without a header, 27 columns.\n"
            "Prints what would change; with --apply it does it, all files in one transaction. Nothing is ever\n"
            "deleted, and a site that is missing from the file is listed and left as it is. Running it again\n"
            "changes nothing.\n\n"
            "  holdfast import ods etr.csv ets.zip\n"
            "  holdfast import ods etrust.csv.gz --trust RYE --apply"
        ),
        arguments=_ods_arguments,
        run="holdfast.foundation.organisation.command_line:import_ods_files",
    ),
    Command(
        path=("import", "staff"),
        summary="Bring in a trust's staff from the list of its payroll system (ESR).",
        teaching=(
            "Finds the headings below title lines, and skips totals. Guesses what each column holds and says so; set\n"
            "it right with --map. Good rows go in, bad ones are listed by line with the reason. Nobody leaves by\n"
            "absence. Prints what would change; with --apply it does it and remembers the columns.\n\n"
            "  holdfast import staff staff-in-post.xlsx --trust RYE --sheet Staff\n"
            '  holdfast import staff staff.csv --trust RYE --map "Payroll Ref=employee_number" --map "Grade="\n\n'
            "fields: employee_number assignment_number given_name family_name full_name email phone position_title\n"
            "        staff_group primary unit location supervisor_number supervisor_name started left"
        ),
        arguments=_staff_arguments,
        run="holdfast.foundation.organisation.command_line:import_staff_file",
    ),
]
