"""References that people read out over the phone: INC-2026-00042."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SHAPE = re.compile(r"([A-Z]{2,5})-(\d{4})-(\d{5,})")


@dataclass(frozen=True, order=True)
class Reference:
    """A reference in its parts: series (`INC`), calendar year in Europe/London, number within both."""

    series: str
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.series}-{self.year:04d}-{self.number:05d}"

    @classmethod
    def parse(cls, words: str) -> Reference:
        """Read a reference as people type it.

        Case and surrounding blanks do not matter, and blanks or slashes may stand for the dashes.
        Raises ValueError when `words` is not a reference.

        >>> str(Reference.parse(" inc 2026 00042 "))
        'INC-2026-00042'
        """
        match = _SHAPE.fullmatch(re.sub(r"[\s/-]+", "-", words.strip().upper()))
        if match is None:
            raise ValueError(f"“{words}” is not a reference such as INC-2026-00042")
        return cls(match[1], int(match[2]), int(match[3]))
