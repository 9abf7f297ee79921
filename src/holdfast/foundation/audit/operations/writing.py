"""From what happened to the rows that say so."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db import transaction

from holdfast.foundation.audit.actors import Actor, HasAuditSubject
from holdfast.foundation.audit.canonical import canonical, clean
from holdfast.foundation.audit.fingerprints import ENTRY_WORDS, Marks, hash_of_details, hash_of_entry
from holdfast.foundation.audit.models import Entry, EntryDetails
from holdfast.kernel import clock

_VERB = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_values = attrgetter(*ENTRY_WORDS)


@dataclass(frozen=True)
class Happening:
    """What an entry is made of; see `operations.enter`. `reading` tells what was seen from what was done.

    Raises ValueError for a verb or a change in the wrong shape.
    """

    verb: str
    by: Actor
    subject: HasAuditSubject
    changes: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    at: datetime | None = None
    reading: bool = False

    def __post_init__(self) -> None:
        if not _VERB.fullmatch(self.verb):
            raise ValueError(f"“{self.verb}” is not a verb of the trail: write area.verb, such as incidents.triage")
        for name, change in self.changes.items():
            if not isinstance(change, (list, tuple)) or len(change) != 2:
                raise ValueError(f"the change of “{name}” must be [before, after]")

    def words(self) -> dict[str, str]:
        """Who did what to what, in the fields of an Entry."""
        subject = self.subject.audit_subject
        words = {
            "verb": self.verb,
            "trust": subject.trust,
            "subject_kind": subject.kind,
            "subject_reference": subject.reference,
            "actor_name": self.by.name,
            "actor_identity": self.by.identity,
            "actor_post": self.by.post,
            "actor_on_behalf_of": self.by.on_behalf_of,
            "channel": self.by.channel,
            "address": self.by.address,
        }
        return {name: clean(word) for name, word in words.items()}


def write(happenings: Iterable[Happening]) -> list[Entry]:
    """Write an entry for each of `happenings`, in their order, all of them or none. Takes no lock of its own.

    Raises what `draft` raises.
    """
    marks = Marks.of_this_installation()
    drafts = [draft(happening, marks) for happening in happenings]
    entries = [entry for entry, _ in drafts]
    with transaction.atomic(savepoint=False):
        Entry.objects.bulk_create(entries, batch_size=1000)
        EntryDetails.objects.bulk_create([details for _, details in drafts if details], batch_size=1000)
    return entries


def draft(happening: Happening, marks: Marks) -> tuple[Entry, EntryDetails | None]:
    """The rows that say that `happening` happened, not yet written.

    Raises TypeError for what has no lasting words, and ValueError for a time without a zone.
    """
    entry = Entry(
        **happening.words(),
        at=happening.at or clock.now(),
        reading=happening.reading,
        why=clean(happening.why.strip()),
        nonce=_nonce(),
    )
    said = {"changes": happening.changes, "details": happening.details}
    said = {name: value for name, value in said.items() if value}
    details = None
    if said:
        details = EntryDetails(entry=entry, salt=secrets.token_hex(16), content=canonical(said))
        entry.details_hash = hash_of_details(details.salt, details.content)
    entry.entry_hash = hash_of_entry(_values(entry))
    entry.mac = marks.make(entry.entry_hash)
    return entry, details


def _nonce() -> str:
    """32 characters that no other entry has: the time to the millisecond, then 80 random bits.

    The time comes first so that the index over them grows at its end; random ones would touch all of it.
    """
    return f"{int(clock.now().timestamp() * 1000) % 16**12:012x}{secrets.token_hex(10)}"
