"""Who reports from a phone, for the journeys of the report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from holdfast.casework.incidents.tests.report_cast import Cast, make_cast
from holdfast.foundation.organisation.models import Person


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def sign_in(cast: Cast, live_server: Any) -> Callable[[Page, Person], None]:
    def signed_in(page: Page, person: Person) -> None:
        client = Client()
        cast.sign_in(client, person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])

    return signed_in
