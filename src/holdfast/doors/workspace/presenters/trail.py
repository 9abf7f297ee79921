"""Entries of the audit trail as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from holdfast.doors.workspace.queries.trail import REFERENCE, Knowledge
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.pages.tables import Column

COLUMNS = [Column("When"), Column("Who"), Column("What"), Column("About"), Column("From")]
STRUCK_OUT = "(a restricted record)"
LONGEST = 600

CHANNELS = {
    "web": "on screen",
    "command": "at the command line",
    "import": "by an import",
    "system": "by the clock",
    "demo": "in the demonstration",
}
AREAS = {"incidents": "incident", "organisation": "organisation", "records": "record", "audit": "audit trail"}


@dataclass(frozen=True)
class TrailLine:
    """One entry. `told` are pairs of a name and what was said; `withheld`: there is more that is not for the viewer."""

    at: datetime
    who: str
    post: str
    on_behalf_of: str
    what: str
    area: str
    reading: bool
    kind: str
    reference: str
    url: str
    why: str
    told: tuple[tuple[str, str], ...]
    erased: str
    withheld: bool
    channel: str
    address: str


def trail_lines(entries: Iterable[Entry], known: Knowledge) -> list[TrailLine]:
    """Lines for `entries`, with no more than the viewer may know."""
    return [_line(entry, known) for entry in entries]


def _line(entry: Entry, known: Knowledge) -> TrailLine:
    area, _, what = entry.verb.partition(".")
    shown = known.may_read_details(entry)
    erasure = entry.lawful_erasure
    return TrailLine(
        at=entry.at,
        who=entry.actor_name,
        post=entry.actor_post,
        on_behalf_of=entry.actor_on_behalf_of,
        what=_words(what),
        area=AREAS.get(area, area),
        reading=entry.reading,
        kind=_words(entry.subject_kind),
        reference=entry.subject_reference,
        url=_address(entry, known),
        why=_struck(entry.why, known) if shown else "",
        told=tuple(_told(entry, known)) if shown else (),
        erased=f"erased under {erasure.authority}" if erasure is not None else "",
        withheld=not shown and bool(entry.details_hash or entry.why),
        channel=CHANNELS.get(entry.channel, entry.channel),
        address=entry.address,
    )


def _address(entry: Entry, known: Knowledge) -> str:
    if entry.subject_reference in known.has_page:
        return reverse("incidents:incident", args=[entry.subject_reference])
    return ""


def _told(entry: Entry, known: Knowledge) -> Iterable[tuple[str, str]]:
    for name, (before, after) in _struck_in(entry.changes, known).items():
        yield _words(name), f"{_value(before)} → {_value(after)}"
    for name, value in _struck_in(entry.details, known).items():
        yield _words(name), _value(value)


def _value(value: Any) -> str:
    if value in (None, "", [], {}):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        text = "; ".join(f"{_words(str(name))}: {_value(item)}" for name, item in value.items())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        text = ", ".join(_value(item) for item in value)
    else:
        text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} … ({len(text):,} characters)"


def _struck(text: str, known: Knowledge) -> str:
    """`text` without the references of records that the viewer must not know of."""
    return REFERENCE.sub(lambda match: STRUCK_OUT if match[0] in known.hidden else match[0], text)


def _struck_in(value: Any, known: Knowledge) -> Any:
    """The same for every text in `value`, names too: before anything else is done with them."""
    if isinstance(value, str):
        return _struck(value, known)
    if isinstance(value, Mapping):
        return {_struck(str(name), known): _struck_in(item, known) for name, item in value.items()}
    if isinstance(value, Sequence):
        return [_struck_in(item, known) for item in value]
    return value


def _words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()
