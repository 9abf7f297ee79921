"""The ways in which incidents of the demonstration go: read from `stories.yaml`, whose head explains the gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML


@dataclass(frozen=True)
class Story:
    """One way in which an incident of `type` can go."""

    type: str
    text: str
    done: str
    why: str
    causes: tuple[str, ...]
    learnt: str = ""
    spots: tuple[str, ...] = ()
    who: tuple[str, ...] = ("The patient",)
    standing: str = "patient"
    things: Mapping[str, int] = field(default_factory=dict)
    place: str = "site"
    settings: tuple[str, ...] = ("ambulance", "hospital")
    weight: int = 3
    near_miss: bool = False
    internal: bool = False
    medical: bool = False
    hate: tuple[str, ...] = ()
    alcohol: bool = False


@cache
def stories() -> tuple[Story, ...]:
    """All of them. Raises TypeError for a key that a story does not have."""
    told: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(Path(__file__).with_name("stories.yaml"))
    return tuple(Story(**{key: _fixed(value) for key, value in one.items()}) for one in told)


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
