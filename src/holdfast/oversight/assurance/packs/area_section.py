"""A section of `pack.yaml` that belongs to one area: how it is called, and who reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from holdfast.oversight.assurance.packs.section_reader import SectionReader

Said = TypeVar("Said")


@dataclass(frozen=True)
class AreaSection(Generic[Said]):
    """`key`: the top-level key of `pack.yaml`. `about`: what stands there, for whoever writes a pack.

    `read` makes of it what the area needs and complains of every fault in it; `silent` is what a pack without the
    section says. See `area_sections` for how an area adds its own.
    """

    key: str
    about: str
    read: Callable[[SectionReader], Said]
    silent: Said
