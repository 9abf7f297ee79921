"""What stands on paper, said once for PDF and Word: a letter or a paper, made of blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True)
class Heading:
    """`level` 2 to 4; the title of the whole is level 1. On a sheet none stands more than one below the last."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Words:
    """A paragraph; a line end in it stays one."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Points:
    """A list, with bullets or numbers."""

    lines: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Facts:
    """Names and values side by side; an empty value reads "Not given"."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """`caption` says what the table shows; `head` names the columns; `widths` are shares such as (2, 1, 1)."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True)
class Picture:
    """`file` names one of the files given to `pdf` or `word` beside the paper; `alternative` says what it shows."""

    file: str
    alternative: str
    caption: str = ""


@dataclass(frozen=True)
class Signature:
    """Room to sign, over a name and a post."""

    name: str
    post: str = ""


@dataclass(frozen=True)
class NewPage:
    """What follows begins a page."""


Block = Heading | Words | Points | Facts | Table | Picture | Signature | NewPage


def in_steps(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """`blocks` with each heading at most one level below the one before it; the title of the sheet is level 1.

    PDF/UA-1 refuses a level that is left out, and which blocks there are often depends on what people have recorded.
    """
    last, found = 1, []
    for block in blocks:
        if isinstance(block, Heading):
            last = min(block.level, last + 1)
            block = replace(block, level=last)
        found.append(block)
    return tuple(found)


@dataclass(frozen=True)
class Letter:
    """A letter in an organisation's name.

    `sender` and `address` are lines; `day` is written out ("3 March 2026"); `demo` puts on every page that it is
    invented; `draft`, where given, puts that word there ("Draft: not approved").
    """

    house: str
    sender: tuple[str, ...]
    address: tuple[str, ...]
    day: str
    reference: str
    title: str
    blocks: tuple[Block, ...]
    demo: bool = False
    draft: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "blocks", in_steps(self.blocks))


@dataclass(frozen=True)
class Paper:
    """A report or a bundle: title, what it is about in a line, blocks.

    `handling` stands on each page ("Official-Sensitive: personal"). `demo` and `draft` as in a letter.
    """

    house: str
    title: str
    blocks: tuple[Block, ...]
    about: str = ""
    reference: str = ""
    handling: str = ""
    day: str = ""
    contents: bool = False
    demo: bool = False
    draft: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "blocks", in_steps(self.blocks))


def as_data(value: Any) -> Any:
    """A letter, paper or block as plain dictionaries for a Typst layout; each block says its `kind`."""
    if isinstance(value, Letter | Paper | Block):
        plain = {each.name: as_data(getattr(value, each.name)) for each in fields(value)}
        return {"kind": type(value).__name__.lower(), **plain}
    if isinstance(value, Mapping):
        return {str(name): as_data(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [as_data(each) for each in value]
    return value
