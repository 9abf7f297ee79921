"""How often someone without an account may do what anyone on the internet may do."""

from __future__ import annotations

import hashlib
import ipaddress

from django.core.cache import cache
from django.http import HttpRequest

from holdfast.foundation.organisation.middleware import address_of
from holdfast.kernel import clock

PER = 3600
"""Seconds from the first attempt in which attempts count."""

REPORTS = 30  # a whole ward may sit behind one address
MATCHES = 30
FOLLOWING = 10
FOLLOWING_ONE = 20  # attempts at one report, from wherever they come
FILES = 120

HOUSEHOLD = 64
"""Bits of an IPv6 address that tell who it is: a provider hands the rest to one customer, who can use any of it."""


def spent(request: HttpRequest, what: str, most: int, *, on: str = "") -> bool:
    """Count one more attempt at `what` and say whether there were more than `most` within PER seconds.

    Counted per network address or, with `on`, per thing that is tried, from all addresses together.
    """
    count, ends = _counted(key := _key(request, what, on))
    _count(key, count + 1, ends)
    return count + 1 > most


def forgive(request: HttpRequest, what: str, *, on: str = "") -> None:
    """Take back the attempt that was counted last: it was the right person. Those before it still count."""
    count, ends = _counted(key := _key(request, what, on))
    _count(key, count - 1, ends)


def _key(request: HttpRequest, what: str, on: str) -> str:
    # Only a digest is kept: who reports without a name must not stand in a table by their address.
    mark = hashlib.sha256(f"{what}:{on or _network(address_of(request))}".encode()).hexdigest()
    return f"incidents.limit:{mark}"


def _network(address: str) -> str:
    """What of a network address tells who it is. Some proxies write the caller's port behind it."""
    bare = address[1:].partition("]")[0] if address.startswith("[") else address
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        read = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return address
    if isinstance(read, ipaddress.IPv4Address):
        return str(read)
    if read.ipv4_mapped is not None:
        return str(read.ipv4_mapped)
    return str(ipaddress.ip_network((read, HOUSEHOLD), strict=False))


def _counted(key: str) -> tuple[int, float]:
    """How many attempts count now, and the instant (UTC, seconds) when they end."""
    now = clock.now().timestamp()
    count, ends = cache.get(key) or (0, 0.0)
    return (count, ends) if ends > now else (0, now + PER)


def _count(key: str, count: int, ends: float) -> None:
    # Both in one value, and kept until the end by name: what counts up in a database table forgets after five minutes.
    if count > 0:
        cache.set(key, (count, ends), timeout=max(1, round(ends - clock.now().timestamp())))
    else:
        cache.delete(key)
