"""Files that no row names: left when an operation wrote a file and was rolled back, or a process died between."""

from __future__ import annotations

import re
from datetime import timedelta

from django.core.files.storage import Storage

from holdfast.foundation.organisation.scope import EVERY_TRUST, scope
from holdfast.foundation.records.models import Evidence
from holdfast.kernel import clock

OLD_ENOUGH = timedelta(days=2)
"""A younger file may belong to an operation that has not committed yet."""

_TRUST = re.compile(r"[0-9]+")
_SHELF = re.compile(r"[0-9a-f]{2}")


def sweep_orphans() -> int:
    """Delete evidence files that no row names and that are OLD_ENOUGH; returns how many. Safe to run twice.

    They may hold someone's face from a report that was never sent, so they must not lie about for ever. Looks only
    where evidence is kept (`<trust>/<two letters>/`): other areas keep files in the same storage.
    """
    storage: Storage = Evidence._meta.get_field("file").storage
    swept = 0
    with scope(EVERY_TRUST):
        for shelf in _shelves(storage):
            paths = [f"{shelf}/{name}" for name in storage.listdir(shelf)[1]]
            named = _named(paths)
            for path in paths:
                if path not in named and clock.now() - storage.get_modified_time(path) > OLD_ENOUGH:
                    storage.delete(path)
                    swept += 1
    return swept


def _shelves(storage: Storage) -> list[str]:
    if not storage.exists(""):
        return []
    return [
        f"{trust}/{shelf}"
        for trust in storage.listdir("")[0]
        if _TRUST.fullmatch(trust)
        for shelf in storage.listdir(trust)[0]
        if _SHELF.fullmatch(shelf)
    ]


def _named(paths: list[str]) -> set[str]:
    named: set[str] = set()
    for start in range(0, len(paths), 500):
        some = paths[start : start + 500]
        for field in ("file", "picture", "thumbnail"):
            named.update(Evidence.objects.filter(**{f"{field}__in": some}).values_list(field, flat=True))
    return named
