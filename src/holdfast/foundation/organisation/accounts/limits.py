"""How often wrong passwords may be tried, see SIGN_IN_LIMITS in config/accounts.py."""

from __future__ import annotations

import hashlib

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from .trail import caller_address

LOCK_OUT_SAID_FOR = 15 * 60
"""Seconds in which a lock-out is entered once: the trail is not for an attacker to fill."""


class Tries:
    """The tries at one account from one address. Each is counted before the password is checked."""

    def __init__(self, request: HttpRequest, email: str) -> None:
        self.request = request
        self.email = email.strip().lower()
        self.counted: list[ratelimit.RateLimitUsage] = []

    def count(self) -> bool:
        """Count one more try. False when there have been too many."""
        for action, key in self._limits():
            counted = ratelimit.consume(
                self.request, app="holdfast", action=action, config=settings.SIGN_IN_LIMITS, key=key
            )
            if counted is None:
                return False
            self.counted.append(counted)
        return True

    def take_back(self) -> None:
        """It was the right password: that try does not count."""
        for counted in self.counted:
            counted.rollback()

    def forget(self) -> None:
        """The account has a new password: what was tried before does not count any more, from this address."""
        for action, key in self._limits()[:2]:
            ratelimit.clear(self.request, app="holdfast", action=action, config=settings.SIGN_IN_LIMITS, key=key)

    def is_first_lock_out(self) -> bool:
        """True once in LOCK_OUT_SAID_FOR seconds for this account and address."""
        words = hashlib.sha256(f"{self.email} {caller_address(self.request)}".encode()).hexdigest()
        return cache.add(f"holdfast:locked-out:{words}", "said", LOCK_OUT_SAID_FOR)

    def _limits(self) -> list[tuple[str, str]]:
        return [
            ("account-from-address", f"{self.email} {caller_address(self.request)}"),
            ("account", self.email),
            ("address", ""),
        ]
