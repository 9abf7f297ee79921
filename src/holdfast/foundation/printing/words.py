"""Words as they can stand on paper."""

from __future__ import annotations

import unicodedata
from typing import Any

KEPT = {"\n", "\t"}
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of what follows: one in a report would write the words after it backwards."""


def printable(value: Any) -> Any:
    """The same texts, lists and dictionaries without control characters, halves of characters and turned directions.

    Neither XML nor a tagged PDF may hold the first two, and none of them shows anything itself.
    """
    if isinstance(value, str):
        whole = value.replace("\r\n", "\n").replace("\r", "\n")
        return "".join(each for each in whole if each in KEPT or _shows(each))
    if isinstance(value, dict):
        return {name: printable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [printable(each) for each in value]
    return value


def _shows(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in TURNING
