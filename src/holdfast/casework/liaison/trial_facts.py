"""From the facts of a case in a file to the facts of the rule; a bad value is named by its place."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from holdfast.casework.liaison.rules.incapacity import Span
from holdfast.casework.liaison.rules.injuries import Medical
from holdfast.casework.liaison.rules.riddor_facts import Facts, Standing
from holdfast.kernel.clock import local_day
from holdfast.kernel.durations import read_moment

Reader = Callable[[Any, str], Any]

NOT_DECISIVE = {"by", "incapacity_kind"}
"""Facts of a case that no rule turns on: who did it, and whether the days were absence or restricted duty."""

OTHER_NAMES = {
    "taken_to_hospital_for_treatment": "taken_to_hospital",
    "hospital_treatment": "taken_to_hospital",
    "from_medical_treatment": "medical_treatment",
    "medical_examination_or_treatment": "medical_treatment",
    "hospital_admission_hours": "hospital_hours",
    "admitted_hours": "hospital_hours",
    "admission_hours": "hospital_hours",
    "source_bbv_known": "source_known_bbv",
}


def _flag(value: Any, place: str) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{place}: {_said(value)} is neither true nor false")
    return value


def _exception(value: Any, place: str) -> bool:
    if isinstance(value, str):
        return any(part in _word(value, place) for part in _EXCEPTIONS)
    return _flag(value, place)


def _number(value: Any, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) or value < 0:
        raise ValueError(f"{place}: {_said(value)} is not a number from 0 upwards")
    return float(value)


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{place}: {_said(value)} is not a text")
    return value.strip()


def _word(value: Any, place: str) -> str:
    return _text(value, place).lower().replace(" ", "_").replace("-", "_")


def _day(value: Any, place: str) -> date:
    try:
        moment = read_moment(value)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None
    return local_day(moment) if isinstance(moment, datetime) else moment


def _texts(value: Any, place: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{place}: {_said(value)} is not a list")
    return tuple(_text(one, f"{place}[{number}]") for number, one in enumerate(value))


def _spans(value: Any, place: str) -> tuple[Span, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{place}: {_said(value)} is not a list")
    return tuple(_span(one, f"{place}[{number}]") for number, one in enumerate(value))


def _span(value: Any, place: str) -> Span:
    if not isinstance(value, Mapping):
        raise ValueError(f"{place}: {_said(value)} is not a span with “from” and “to”")
    for name in value:
        if name not in ("from", "to", "kind"):
            raise ValueError(f"{place}.{name}: a span has from, to and kind")
    if value.get("from") is None:
        raise ValueError(f"{place}.from is missing")
    last = None if value.get("to") is None else _day(value["to"], f"{place}.to")
    try:
        return Span(_day(value["from"], f"{place}.from"), last)
    except ValueError as error:
        raise ValueError(str(error) if str(error).startswith(place) else f"{place}: {error}") from None


def _standing(value: Any, place: str) -> Standing:
    word = _word(value, place)
    for part, standing in _BY_PART.items():
        if part in word:
            return standing
    try:
        return Standing(_BY_WORD.get(word, word))
    except ValueError:
        raise ValueError(f"{place}: “{value}” is none of: {', '.join(Standing)}") from None


def _employed_by(value: Any, place: str) -> Standing:
    word = _word(value, place)
    if word in {"trust", "the_trust", "own"}:
        return Standing.EMPLOYEE
    return next((standing for part, standing in _BY_PART.items() if part in word), Standing.OTHER_EMPLOYER)


_BY_PART = {
    "agency": Standing.AGENCY_WORKER,
    "contractor": Standing.CONTRACTOR_EMPLOYEE,
    "other_employer": Standing.OTHER_EMPLOYER,
    "self_employed": Standing.SELF_EMPLOYED,
}
_BY_WORD = {
    "bank": "employee",
    "bank_worker": "employee",
    "staff": "employee",
    "student": "trainee",
    "apprentice": "trainee",
    "police_officer": "other_employer",
    "member_of_public": "public",
    "member_of_the_public": "public",
    "bystander": "public",
    "relative": "visitor",
}

_MEDICAL: dict[str, Reader] = {
    "diagnosed_by_doctor": _flag,
    "organ_damage": _flag,
    "burn_percent": _number,
    "enclosed_space": _flag,
    "resuscitated": _flag,
    "hospital_hours": _number,
}
_READERS: dict[str, Reader] = {
    "accident_date": _day,
    "victim": _standing,
    "kind": _word,
    "work_related": _flag,
    "personal_matter": _flag,
    "at_work": _flag,
    "injuries": _texts,
    "incapacity": _spans,
    "taken_to_hospital": _flag,
    "premises": _word,
    "vehicle_movement_on_road": _flag,
    "road_exception": _exception,
    "medical_treatment": _flag,
    "source_known_bbv": _flag,
    "biological_agent": _flag,
    "infection_diagnosed_on": _day,
    "death_date": _day,
    "work_stopped_hours": _number,
    "intentional": _flag,
    "as_at": _day,
}
_EXCEPTIONS = ("load", "roadwork", "road_work", "beside_the_road", "train", "substance")
"""Words of the exceptions to reg 14(3): loading and unloading, works beside a road, a train, a substance carried."""
KNOWN: tuple[str, ...] = (*_READERS, *_MEDICAL, *OTHER_NAMES, "employer", *sorted(NOT_DECISIVE))
"""Every name under which a case may tell a fact."""


def own_name(name: str) -> str:
    """The name under which the rule knows a fact that a case calls `name`; the same where it has no other."""
    return OTHER_NAMES.get(name) or ("road_exception" if "loading" in name else name)


def read_facts(told: Mapping[str, Any]) -> Facts:
    """The facts of the rule from those of a case. Null is the same as silence, except for `victim`: nobody was hurt.

    Raises ValueError, which names the fact, for a value that cannot be read or days that contradict each other.
    """
    named = {own_name(name): (name, value) for name, value in told.items() if value is not None}
    if "accident_date" not in named:
        raise ValueError("facts.accident_date is missing")
    read = {name: _READERS[name](value, f"facts.{own}") for name, (own, value) in named.items() if name in _READERS}
    medical = {name: _MEDICAL[name](value, f"facts.{own}") for name, (own, value) in named.items() if name in _MEDICAL}
    if "victim" in told and told["victim"] is None:
        read["victim"] = None
    if read.get("victim") == Standing.EMPLOYEE and (employer := told.get("employer")) is not None:
        read["victim"] = _employed_by(employer, "facts.employer")
    medical["hospital_treatment"] = read.get("taken_to_hospital")
    try:
        return Facts(**read, medical=Medical(**medical))
    except ValueError as error:
        raise ValueError(f"facts.{error}") from None


def _said(value: Any) -> str:
    return f"“{value}”" if isinstance(value, str) else repr(value)
