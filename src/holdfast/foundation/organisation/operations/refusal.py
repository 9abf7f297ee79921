"""Why an operation of this area was not done, in words for the person who asked for it."""

from __future__ import annotations


class Refused(Exception):
    """A rule of the organisation forbids it. The message says which and what to do; `field` is the form's field."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
