"""From JSON or YAML to the typed numbers and facts of a kind; a bad value is named by its place.

A dataclass annotates each field with its reader: `done: Annotated[Moment | None, moment] = None`. Keys that no field
asks for are left alone: facts and packs carry more than the engine needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from functools import cache, partial
from types import NoneType
from typing import Any, TypeVar, get_args, get_type_hints

from holdfast.kernel.durations import Duration, Moment, PeriodKind, begins, read_moment

T = TypeVar("T")
Reader = Callable[[Any, str], Any]


class Unreadable(ValueError):
    """A number or a fact cannot be used: `place` is where it stands, such as facts.done[1]; `reason` what is wrong."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


def all_of(faults: Sequence[Unreadable]) -> Unreadable:
    """Several faults as one that names them all."""
    first, *others = faults
    return Unreadable(first.place, "; ".join([first.reason, *map(str, others)]))


@dataclass(frozen=True, slots=True)
class Key:
    """The key under which a field is told, where Python does not allow it as a name."""

    name: str


def read(cls: type[T], told: Any, place: str) -> T:
    """Make a `cls` from the mapping `told`, which stands at `place`. One that is a `cls` already is left as it is.

    Raises Unreadable for every value that is bad, or that is missing and has no default, all at once. A key that may
    hold null must be there all the same: null says that it is not known yet, silence that somebody forgot it.
    """
    if isinstance(told, cls):
        return told
    if not isinstance(told, Mapping):
        raise Unreadable(place, f"{_shown(told)} is not a set of named values")
    arguments: dict[str, Any] = {}
    faults: list[Unreadable] = []
    for field in _fields(cls):  # type: ignore[arg-type]
        if told.get(field.key) is not None:
            try:
                arguments[field.name] = field.reader(told[field.key], f"{place}.{field.key}")
            except Unreadable as fault:
                faults.append(fault)
        elif not field.has_default:
            if field.key not in told or not field.may_be_null:
                faults.append(Unreadable(f"{place}.{field.key}", "is missing"))
            arguments[field.name] = None
    if faults:
        raise all_of(faults)
    try:
        return cls(**arguments)
    except ValueError as error:
        raise Unreadable(place, str(error)) from None


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    key: str
    reader: Reader
    has_default: bool
    may_be_null: bool


@cache
def _fields(cls: type) -> tuple[_Field, ...]:
    hints = get_type_hints(cls, include_extras=True)
    found = []
    for part in fields(cls):
        kind, reader, *key = get_args(hints[part.name])
        name = key[0].name if key else part.name
        found.append(_Field(part.name, name, reader, part.default is not MISSING, NoneType in get_args(kind)))
    return tuple(found)


def moment(value: Any, place: str) -> Moment:
    """A date alone or an instant, as text or as YAML has read it already."""
    try:
        if isinstance(value, date):
            begins(value)
            return value
        return read_moment(value)
    except ValueError as error:
        raise Unreadable(place, str(error)) from None


def duration(value: Any, place: str) -> Duration:
    """An ISO 8601 duration."""
    try:
        return Duration.parse(value)
    except ValueError as error:
        raise Unreadable(place, str(error)) from None


def period_kind(value: Any, place: str) -> PeriodKind:
    """One of the kinds of period."""
    return PeriodKind(one_of(*PeriodKind)(value, place))


def words(value: Any, place: str) -> str:
    """A text, which may be blank."""
    if not isinstance(value, str):
        raise Unreadable(place, f"{_shown(value)} is not a text")
    return value


def flag(value: Any, place: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Unreadable(place, f"{_shown(value)} is neither true nor false")
    return value


def presence(value: Any, place: str) -> bool:
    """Whether something is there: true, a text that is not blank, a list that is not empty."""
    return bool(value.strip() if isinstance(value, str) else value)


def one_of(*choices: str) -> Reader:
    """A reader of one of `choices`."""

    def reader(value: Any, place: str) -> str:
        if not isinstance(value, str) or value not in choices:
            raise Unreadable(place, f"{_shown(value)} is none of: {', '.join(choices)}")
        return value

    return reader


def many(reader: Reader) -> Reader:
    """A reader of a list of what `reader` reads, as a tuple."""

    def list_reader(value: Any, place: str) -> tuple[Any, ...]:
        if not isinstance(value, (list, tuple)):
            raise Unreadable(place, f"{_shown(value)} is not a list")
        return tuple(reader(item, f"{place}[{number}]") for number, item in enumerate(value))

    return list_reader


def one_or_many(reader: Reader) -> Reader:
    """A reader of a list, or of a single thing that stands for a list of one."""

    def list_reader(value: Any, place: str) -> tuple[Any, ...]:
        return many(reader)(value, place) if isinstance(value, (list, tuple)) else (reader(value, place),)

    return list_reader


def an(cls: type) -> Reader:
    """A reader of one `cls`."""
    return partial(read, cls)


def _shown(value: Any) -> str:
    return f"“{value}”" if isinstance(value, str) else "nothing" if value is None else f"“{value!r}”"
