from __future__ import annotations

import socket
from argparse import Namespace
from collections import namedtuple
from collections.abc import Iterator
from contextlib import closing
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django.fixtures import Settings

from holdfast.doors.operating import health
from holdfast.doors.operating.health import Check, State, worst
from holdfast.doors.operating.ticking import JOBS, tick
from holdfast.foundation.notifications.models import Mail, MailState
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.schedule.models import LastRun
from tests.cast import BACKEND, make_trust

Usage = namedtuple("Usage", "total used free")
GIGABYTE = 10**9


@pytest.fixture
def well(db: None) -> None:
    """An installation whose scheduler has just run."""
    tick(Namespace(quiet=True))


def told(client: Client, **headers: str) -> tuple[int, dict[str, Any]]:
    answer = client.get("/health/", headers=headers)
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.status_code, answer.json()


def words_of(client: Client, name: str) -> tuple[str, str]:
    (check,) = [check for check in told(client)[1]["checks"] if check["name"] == name]
    return check["state"], check["words"]


def test_it_is_well(well: None, client: Client) -> None:
    status, state = told(client)
    assert (status, state["status"]) == (200, "ok")
    assert state["version"]


def test_it_tells_a_stranger_one_word(well: None, client: Client) -> None:
    for stranger in ({"x-forwarded-for": "203.0.113.9"}, {"x-forwarded-proto": "https"}, {"forwarded": "for=x"}):
        assert told(client, **stranger) == (200, {"status": "ok"})
    assert client.get("/health/", REMOTE_ADDR="203.0.113.9").json() == {"status": "ok"}
    assert client.get("/health/", REMOTE_ADDR="").json() == {"status": "ok"}


def test_it_tells_more_to_administrators_only(well: None, client: Client) -> None:
    trust = make_trust("ZA1")
    for role, more in (("administrator", True), ("lsms", False), ("staff", False)):
        client.force_login(trust.user(role), backend=BACKEND)
        assert ("checks" in client.get("/health/", REMOTE_ADDR="203.0.113.9").json()) is more
        assert ("checks" in client.get("/health/").json()) is more


def test_it_notices_that_nobody_ticks(db: None, client: Client) -> None:
    status, state = told(client)
    assert (status, state["status"]) == (200, "warning")
    state, words = words_of(client, "scheduler")
    assert (state, words) == ("warning", f"{len(JOBS)} jobs not done yet: does holdfast tick run each minute?")


def test_it_names_a_job_that_failed(well: None, client: Client) -> None:
    LastRun.objects.filter(name="audit.seal").update(outcome="failed", failures=2, said="OSError: no space")
    assert words_of(client, "scheduler") == ("warning", "audit.seal failed 2 times: OSError: no space")


def test_it_notices_mail_that_did_not_go(well: None, client: Client) -> None:
    trust = make_trust("ZA1").trust
    with scope(trust):
        Mail.objects.create(trust=trust, to="x@example.org", subject="s", body="b", key="k", state=MailState.DEAD)
    assert words_of(client, "mail")[1].startswith("1 mail given up, 0 mails held up.")


@pytest.mark.parametrize(
    ("free", "status", "state"),
    [(GIGABYTE // 10, 503, "failing"), (GIGABYTE, 200, "warning"), (9 * GIGABYTE, 200, "ok")],
)
def test_it_notices_a_full_disk(
    well: None, client: Client, monkeypatch: pytest.MonkeyPatch, free: int, status: int, state: str
) -> None:
    monkeypatch.setattr(health.shutil, "disk_usage", lambda path: Usage(100 * GIGABYTE, 0, free))
    assert told(client)[0] == status
    assert words_of(client, "disk")[0] == state


def test_it_fails_when_the_database_does_not_answer(
    well: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise DatabaseError("connection refused\nwith its password")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", away)
        status, state = told(client)
    assert (status, state["status"]) == (503, "failing")
    assert state["checks"][-1]["words"] == "The database does not answer: connection refused"


def test_it_fails_on_a_database_of_another_version(well: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    health._must_be_set_up.cache_clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'schedule'")
    assert told(client)[0] == 503
    assert words_of(client, "database") == ("failing", "The database is not up to date: run holdfast setup.")
    health._must_be_set_up.cache_clear()


@pytest.fixture
def scanner() -> Iterator[Any]:
    """A virus scanner that answers each caller with the words it is given."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        answers: list[bytes] = []

        def answer() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                with line:
                    if line.recv(64) == b"zPING\0":
                        line.sendall(answers[0])

        thread = Thread(target=answer, daemon=True)
        thread.start()
        yield answers, f"127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.mark.parametrize(("answer", "state"), [(b"PONG\0", "ok"), (b"COMMAND UNAVAILABLE\0", "warning")])
def test_it_asks_the_virus_scanner(
    well: None, client: Client, settings: Settings, scanner: Any, answer: bytes, state: str
) -> None:
    answers, settings.VIRUS_SCANNER = scanner
    answers.append(answer)
    assert words_of(client, "virus scanner")[0] == state


def test_it_notices_a_virus_scanner_that_is_away(well: None, client: Client, settings: Settings) -> None:
    settings.VIRUS_SCANNER = "127.0.0.1:1"
    state, words = words_of(client, "virus scanner")
    assert state == "warning"
    assert words.startswith("Does not answer")
    assert told(client, **{"x-forwarded-for": "203.0.113.9"}) == (200, {"status": "ok"})  # nobody else makes us ask


def test_it_is_as_bad_as_the_worst() -> None:
    def check(state: State) -> Check:
        return Check("x", state, "")

    assert worst([]) is State.OK
    assert worst([check(State.OK), check(State.WARNING)]) is State.WARNING
    assert worst([check(State.FAILING), check(State.WARNING)]) is State.FAILING


def test_it_takes_reading_only(db: None, client: Client) -> None:
    assert client.post("/health/").status_code == 405


def test_it_keeps_search_engines_out(client: Client, db: None) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.content == b"User-agent: *\nDisallow: /\n"


def test_it_says_whom_to_tell_of_a_weakness(client: Client, db: None, settings: Settings) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"security_contact": "mailto:s@example.nhs.uk"})
    words = client.get("/.well-known/security.txt").content.decode()
    assert words.startswith("Contact: mailto:s@example.nhs.uk\nExpires: 20")
    assert words.endswith("/.well-known/security.txt\n")
