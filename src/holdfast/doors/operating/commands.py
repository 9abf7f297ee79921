"""`holdfast setup`, `serve`, `tick`, `backup`, `restore`."""

from __future__ import annotations

import argparse
from pathlib import Path

from holdfast.kernel.commands import Command


def _setup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--trust", metavar="CODE", help="ODS code of a trust that is to use Holdfast")
    parser.add_argument(
        "--pack", metavar="ID", help="the trust's policy: scas, secamb, las, waht, uhmbt or a folder's name"
    )
    parser.add_argument("--administrator", metavar="EMAIL", help="who looks after the trust's people and posts")
    parser.add_argument("--name", metavar="NAME", help="the administrator's given and family name")


def _serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port (default %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="web processes (default %(default)s)")
    parser.add_argument("--threads", type=int, default=4, help="threads of each (default %(default)s)")
    parser.add_argument("--no-scheduler", action="store_true", help="another machine runs `holdfast tick`")


def _tick(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print only what failed")


def _backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the tar file to write; must not exist yet")


def _restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file that `holdfast backup` wrote")
    parser.add_argument("--replace", action="store_true", help="put it in place of what this installation holds now")
    parser.add_argument(
        "--without-keys",
        action="store_true",
        help="although the keys it was signed with are lost: nothing can be proved",
    )


COMMANDS = [
    Command(
        ("setup",),
        "Make or bring up to date the database; let a trust begin.",
        run="holdfast.doors.operating.setting_up:set_up",
        teaching=(
            "Without options it brings the database up to date, and may be run again at any time.\n\n"
            "example, once the trust is known (holdfast import ods etr.csv --apply):\n"
            "  holdfast setup --trust RYE --pack scas --administrator a.person@example.nhs.uk --name 'A Person'"
        ),
        arguments=_setup,
    ),
    Command(
        ("serve",),
        "Answer requests until stopped.",
        run="holdfast.doors.operating.serving:serve",
        teaching="Runs the jobs that are due each minute as well, unless another machine does (--no-scheduler).",
        arguments=_serve,
    ),
    Command(
        ("tick",),
        "Do what is due now: mail, seals, clocks, reminders. May be run as often as you like.",
        run="holdfast.doors.operating.ticking:tick",
        teaching="example, each minute by cron:\n  * * * * *  holdfast tick --quiet",
        arguments=_tick,
    ),
    Command(
        ("backup",),
        "Write everything into one file, while the site goes on.",
        run="holdfast.doors.operating.backing_up:backup",
        teaching="example:\n  holdfast backup /backups/holdfast-2026-11-22.tar.gz",
        arguments=_backup,
    ),
    Command(
        ("restore",),
        "Bring back what `backup` wrote, after checking every byte of it.",
        run="holdfast.doors.operating.restoring:restore",
        teaching="example:\n  holdfast restore /backups/holdfast-2026-11-22.tar.gz",
        arguments=_restore,
    ),
]
