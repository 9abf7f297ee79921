"""Why an operation of this area was not done, in words for the person who asked for it."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A rule of the organisation forbids it. The message says which and what to do; `field` is the form's field."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class AnotherTrust(ValueError):
    """Two things of different trusts were to be joined. A fault of the code that asked for it, never of its user."""


def must_be_of(trust_id: int, *things: Any) -> None:
    """Raises AnotherTrust unless each of `things` (None counts for nothing) belongs to the trust with this key.

    Inside a scope of several trusts, nothing else keeps a foreign key from crossing over.
    """
    for thing in things:
        if thing is not None and thing.trust_id != trust_id:
            raise AnotherTrust(f"{thing} belongs to another trust")
