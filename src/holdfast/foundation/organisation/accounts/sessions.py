"""When a session is over, and ending the other ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest

from holdfast.foundation.organisation.accounts.trail import actor_of, leave_entry, subject_of
from holdfast.foundation.organisation.models import User
from holdfast.foundation.pages.words import length_in_words
from holdfast.kernel import clock

SIGNED_IN = "holdfast.signed_in_at"
LAST_USED = "holdfast.last_used_at"
"""Keys of the session. Seconds since 1970 (UTC)."""

AFTER_SECOND_FACTOR = "holdfast.after_second_factor"
"""Key of the session: the page that somebody wanted when they had to set up a second factor first."""

TOUCH_EVERY = 5 * 60
"""Seconds of use that one write to the session stands for: a write at each page would cost more than it tells."""


def why_over(*, now: int, signed_in: int, last_used: int, idle: int, longest: int) -> str:
    """Why a session ends at `now`, for whoever has it; "" while it goes on. All in seconds.

    >>> why_over(now=7200, signed_in=0, last_used=0, idle=3600, longest=86400)
    'you did not use it for 1 hour'
    """
    if now - last_used >= idle:
        return f"you did not use it for {length_in_words(timedelta(seconds=idle))}"
    if now - signed_in >= longest:
        return f"you signed in {length_in_words(timedelta(seconds=longest))} ago"
    return ""


def begin(request: HttpRequest) -> None:
    """The session of somebody who has just signed in starts to run."""
    request.session[SIGNED_IN] = request.session[LAST_USED] = _now()


def use(request: HttpRequest) -> str:
    """Somebody signed in asks for a page: note it. Gives why their session is over instead, or ""."""
    session, now = request.session, _now()
    if SIGNED_IN not in session:
        begin(request)
        return ""
    last_used = session.get(LAST_USED, session[SIGNED_IN])
    over = why_over(
        now=now,
        signed_in=session[SIGNED_IN],
        last_used=last_used,
        idle=settings.SESSION_COOKIE_AGE,
        longest=settings.LONGEST_SESSION,
    )
    if not over and now - last_used >= min(TOUCH_EVERY, settings.SESSION_COOKIE_AGE // 10):
        session[LAST_USED] = now
    return over


def end_sessions_of(user: User) -> int:
    """End every session of `user`, wherever it is. Returns how many there were."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Ending one's other sessions leaves an entry."""

    def end_sessions(self, sessions: Iterable[Any]) -> None:
        """End `sessions`, all of whoever asks."""
        ended = list(sessions)
        super().end_sessions(ended)
        if ended:
            user = self.request.user
            leave_entry(
                by=actor_of(self.request),
                what="end_sessions",
                about=subject_of(user),
                details={"sessions": len(ended)},
            )


def _now() -> int:
    return int(clock.now().timestamp())
