"""What is wrong in a pack, said so that its author finds the place and the word that was meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

MOST_LISTED = 10
"""Names that a message lists one by one."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: `file` as the reader of the message knows it, `line` from 1 (0: the file as a whole)."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The name that looks most like `word`, or None. Case, dashes and underscores do not matter.

    Of names with a dot, such as police.liaison, either part will do when no whole name is near.
    """
    known = list(names)
    by_shape = {_shape(name): name for name in known}
    if not get_close_matches(_shape(word), by_shape, n=1, cutoff=0.6):
        by_shape = {part: name for name in reversed(known) for part in _shape(name).split(".")}
    close = get_close_matches(_shape(word), by_shape, n=1, cutoff=0.6)
    return by_shape[close[0]] if close else None


def hint(word: str, names: Iterable[str]) -> str:
    """The end of a message about an unknown `word`: the nearest of `names`, else all, or where they are listed."""
    known = sorted(set(names))
    if (close := nearest(word, known)) is not None:
        return f" Did you mean “{close}”?"
    if len(known) > MOST_LISTED:
        return f" It is one of {len(known)}: “holdfast pack names” and “holdfast pack measures” list them."
    return f" It can be: {', '.join(known)}." if known else ""


def _shape(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")
