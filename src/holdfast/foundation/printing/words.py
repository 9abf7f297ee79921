"""Words as they can stand on paper."""

from __future__ import annotations

import unicodedata
from typing import Any

KEPT = {"\n", "\t"}


def printable(value: Any) -> Any:
    """The same texts, lists and dictionaries without control characters and halves of characters.

    Neither XML nor a tagged PDF may hold them, and they show nothing.
    """
    if isinstance(value, str):
        whole = value.replace("\r\n", "\n").replace("\r", "\n")
        return "".join(each for each in whole if each in KEPT or unicodedata.category(each) not in ("Cc", "Cs"))
    if isinstance(value, dict):
        return {name: printable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [printable(each) for each in value]
    return value
