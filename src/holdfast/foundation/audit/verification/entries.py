"""The entries one by one: is each what was written, and is each still there?"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Model, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast

from holdfast.foundation.audit.fingerprints import (
    ENTRY_WORDS,
    ERASURE_WORDS,
    Marks,
    hash_of_details,
    hash_of_entry,
    hash_of_erasure,
)
from holdfast.foundation.audit.models import Entry, EntryDetails, Erasure, SealedEntry
from holdfast.kernel.clock import LONDON

from .report import Fault, Kind, Report

AT_A_TIME = 5000

NONSENSE = (TypeError, ValueError, OverflowError)
"""What goes wrong over a value of a kind that Holdfast never writes. It proves the fault and must not hide it."""

_SENTENCES = {
    Kind.CHANGED: "was changed after it was written",
    Kind.SLIPPED_IN: "was not written by Holdfast: it does not bear the mark of its key",
    Kind.DETAILS_CHANGED: "does not have the details with which it was written",
    Kind.DETAILS_REMOVED: "has lost its details, and no erasure accounts for them",
    Kind.ERASURE_FORGED: "has an erasure that Holdfast did not write",
}


class _Row(NamedTuple):
    """An entry with all that hangs on it, as the database has it."""

    number: int
    words: tuple[Any, ...]
    entry_hash: str
    mac: str
    sealed_hash: str | None
    salt: str | None
    content: str | None
    erasure: tuple[Any, ...]
    erasure_mac: str | None


def faults_of_entries(report: Report) -> Iterator[Fault]:
    """The faults of all entries, lowest number first. Counts into `report` what it passes on the way."""
    yield from heapq.merge(_changed_or_slipped_in(report), _copies(), _removed(), key=attrgetter("entry"))


def moment(text: str) -> datetime:
    """The instant that the database wrote as `text`: with a zone (PostgreSQL), or in UTC without one (SQLite).

    Read as text because an intruder may have written anything there. Raises one of NONSENSE for such.
    """
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _changed_or_slipped_in(report: Report) -> Iterator[Fault]:
    marks = Marks.of_this_installation()
    for row in _rows():
        try:
            kind = _fault_of(row, marks)
        except NONSENSE:
            kind = Kind.CHANGED
        report.entries += 1
        report.waiting += row.sealed_hash is None
        report.erased += kind is None and row.erasure_mac is not None
        if kind:
            yield Fault(kind, f"Entry {row.number} ({_described(row)}) {_SENTENCES[kind]}.", entry=row.number)


def _fault_of(row: _Row, marks: Marks) -> Kind | None:
    """What is wrong with an entry, the gravest first; None when nothing is."""
    at, *words = row.words
    if hash_of_entry((moment(at), *words)) != row.entry_hash or row.sealed_hash not in (None, row.entry_hash):
        return Kind.CHANGED
    if not marks.know(row.entry_hash, row.mac):
        return Kind.SLIPPED_IN
    return _fault_of_details(row, marks)


def _fault_of_details(row: _Row, marks: Marks) -> Kind | None:
    details_hash = row.words[-1]
    if row.erasure_mac is not None:
        at, *words = row.erasure
        if not marks.know(hash_of_erasure(row.entry_hash, (moment(at), *words)), row.erasure_mac):
            return Kind.ERASURE_FORGED
        return None if row.salt is None else Kind.DETAILS_CHANGED  # what was erased has come back
    if row.salt is None:
        return Kind.DETAILS_REMOVED if details_hash else None
    return None if hash_of_details(row.salt, row.content or "") == details_hash else Kind.DETAILS_CHANGED


def _rows() -> Iterator[_Row]:
    """All entries, lowest number first, so many with each statement: no statement of minutes holds up the database."""
    rows = (
        Entry.objects.annotate(at_text=Cast("at", TextField()), erased_at=Cast("erasure__at", TextField()))
        .order_by("pk")
        .values_list(
            "pk",
            "at_text",
            *ENTRY_WORDS[1:],
            *("entry_hash", "mac", "sealed__entry_hash", "kept__salt", "kept__content"),
            "erased_at",
            *(f"erasure__{word}" for word in ERASURE_WORDS[1:]),
            "erasure__mac",
        )
    )
    last_word = 1 + len(ENTRY_WORDS)
    batch = rows[:AT_A_TIME]
    while found := list(batch):
        for row in found:
            entry_hash, mac, sealed_hash, salt, content, *erasure, erasure_mac = row[last_word:]
            yield _Row(
                row[0], row[1:last_word], entry_hash, mac, sealed_hash, salt, content, tuple(erasure), erasure_mac
            )
        batch = rows.filter(pk__gt=found[-1][0])[:AT_A_TIME]


def _copies() -> Iterator[Fault]:
    """Entries that repeat another to the last byte: true in themselves, but nothing happened twice."""
    repeated = Entry.objects.values("nonce").annotate(times=Count("pk")).filter(times__gt=1)
    copies: list[int] = []
    for nonce in repeated.order_by("nonce").values_list("nonce", flat=True):
        originals: set[str] = set()
        alike = Entry.objects.filter(nonce=nonce).order_by(F("sealed").asc(nulls_last=True), "pk")
        for number, entry_hash in alike.values_list("pk", "entry_hash"):
            if entry_hash in originals:
                copies.append(number)
            originals.add(entry_hash)
    for number in sorted(copies):
        yield Fault(Kind.SLIPPED_IN, f"Entry {number} was slipped in: it is a copy of another.", entry=number)


def _removed() -> Iterator[Fault]:
    """Entries that are gone while something still speaks of them."""
    sealed, details, erasures = (_orphans(model) for model in (SealedEntry, EntryDetails, Erasure))
    for (number,) in sealed.union(details, erasures).order_by("entry_id").iterator(AT_A_TIME):
        yield Fault(
            Kind.REMOVED, f"Entry {number} was removed: its seal, details or erasure still speak of it.", entry=number
        )


def _orphans(model: type[Model]) -> QuerySet[Any, tuple[int]]:
    there = Exists(Entry.objects.filter(pk=OuterRef("entry_id")))
    return model._default_manager.filter(~there).values_list("entry_id")


def _described(row: _Row) -> str:
    """The entry in a few words, as it stands now.

    An intruder may have written them: on the terminal they must stay one line, and steer nothing.
    """
    words = dict(zip(ENTRY_WORDS, row.words, strict=True))
    try:
        at = moment(words["at"]).astimezone(LONDON)
        when = f"{at.day} {at:%B %Y, %H:%M}"
    except NONSENSE:
        when = f"at “{words['at']}”"
    described = f"{words['verb']} {words['subject_reference']} by {words['actor_name']}, {when}"
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in described[:200])
