"""Keeps the secrets of authenticator apps and recovery codes unreadable in the database and its backups."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

MARK = "sealed:"
"""What a sealed text begins with, so that one that never was sealed is told apart."""


class CannotBeOpened(Exception):
    """A secret was sealed under a key that is neither SECRET_KEY nor one of its fallbacks."""

    silent_variable_failure = True  # a page that counts recovery codes still opens, and leads to making new ones


def seal(text: str) -> str:
    """`text`, sealed under a key made from SECRET_KEY."""
    return MARK + _ring().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What `seal` was given, sealed under SECRET_KEY or a fallback. Raises CannotBeOpened."""
    if not sealed.startswith(MARK):
        raise CannotBeOpened("this was never sealed")
    try:
        return _ring().decrypt(sealed.removeprefix(MARK)).decode()
    except InvalidToken:
        raise CannotBeOpened("the key it was sealed under is gone") from None


def seal_again(sealed: str) -> str:
    """The same secret under today's SECRET_KEY, so that an old key can go. Raises CannotBeOpened."""
    return seal(unseal(sealed))


def _ring() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    # The secret key is long and random, so one keyed hash makes a key of it; the words keep it apart from other uses.
    return base64.urlsafe_b64encode(hmac.digest(secret.encode(), b"holdfast: second factors", hashlib.sha256))
