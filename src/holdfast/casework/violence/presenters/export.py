"""The live markers as a file for a dispatch system."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from holdfast.casework.violence.models import Marker
from holdfast.casework.violence.rules.addresses import shown_postcode
from holdfast.kernel.clock import LONDON

COLUMNS = (
    "Reference", "Kind", "Category", "Address", "Part", "Postcode", "UPRN", "What to do", "Shows from", "Shows until",
)  # fmt: skip


def as_csv(markers: Iterable[Marker], titles: Mapping[str, str]) -> Iterator[bytes]:
    """CSV in UTF-8 with a byte order mark, line by line. Whom a marker concerns and why is not in it: crews need what
    to
    do. A text that begins like a formula gets an apostrophe."""
    yield b"\xef\xbb\xbf"
    yield _line(COLUMNS)
    for marker in markers:
        to_do = [Marker.ACTIONS[key] for key in marker.actions if key in Marker.ACTIONS]
        yield _line(
            _harmless(value)
            for value in (
                marker.reference,
                "Temporary" if marker.state == "temporary" else "Confirmed",
                titles.get(marker.category, ""),
                marker.address,
                marker.part,
                shown_postcode(marker.postcode),
                marker.uprn,
                "; ".join([*to_do, *([marker.advice] if marker.advice else [])]),
                f"{marker.placed_at.astimezone(LONDON):%d/%m/%Y %H:%M}" if marker.placed_at else "",
                f"{marker.live_until.astimezone(LONDON):%d/%m/%Y %H:%M}" if marker.live_until else "",
            )
        )


def _line(values: Iterable[Any]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(values)
    return out.getvalue().encode()


def _harmless(value: str) -> str:
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
