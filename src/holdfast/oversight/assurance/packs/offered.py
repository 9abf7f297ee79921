"""What this build of Holdfast offers a pack, read from the lists in `names/`.

One file an area. `built: true` says that the area exists; the names of an area that does not are promises, which packs
may already use and which keep their spelling honest. A test holds the names of built areas against the code.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from holdfast.foundation.organisation.roles import ROLES
from holdfast.foundation.organisation.terms import DEFAULT_TERMS
from holdfast.oversight.assurance.packs.vocabulary import Measure, Option, Vocabulary

NAMES = Path(__file__).parent / "names"


@cache
def vocabulary() -> Vocabulary:
    """The names of this build. Raises KeyError or ValueError for a list out of order: a fault of Holdfast's own."""
    shared: dict[str, Any] = _list(NAMES / "shared.yaml")
    lists: dict[str, dict[str, Any]] = {
        path.stem: _list(path) for path in sorted(NAMES.glob("*.yaml")) if path.stem != "shared"
    }
    incidents = lists["incidents"]
    return Vocabulary(
        roles={key: role.title for key, role in ROLES.items()},
        terms={**shared["terms"], **DEFAULT_TERMS},
        capabilities=shared["capabilities"],
        areas={area: told["about"] for area, told in lists.items()},
        built=frozenset(area for area, told in lists.items() if told["built"]),
        operations=_joined(lists, "operations"),
        measures={
            f"{area}.{name}": _measure(f"{area}.{name}", measure)
            for area, told in lists.items()
            for name, measure in (told.get("measures") or {}).items()
        },
        pages=_joined(lists, "pages"),
        types=incidents["types"],
        flags=incidents["flags"],
        severities=incidents["severities"],
        strands=incidents["strands"],
        closing=incidents["closing"],
        shown=frozenset(shared["shown"]),
        deeds=_joined(lists, "deeds"),
    )


def _list(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    told: dict[str, Any] = yaml.load(path.read_bytes(), Loader=loader)  # noqa: S506  both of them are safe
    return told


def _joined(lists: Mapping[str, dict[str, Any]], of: str) -> dict[str, str]:
    return {f"{area}.{name}": words for area, told in lists.items() for name, words in (told.get(of) or {}).items()}


def _measure(name: str, told: dict[str, Any]) -> Measure:
    return Measure(
        name=name,
        kind=told["kind"],
        subject=told["subject"],
        about=told["about"],
        facts=told["facts"],
        required=told.get("required") or {},
        takes=tuple(told.get("takes") or ()),
        options={key: _option(option) for key, option in (told.get("options") or {}).items()},
    )


def _option(told: dict[str, Any]) -> Option:
    many = "some_of" in told
    choices = told["some_of" if many else "one_of"]
    needed = bool(told.get("needed"))
    if isinstance(choices, str):
        if choices not in {"post", "body"}:
            raise ValueError(f"an option refers to a post or a body, not to {choices}")
        return Option(refers_to=choices, many=many, needed=needed)
    return Option(choices=tuple(choices), many=many, needed=needed)
