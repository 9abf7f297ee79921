"""The limits on what anyone on the internet may try, as they hold in production: counted in the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory

from holdfast.casework.incidents.tests.report_cast import NOW, Cast, make_cast
from holdfast.casework.incidents.tests.test_report_open import enter, send
from holdfast.casework.incidents.views import report_limits as limits
from holdfast.kernel import clock

TABLE = "cache_of_limits"
BEGAN = clock.now()
"""A table keeps real instants, whatever the clock of the test pretends."""


@pytest.fixture
def cast(db: None, settings: Any) -> Iterator[Cast]:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": TABLE}}
    call_command("createcachetable")
    cast = make_cast()
    with clock.at(NOW):
        yield cast


def asked_from(address: str) -> Any:
    return RequestFactory().get("/", REMOTE_ADDR=address)


def test_it_counts_for_a_whole_hour_from_the_first_attempt(cast: Cast) -> None:
    request = asked_from("10.0.0.1")
    limits.spent(request, "try", 2)
    with clock.at(NOW + timedelta(minutes=40)):
        limits.spent(request, "try", 2)
    with clock.at(NOW + timedelta(minutes=59)):
        assert limits.spent(request, "try", 2)
    with clock.at(NOW + timedelta(minutes=61)):
        assert not limits.spent(request, "try", 2)


def test_it_keeps_each_count_until_its_hour_ends(cast: Cast) -> None:
    """Django's own way of counting up sets five minutes anew in a table."""
    limits.spent(asked_from("10.0.0.1"), "try", 9)
    with clock.at(NOW + timedelta(minutes=20)):
        limits.spent(asked_from("10.0.0.1"), "try", 9)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT expires FROM {TABLE}")
        ends = datetime.fromisoformat(str(cursor.fetchone()[0])).replace(tzinfo=UTC)
    assert timedelta(minutes=39) < ends - BEGAN < timedelta(minutes=50)


def test_it_forgets_no_failed_attempt_for_ones_own_report(client: Client, cast: Cast) -> None:
    own, other = send(client), send(Client(), key="c" * 32)
    attacker = Client(REMOTE_ADDR="10.0.0.1")
    for _ in range(limits.FOLLOWING - 1):
        assert enter(attacker, other["reference"], "wrong words").status_code == 422
    assert enter(attacker, own["reference"], own["passphrase"]).status_code == 302
    assert enter(attacker, other["reference"], "wrong words").status_code == 422
    assert enter(attacker, other["reference"], "wrong words").status_code == 429


def test_it_counts_one_report_however_its_reference_is_typed(client: Client, cast: Cast) -> None:
    reference = send(client)["reference"]
    spellings = [reference, reference.lower(), reference.replace("-", " "), reference.replace("-00", "/000")]
    for number in range(limits.FOLLOWING_ONE):
        attacker = Client(REMOTE_ADDR=f"10.0.0.{number}")
        assert enter(attacker, spellings[number % 4], "wrong words").status_code == 422
    assert enter(Client(REMOTE_ADDR="10.1.1.1"), spellings[1], "wrong words").status_code == 429


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1:4711", "192.0.2.1:4712", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "unknown", False),
    ],
)
def test_it_takes_the_addresses_of_one_line_as_one(cast: Cast, one: str, other: str, same: bool) -> None:
    limits.spent(asked_from(one), "try", 1)
    assert limits.spent(asked_from(other), "try", 1) is same
