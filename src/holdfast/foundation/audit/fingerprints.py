"""What each row of the trail is hashed over, and the mark that only Holdfast can make.

A hash (SHA-256) ties a row to its content: anyone may compute it. A mark (HMAC-SHA256, RFC 2104) is made of that hash
with settings.AUDIT_KEY, which is not in the database: whoever has the database alone can rewrite rows and hashes, but
not marks. Each kind of row begins with its own word, so that no hash can be passed off as that of another kind.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings

from .canonical import instant

ENTRY_WORDS = (
    "at",
    "nonce",
    "trust",
    "actor_name",
    "actor_identity",
    "actor_post",
    "actor_on_behalf_of",
    "channel",
    "address",
    "verb",
    "reading",
    "subject_kind",
    "subject_reference",
    "why",
    "details_hash",
)
"""The fields that make an entry's hash, in the order in which they go into it. The order is for ever."""

SEAL_WORDS = ("at", "number", "sealed_by", "count", "reached", "previous_hash", "members_hash")
"""The fields that make a seal's hash, in order, for ever."""

ERASURE_WORDS = ("at", "erased_by", "authority", "why")
"""The fields that make an erasure's hash, after the hash of its entry, in order, for ever."""

FIRST_SEAL_FOLLOWS = "0" * 64
"""What stands as `previous_hash` in the seal before which there is none."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def hash_of_entry(values: Sequence[Any]) -> str:
    """The hash of an entry, from the values of its ENTRY_WORDS in their order (`at` in any time zone)."""
    at, *rest = values
    return _sha256(_encode(["entry 1", instant(at), *rest]))


def hash_of_details(salt: str, content: str) -> str:
    """The hash of an entry's details. The salt goes when they do, so that the hash left behind cannot be guessed."""
    return _sha256(_encode(["details 1", salt, content]))


def hash_of_seal(values: Sequence[Any]) -> str:
    """The hash of a seal, from the values of its SEAL_WORDS in their order."""
    at, *rest = values
    return _sha256(_encode(["seal 1", instant(at), *rest]))


def hash_of_erasure(entry_hash: str, values: Sequence[Any]) -> str:
    """The hash of an erasure, from the hash of its entry and the values of its ERASURE_WORDS in their order."""
    at, *rest = values
    return _sha256(_encode(["erasure 1", entry_hash, instant(at), *rest]))


class Members:
    """The hash of what a seal holds, taken up one entry at a time, lowest number first."""

    def __init__(self) -> None:
        self.count = 0
        self._hash = hashlib.sha256(b"members 1\n")

    def add(self, number: int, entry_hash: str) -> None:
        """Take up the entry `number`, whose hash is `entry_hash`."""
        self.count += 1
        self._hash.update(f"{number}:{entry_hash}\n".encode())

    def hash(self) -> str:
        """The hash of all that has been taken up so far."""
        return self._hash.hexdigest()


class Marks:
    """Makes and knows marks. The newest key makes them; earlier keys (AUDIT_KEY_FALLBACKS) still know theirs.

    Raises ValueError without a key.
    """

    def __init__(self, key: str, fallbacks: Iterable[str] = ()) -> None:
        self._keys = [word.encode() for word in (key, *fallbacks)]
        if not all(self._keys):
            raise ValueError("settings.AUDIT_KEY is empty: without it nobody can tell a true entry from a forged one")

    @classmethod
    def of_this_installation(cls) -> Marks:
        """The marks of the keys in Django's settings."""
        return cls(settings.AUDIT_KEY, settings.AUDIT_KEY_FALLBACKS)

    def make(self, digest: str) -> str:
        """The mark for the row whose hash is `digest`."""
        return self._mark(self._keys[0], digest)

    def know(self, digest: str, mark: str) -> bool:
        """True when `mark` was made for `digest` with one of the keys."""
        return any(hmac.compare_digest(self._mark(key, digest), mark) for key in self._keys)

    @staticmethod
    def _mark(key: bytes, digest: str) -> str:
        return hmac.digest(key, digest.encode(), "sha256").hex()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
