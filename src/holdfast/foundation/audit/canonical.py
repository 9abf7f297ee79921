"""One text for one value, whoever writes it and on whichever database: what every hash in the trail is taken over."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db.models import Model
from django.utils.duration import duration_iso_string
from django.utils.functional import Promise

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
"""PostgreSQL keeps no NUL in a text, and half a surrogate pair has no UTF-8; both come in by copy and paste."""


def clean(text: str) -> str:
    """`text` as both databases can keep it: what they cannot becomes the replacement character."""
    return _UNKEEPABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def instant(moment: datetime) -> str:
    """`moment` in UTC to the microsecond. Raises ValueError when it has no time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment in the trail needs its time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def plain(value: Any) -> Any:
    """`value` in the words of JSON: texts, numbers, true, false, null, lists, and objects with texts as keys.

    Decimals and numbers that JSON does not know become text, times are UTC, an enum gives its value, a file its
    name, a model what the trail calls it. Raises TypeError for a thing with no lasting words, whose `str` may be
    another tomorrow, and ValueError for a time without a zone or for two keys that become one.
    """
    match value:
        case None | bool():
            return value
        case Enum():
            return plain(value.value)
        case str() | Promise() | UUID() | PurePath():
            return clean(str(value))
        case int():
            return int(value)
        case float():
            return float(value) if math.isfinite(value) else str(float(value))
        case Decimal():
            return str(value)
        case datetime():
            return instant(value)
        case date() | time():
            return value.isoformat()
        case timedelta():
            return duration_iso_string(value)
        case File():
            return clean(value.name or "")
        case Model():
            return clean(value.audit_subject.reference if hasattr(value, "audit_subject") else str(value))
        case Mapping():
            return _plain_object(value)
        case set() | frozenset():
            return sorted((plain(item) for item in value), key=canonical)
        case bytes() | bytearray() | memoryview():
            raise TypeError("the trail keeps no bytes: enter their SHA-256 instead")
        case Iterable():
            return [plain(item) for item in value]
    raise TypeError(f"the trail has no lasting words for a {type(value).__name__}: enter what people call it")


def canonical(value: Any) -> str:
    """The one text for `value`: JSON without blanks, keys in order, letters as they are. Raises what `plain` raises."""
    return json.dumps(plain(value), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def _plain_object(value: Mapping[Any, Any]) -> dict[str, Any]:
    words = {str(plain(key)): plain(item) for key, item in value.items()}
    if len(words) != len(value):
        raise ValueError(f"two keys of {', '.join(map(repr, value))} become one in the trail")
    return words
