"""The trail itself. Every table here is append-only: the database refuses what would change it (see `guards`).

Entries hold words and never keys out of this area, so that they outlive what they describe. Within the area the keys
carry no constraint: that an entry is gone must not take away the seal that proves it was there.

Each `Data` says which fields are personal, and how long they are kept.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from holdfast.kernel import clock

AS_LONG_AS_THE_TRAIL = "as long as the trail itself: it is the proof of who did and saw what"


class Entry(models.Model):
    """One thing that was done or read: when, by whom, what, to what, from where. Made by `operations.enter`."""

    at = models.DateTimeField(default=clock.now)
    trust = models.CharField(max_length=20, blank=True, default="")
    actor_name = models.TextField()
    actor_identity = models.TextField()
    actor_post = models.TextField(blank=True, default="")
    actor_on_behalf_of = models.TextField(blank=True, default="")
    channel = models.CharField(max_length=20)
    address = models.TextField(blank=True, default="")
    verb = models.CharField(max_length=100)
    reading = models.BooleanField(default=False)
    subject_kind = models.CharField(max_length=60)
    subject_reference = models.TextField()
    why = models.TextField(blank=True, default="")
    details_hash = models.CharField(max_length=64, blank=True, default="")
    nonce = models.CharField(max_length=32)
    entry_hash = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "entries"
        # as a constraint: `unique=True` would give PostgreSQL a second index, for LIKE, that nobody asks
        constraints = [models.UniqueConstraint(fields=["nonce"], name="audit_entry_once")]
        indexes = [
            models.Index(
                fields=["subject_reference", "subject_kind", "trust", "at", "id"], name="audit_entry_of_subject"
            ),
            models.Index(fields=["trust", "at", "id"], name="audit_entry_of_trust"),
            models.Index(fields=["actor_identity", "at", "id"], name="audit_entry_of_identity"),
        ]

    class Data:
        personal = dict.fromkeys(
            ("actor_name", "actor_identity", "actor_post", "actor_on_behalf_of", "address", "subject_reference", "why"),
            AS_LONG_AS_THE_TRAIL,
        )
        not_personal = (
            *("id", "at", "trust", "channel", "verb", "reading", "subject_kind"),
            *("details_hash", "nonce", "entry_hash", "mac"),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_reference} by {self.actor_name}"

    @property
    def changes(self) -> dict[str, list[Any]]:
        """The changed fields, each with [before, after]; empty when there were none or they were erased."""
        return self._content().get("changes", {})

    @property
    def details(self) -> dict[str, Any]:
        """What else was entered; empty when there was nothing or it was erased."""
        return self._content().get("details", {})

    @property
    def lawful_erasure(self) -> Erasure | None:
        """By which authority the changes and details were erased; None when they were not."""
        return getattr(self, "erasure", None)

    def _content(self) -> dict[str, Any]:
        kept: EntryDetails | None = getattr(self, "kept", None)
        return json.loads(kept.content) if kept else {}


def _the_entry(related_name: str) -> models.OneToOneField:
    return models.OneToOneField(
        Entry, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name=related_name
    )


class EntryDetails(models.Model):
    """What an entry says that may have to be erased one day: its changes and details, as canonical JSON.

    A text and not a JSON column, because the hash is taken over every byte of it and a database may rewrite JSON.
    """

    entry = _the_entry("kept")
    salt = models.CharField(max_length=32)
    content = models.TextField()

    class Meta:
        verbose_name_plural = "entry details"

    class Data:
        personal = {"content": "until retention of what it describes says that it goes: erase_details"}
        not_personal = ("entry", "salt")

    def __str__(self) -> str:
        return f"details of entry {self.entry_id}"


class Erasure(models.Model):
    """That the details of one entry were erased, when, by whom, and by which authority. Made by `erase_details`."""

    entry = _the_entry("erasure")
    at = models.DateTimeField(default=clock.now)
    erased_by = models.TextField()
    authority = models.TextField()
    why = models.TextField()
    mac = models.CharField(max_length=64)

    class Data:
        personal = {"erased_by": AS_LONG_AS_THE_TRAIL, "why": AS_LONG_AS_THE_TRAIL}
        not_personal = ("entry", "at", "authority", "mac")

    def __str__(self) -> str:
        return f"erasure of the details of entry {self.entry_id}"


class Seal(models.Model):
    """A link of the chain: it holds every entry that no earlier seal held, and the hash of the seal before it.

    `reached` is the highest entry number that this or any earlier seal holds.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(default=clock.now)
    sealed_by = models.TextField()
    count = models.PositiveBigIntegerField()
    reached = models.PositiveBigIntegerField()
    previous_hash = models.CharField(max_length=64)
    members_hash = models.CharField(max_length=64)
    seal_hash = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["seal_hash"], name="audit_seal_once")]

    class Data:
        personal = {"sealed_by": AS_LONG_AS_THE_TRAIL}
        not_personal = ("number", "at", "count", "reached", "previous_hash", "members_hash", "seal_hash", "mac")

    def __str__(self) -> str:
        return f"seal {self.number}"


class SealedEntry(models.Model):
    """That a seal holds an entry, and which hash the entry had."""

    entry = _the_entry("sealed")
    seal = models.ForeignKey(Seal, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="members")
    entry_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "sealed entries"
        indexes = [models.Index(fields=["seal", "entry"], name="audit_sealedentry_of_seal")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("entry", "seal", "entry_hash")

    def __str__(self) -> str:
        return f"entry {self.entry_id} in seal {self.seal_id}"
