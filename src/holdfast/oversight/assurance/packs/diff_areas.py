"""What one version of a policy says otherwise than another in the sections that belong to one area each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from holdfast.oversight.assurance.packs.area_sections import AREA_SECTIONS
from holdfast.oversight.assurance.packs.pack import Pack
from holdfast.oversight.assurance.packs.placings import Selection

NAMES = ("key", "title", "name")
"""By what a thing of a list is known from version to version, the first that it has."""


@dataclass(frozen=True)
class AreaChange:
    """One thing of a section that differs. `where`: the section and its part; `words`: what it is called.

    `was` and `now`: its values by name, None where that version does not have it; only those that differ, of both.
    """

    where: str
    key: str
    words: str
    was: Mapping[str, Any] | None = field(default=None)
    now: Mapping[str, Any] | None = field(default=None)


def area_changes(old: Pack, new: Pack) -> Iterable[AreaChange]:
    """All that differs, section by section. A version without a section says what its silence means."""
    for section in AREA_SECTIONS:
        was, now = old.said(section), new.said(section)
        if was != now:
            yield from _of(section.key, was, now)


def _of(where: str, was: Any, now: Any) -> Iterable[AreaChange]:
    if not (is_dataclass(was) and is_dataclass(now)) or isinstance(was, Selection):
        yield AreaChange(where, "", "", {"says": _plain(was)}, {"says": _plain(now)})
        return
    for part in (one.name for one in fields(now)):
        before, after = getattr(was, part), getattr(now, part)
        if before == after:
            continue
        if _is_list_of_things(before) and _is_list_of_things(after):
            yield from _of_list(f"{where}, {_spaced(part)}", _by_name(before), _by_name(after))
        else:
            yield from _of(f"{where}, {_spaced(part)}", before, after)


def _of_list(where: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[AreaChange]:
    for key in {**after, **before}:
        was, now = before.get(key), after.get(key)
        words = str(getattr(now or was, "words", "") or getattr(now or was, "title", "") or key)
        if was is None or now is None:
            yield AreaChange(where, key, words, None if was is None else {}, None if now is None else {})
        elif was != now:
            differ = [one.name for one in fields(now) if getattr(was, one.name) != getattr(now, one.name)]
            yield AreaChange(
                where, key, words, *({name: _plain(getattr(one, name)) for name in differ} for one in (was, now))
            )


def _is_list_of_things(value: Any) -> bool:
    return isinstance(value, tuple) and all(is_dataclass(one) and not isinstance(one, Selection) for one in value)


def _by_name(things: tuple[Any, ...]) -> dict[str, Any]:
    """Things by their name; by their place in the list where they have none, or the same."""
    names = [next((str(getattr(one, name)) for name in NAMES if getattr(one, name, "")), "") for one in things]
    if len(set(names)) == len(names) and all(names):
        return dict(zip(names, things, strict=True))
    return {str(number): one for number, one in enumerate(things, start=1)}


def _plain(value: Any) -> Any:
    """A value as words, or a list of words."""
    if isinstance(value, tuple):
        return [str(_plain(one)) for one in value]
    if is_dataclass(value):
        told = ((_spaced(one.name), _plain(getattr(value, one.name))) for one in fields(value))
        return ", ".join(
            f"{name} {' or '.join(said) if isinstance(said, list) else said}" for name, said in told if said
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _spaced(name: str) -> str:
    return name.replace("_", " ")
