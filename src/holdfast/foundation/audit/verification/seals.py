"""The chain: does each seal follow the one before it, and hold what it says it holds?"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast

from holdfast.foundation.audit.fingerprints import FIRST_SEAL_FOLLOWS, SEAL_WORDS, Marks, Members, hash_of_seal
from holdfast.foundation.audit.models import Seal, SealedEntry

from .entries import NONSENSE, moment
from .report import Fault, Kind, Report

AT_A_TIME = 5000

_SENTENCES = {
    Kind.SEAL_CHANGED: "was changed after it was made",
    Kind.SEAL_BROKEN: "does not hold the entries that it held when it was made",
    Kind.SEAL_FORGED: "was not made by Holdfast: it does not bear the mark of its key",
    Kind.SEAL_OUT_OF_ORDER: "does not follow the seal before it",
}


class _Row(NamedTuple):
    """A seal as the database has it: the fields of SEAL_WORDS, in their order, and the two that follow from them."""

    at: str
    number: int
    sealed_by: str
    members_count: int
    reached: int
    previous_hash: str
    members_hash: str
    seal_hash: str
    mac: str


def faults_of_seals(report: Report) -> Iterator[Fault]:
    """The faults of all seals, lowest number first. Counts into `report` what it passes on the way."""
    marks = Marks.of_this_installation()
    last = Seal.objects.last()
    upto = last.number if last else 0  # of a later seal, the statements below may see one the half
    number, hash_before = 0, FIRST_SEAL_FOLLOWS
    for seal, members in _seals_with_members(upto):
        report.seals += 1
        if seal.number > number + 1:
            yield _removed(number + 1, seal.number - 1)
            hash_before = seal.previous_hash
        try:
            kind = _fault_of(seal, members, hash_before, marks)
        except NONSENSE:
            kind = Kind.SEAL_CHANGED
        if kind:
            yield Fault(kind, f"Seal {seal.number} {_SENTENCES[kind]}.", seal=seal.number)
        number, hash_before = seal.number, seal.seal_hash
    there = Exists(Seal.objects.filter(pk=OuterRef("seal_id")))
    cut_off = SealedEntry.objects.filter(~there, seal_id__gt=upto).values_list("seal_id", flat=True).distinct()
    for number in cut_off.order_by("seal_id"):
        yield _removed(number, number)


def _fault_of(seal: _Row, members: Members, hash_before: str, marks: Marks) -> Kind | None:
    """What is wrong with a seal, the gravest first; None when nothing is."""
    if hash_of_seal((moment(seal.at), *seal[1 : len(SEAL_WORDS)])) != seal.seal_hash:
        return Kind.SEAL_CHANGED
    if not marks.know(seal.seal_hash, seal.mac):
        return Kind.SEAL_FORGED
    if seal.previous_hash != hash_before:
        return Kind.SEAL_OUT_OF_ORDER
    if (seal.members_count, seal.members_hash) != (members.count, members.hash()):
        return Kind.SEAL_BROKEN
    return None


def _seals_with_members(upto: int) -> Iterator[tuple[_Row, Members]]:
    """Each seal with what is written down as held by it, from two statements that are read side by side."""
    seals = Seal.objects.filter(number__lte=upto).annotate(at_text=Cast("at", TextField())).order_by("number")
    rows = map(_Row._make, seals.values_list("at_text", *SEAL_WORDS[1:], "seal_hash", "mac").iterator(AT_A_TIME))
    held = SealedEntry.objects.filter(seal_id__lte=upto).order_by("seal_id", "entry_id")
    members = held.values_list("seal_id", "entry_id", "entry_hash").iterator(AT_A_TIME)
    numbered: Iterator[tuple[int, Any]] = heapq.merge(
        ((row.number, row) for row in rows),
        ((number, _taken_up(group)) for number, group in groupby(members, key=itemgetter(0))),
        key=itemgetter(0),
    )
    for _, things in groupby(numbered, key=itemgetter(0)):
        match [thing for _, thing in things]:
            case [_Row() as row, Members() as members_of_row]:
                yield row, members_of_row
            case [_Row() as row]:
                yield row, Members()


def _taken_up(group: Iterator[tuple[int, int, str]]) -> Members:
    members = Members()
    for _, number, entry_hash in group:
        members.add(number, entry_hash)
    return members


def _removed(first: int, last: int) -> Fault:
    words = f"Seal {first} was removed." if first == last else f"Seals {first} to {last} were removed."
    return Fault(Kind.SEAL_REMOVED, words, seal=first)
