"""Taking in a form once, however often it is sent: a step before the verb, in the same transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TypeVar

from django.db import IntegrityError, transaction

from holdfast.casework.incidents.models import SentForm
from holdfast.kernel import clock

KEPT_FOR = timedelta(days=2)
"""After this time nobody's second press is still on its way."""

Outcome = TypeVar("Outcome")


class SentAlready(Exception):
    """The very same form was taken in before: nothing is left to do."""


def digest_of(parts: Iterable[tuple[str, str]]) -> str:
    """What stands for a form: `parts` are who sent it, where, and each name and value in it."""
    whole = hashlib.sha256()
    for name, value in parts:
        for text in (name, value):
            piece = text.encode("utf-8", "surrogatepass")
            whole.update(len(piece).to_bytes(8, "big") + piece)
    return whole.hexdigest()


def once(trust_id: int, digest: str, do: Callable[[], Outcome]) -> Outcome:
    """Call `do`, unless the form with this `digest` was taken in before; what `do` refuses may be sent again.

    Two presses at the same time wait for each other at the database, and the second then finds the first done.
    Raises SentAlready, and what `do` raises.
    """
    try:
        with transaction.atomic():
            SentForm.objects.create(trust_id=trust_id, digest=digest, at=clock.now())
            return do()
    except IntegrityError:
        if SentForm.objects.filter(trust_id=trust_id, digest=digest).exists():
            raise SentAlready from None
        raise


def forget_sent_forms() -> int:
    """Drop what is older than KEPT_FOR. For `holdfast tick`, in the scope of the trusts it serves."""
    gone, _ = SentForm.objects.filter(at__lt=clock.now() - KEPT_FOR).delete()
    return gone
