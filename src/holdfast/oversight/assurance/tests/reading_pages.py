"""Reading pages in tests: as someone, some weeks after the incidents, by their words."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from holdfast.foundation.organisation.models import Person
from holdfast.kernel import clock
from holdfast.oversight.assurance.tests.policy_cast import DAY, NOW, Trial

LATER = NOW + 30 * DAY


def get(client: Client, trial: Trial, person: Person, url: str, status: int = 200) -> str:
    """What the page says to `person`."""
    trial.sign_in(client, person)
    with clock.at(LATER):
        answer = client.get(url)
    assert answer.status_code == status, url
    return words(answer.content.decode())


def raw(client: Client, url: str) -> str:
    """The page with its markup, as whoever is signed in gets it."""
    return str(file(client, url).content.decode())


def file(client: Client, url: str) -> Any:
    """The answer itself."""
    with clock.at(LATER):
        answer = client.get(url)
    assert answer.status_code == 200, url
    return answer


def post(client: Client, url: str, **told: Any) -> Any:
    """What comes of sending a form."""
    with clock.at(LATER):
        return client.post(url, told)


def words(page: str) -> str:
    """What a page says, without its markup."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", f"<{main}")).split())
