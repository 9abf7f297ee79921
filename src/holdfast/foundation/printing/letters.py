"""What letters of every area have in common: their words as blocks, and the lines of the sender."""

from __future__ import annotations

from holdfast.foundation.printing.papers import Block, Heading, Points, Words
from holdfast.kernel.wordings import passages


def blocks_of(text: str) -> tuple[Block, ...]:
    """The words of a letter (see `kernel.wordings`) as blocks of a sheet."""
    made: list[Block] = []
    for part in passages(text):
        if part.kind == "heading":
            made.append(Heading(part.text))
        elif part.kind == "points":
            made.append(Points(part.lines))
        else:
            made.append(Words(part.text))
    return tuple(made)


def postal_lines(address: str, *more: str) -> tuple[str, ...]:
    """A postal address whose parts stand behind commas, in lines, and what comes after it, without what is empty."""
    return tuple(line for line in (*(part.strip() for part in address.split(",")), *more) if line)
