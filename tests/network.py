"""No test talks to another machine: Python itself refuses, whoever asks."""

from __future__ import annotations

import ipaddress
import sys
from typing import Any

LOCAL_NAMES = ("localhost", "", None)


class NetworkBlocked(RuntimeError):
    """A test tried to reach another machine."""


def is_here(host: object) -> bool:
    """True when `host` (a name, an address, or None for this machine) is this machine's loopback."""
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if host in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


def refuse_other_machines(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook of the interpreter: sees every connection and look-up made from Python, in whatever library."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        if not isinstance(address, tuple):  # a socket file, or a datagram on a socket that is connected already
            return
        host = address[0]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if not is_here(host):
        raise NetworkBlocked(f"tests use no network, and {event} asked for {host!r}")


sys.addaudithook(refuse_other_machines)
