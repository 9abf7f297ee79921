"""How often someone without an account may do what anyone on the internet may do."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

from holdfast.foundation.organisation.middleware import address_of

PER = 3600
"""Seconds that an attempt counts."""

REPORTS = 30  # a whole ward may sit behind one address
MATCHES = 30
FOLLOWING = 10
FOLLOWING_ONE = 20  # attempts at one report, from wherever they come
FILES = 120


def spent(request: HttpRequest, what: str, most: int, *, on: str = "") -> bool:
    """Count one more attempt at `what` and say whether there were more than `most` within PER seconds.

    Counted per network address or, with `on`, per thing that is tried, from all addresses together.
    """
    # Only a digest is kept: who reports without a name must not stand in a table by their address.
    mark = hashlib.sha256(f"{what}:{on or address_of(request)}".encode()).hexdigest()
    key = f"incidents.limit:{mark}"
    if cache.add(key, 1, PER):
        return most < 1
    try:
        return cache.incr(key) > most
    except ValueError:  # it ended between the two
        cache.add(key, 1, PER)
        return False


def forgive(request: HttpRequest, what: str, *, on: str = "") -> None:
    """Stop counting: it was the right person after all."""
    mark = hashlib.sha256(f"{what}:{on or address_of(request)}".encode()).hexdigest()
    cache.delete(f"incidents.limit:{mark}")
