"""What is wrong in a pack, said so that its author finds the place and the word that was meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: `file` as the reader of the message knows it, `line` from 1 (0: the file as a whole)."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The name that looks most like `word`, or None. Case, dashes and underscores do not matter."""
    by_shape = {_shape(name): name for name in names}
    close = get_close_matches(_shape(word), by_shape, n=1, cutoff=0.6)
    return by_shape[close[0]] if close else None


def hint(word: str, names: Iterable[str]) -> str:
    """The end of a message about an unknown `word`: the nearest of `names`, else all of them when they are few."""
    known = sorted(set(names))
    if (close := nearest(word, known)) is not None:
        return f" Did you mean “{close}”?"
    return f" It can be: {', '.join(known)}." if 0 < len(known) <= 10 else ""


def _shape(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")
