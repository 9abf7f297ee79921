"""Erasing what retention says must go, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from holdfast.foundation.audit.actors import Actor, Subject
from holdfast.foundation.audit.canonical import clean
from holdfast.foundation.audit.fingerprints import ERASURE_WORDS, Marks, hash_of_erasure
from holdfast.foundation.audit.models import Entry, EntryDetails, Erasure
from holdfast.kernel import clock

from .entering import enter_many
from .operation import operation
from .writing import Happening

AT_A_TIME = 500
"""How many rows one statement names: SQLite takes only so many parameters."""


class NothingToErase(ValueError):
    """None of the entries has details left to erase."""


@operation
def erase_details(*, by: Actor, entries: Iterable[Entry], authority: str, why: str) -> int:
    """Erase the changes and details of `entries` for good; who, when, what, and the hash of what was erased stay.

    `authority` names the rule that asks for it, such as a line of the retention schedule. Entries whose details are
    gone already are passed over. Each subject concerned gets an entry that says so. Returns how many were erased.

    Raises ValueError without an authority or a reason, and NothingToErase.
    """
    if not authority.strip() or not why.strip():
        raise ValueError("an erasure needs its authority and a reason")
    words = (clock.now(), clean(f"{by.name} ({by.identity})"), clean(authority.strip()), clean(why.strip()))
    erased: list[Entry] = []
    remaining = iter(entries)
    while batch := list(islice(remaining, AT_A_TIME)):
        erased += _erase(batch, words)
    if not erased:
        raise NothingToErase("none of these entries has details left to erase")
    numbers_by_subject: dict[Subject, list[int]] = defaultdict(list)
    for entry in erased:
        numbers_by_subject[Subject(entry.subject_kind, entry.subject_reference, entry.trust)].append(entry.pk)
    enter_many(
        Happening("audit.erase_details", by, subject, {}, {"entries": numbers, "authority": authority}, why)
        for subject, numbers in numbers_by_subject.items()
    )
    return len(erased)


def _erase(entries: list[Entry], words: tuple[datetime, str, str, str]) -> list[Entry]:
    """Write down the erasure of those of `entries` that have details left, erase these, and return those entries."""
    marks = Marks.of_this_installation()
    details = EntryDetails.objects.filter(entry__in=entries)
    kept = set(details.values_list("entry_id", flat=True))
    erased = [entry for entry in entries if entry.pk in kept]
    # first, because the database lets details go only where their erasure stands
    Erasure.objects.bulk_create(
        Erasure(
            **dict(zip(ERASURE_WORDS, words, strict=True)),
            entry=entry,
            mac=marks.make(hash_of_erasure(entry.entry_hash, words)),
        )
        for entry in erased
    )
    EntryDetails.objects.filter(entry__in=erased).delete()
    return erased
