"""`holdfast demo`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from holdfast.kernel.commands import Command

CHECKOUT = Path(__file__).resolve().parents[4]


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `holdfast demo` takes."""
    parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port (default %(default)s)")
    parser.add_argument("--prepare-only", action="store_true", help="make the demonstration and stop")


COMMANDS = [
    Command(
        ("demo",),
        "Five trusts with two years of invented history, on this machine only.",
        run="holdfast.doors.demonstration.starting:demo",
        teaching=(
            "The trusts and their sites are real, the people and events invented. Anyone at this machine can sign\n"
            "in as any of the cast. The data lies in data/demonstration; remove that folder to begin anew.\n\n"
            "example:\n  holdfast demo --bind 127.0.0.1:8080"
        ),
        arguments=arguments,
        environment={
            "HOLDFAST_MODE": "demo",
            "HOLDFAST_DATA": os.environ.get("HOLDFAST_DEMO_DATA", str(CHECKOUT / "data" / "demonstration")),
        },
    )
]
