"""Somebody who is signed in, through the whole stack in this process: middleware, view, templates."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from holdfast.foundation.organisation.accounts.second_factor import KNOWN
from holdfast.foundation.organisation.accounts.sessions import LAST_USED, SIGNED_IN
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.kernel import clock


class WrongAnswer(Exception):
    """A page did not answer as it should: its figure would mean nothing."""


class Visitor:
    """A browser in which `person` is signed in, second factor included."""

    def __init__(self, person: Person) -> None:
        user = person.user
        self.viewer = Viewer(user, person)
        now = int(clock.now().timestamp())
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session[SIGNED_IN] = session[LAST_USED] = now
        session[KNOWN] = True
        session.create()
        self.client = Client(SERVER_NAME="localhost")
        self.client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)

    def get(self, address: str) -> Any:
        """The page at `address`. Raises WrongAnswer unless it is there."""
        return self._answer(address, self.client.get(address, headers={"accept-encoding": "br, gzip"}), 200)

    def send(self, address: str, form: dict[str, str]) -> Any:
        """Send a form that leads on to another page. Raises WrongAnswer when it does not."""
        return self._answer(address, self.client.post(address, form), 302)

    def _answer(self, address: str, response: Any, wanted: int) -> Any:
        if response.status_code != wanted:
            raise WrongAnswer(f"{address} answered {response.status_code}, not {wanted}:\n{response.content[:3000]!r}")
        return response
