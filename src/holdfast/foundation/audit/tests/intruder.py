"""Someone with the database in hand, and without the key: what they can do to the trail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from holdfast.foundation.audit.fingerprints import ENTRY_WORDS, SEAL_WORDS, Marks, hash_of_entry, hash_of_seal
from holdfast.foundation.audit.guards import guards_dropped
from holdfast.foundation.audit.models import Seal
from holdfast.foundation.audit.verification import Kind, Report

FORGER = Marks("a key that the intruder made up")


def intrude(statement: str, values: Iterable[Any] = ()) -> None:
    """Drop the guards, act, and set them again."""
    with guards_dropped(connection), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount != 0, "the intruder found nothing to do"


def forged(words: dict[str, Any], **lies: Any) -> dict[str, Any]:
    """An entry's words with `lies` in them, and with the hash and mark that an intruder can give them."""
    words = {**words, **lies}
    entry_hash = hash_of_entry([words[word] for word in ENTRY_WORDS])
    return {**words, "entry_hash": entry_hash, "mac": FORGER.make(entry_hash)}


def lift_the_constraint_that_no_nonce_comes_twice() -> None:
    """What an intruder does first who wants to repeat an entry."""
    if connection.vendor == "postgresql":
        intrude("ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_once")
        return
    intrude("CREATE TABLE audit_entry_of_intruder AS SELECT * FROM audit_entry")
    intrude("DROP TABLE audit_entry")
    intrude("ALTER TABLE audit_entry_of_intruder RENAME TO audit_entry")


def resealed(number: int, marks: Marks, **lies: Any) -> None:
    """Give the seal `number` other words, with a hash that fits and a mark made by `marks`."""
    words = {**Seal.objects.values(*SEAL_WORDS).get(number=number), **lies}
    seal_hash = hash_of_seal([words[word] for word in SEAL_WORDS])
    [(column, value)] = lies.items()
    intrude(
        f"UPDATE audit_seal SET {column} = %s, seal_hash = %s, mac = %s WHERE number = %s",
        [value, seal_hash, marks.make(seal_hash), number],
    )


def first_fault(report: Report) -> tuple[Kind, int | None, int | None]:
    assert not report.intact
    return report.first.kind, report.first.entry, report.first.seal
