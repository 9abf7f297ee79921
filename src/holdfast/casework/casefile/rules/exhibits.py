"""Exhibit references, and what an exhibit can be and become."""

from __future__ import annotations

import re

NATURES = {
    "thing": "A thing",
    "document": "A paper",
    "digital": "A recording, a photo or another file",
}
ENDINGS = {
    "returned": "Returned to its owner",
    "police": "Handed to the police for good",
    "destroyed": "Destroyed",
}

_MARK = re.compile(r"([A-Z]{2,4})\s*/\s*0*([1-9][0-9]{0,5})")
_INITIALS = re.compile(r"[A-Z]{2,4}")


def mark(initials: str, number: int) -> str:
    """An exhibit reference as it stands on the label: ABC/1."""
    return f"{initials}/{number}"


def read_mark(words: str) -> tuple[str, int]:
    """Initials and number of an exhibit reference as people write it. Raises ValueError when it is none.

    >>> read_mark(" abc / 012 ")
    ('ABC', 12)
    """
    found = _MARK.fullmatch(words.strip().upper())
    if found is None:
        raise ValueError(
            f"“{words}” is not an exhibit reference such as ABC/1: two to four letters, a stroke, a number."
        )
    return found[1], int(found[2])


def initials_of(name: str) -> str:
    """The initials of `name` for an exhibit reference: two to four letters A to Z. XX where a name has too few."""
    letters = "".join(word[0] for word in re.findall(r"[A-Za-z]+", name)).upper()[:4]
    return letters if _INITIALS.fullmatch(letters) else (letters + "XX")[:2]


def clock_in_words(ahead: int | None) -> str:
    """By how much a device's clock was off, in words; `ahead` in seconds. Blank when nobody checked it.

    >>> clock_in_words(-3725)
    '1 hour 2 minutes 5 seconds slow'
    """
    if ahead is None:
        return ""
    if ahead == 0:
        return "showed the right time"
    rest = abs(ahead)
    parts = []
    for size, word in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {word}{'' if count == 1 else 's'}")
    return f"{' '.join(parts)} {'fast' if ahead > 0 else 'slow'}"
