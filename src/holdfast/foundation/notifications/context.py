"""What the header of every page shows of notices."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from holdfast.foundation.notifications.queries import unread_count
from holdfast.foundation.notifications.queries.notices import MOST_COUNTED


def unread_notices(request: HttpRequest) -> dict[str, Any]:
    """`unread_notices`: how many notices the viewer has not read, as "3" or "99+", "" for none.

    Asks the database once, and only on a page that shows it.
    """
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return {"unread_notices": ""}
    return {"unread_notices": SimpleLazyObject(lambda: unread_in_words(unread_count(viewer.person)))}


def unread_in_words(number: int) -> str:
    """A count as a badge shows it."""
    return f"{MOST_COUNTED - 1}+" if number >= MOST_COUNTED else str(number or "")
