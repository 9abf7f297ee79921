"""The outbox under several workers and sudden death: real processes, a real mail server on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path

from django.db import connection
from pytest_django.fixtures import Settings

import holdfast
from holdfast.foundation.notifications.models import Mail, MailState
from holdfast.foundation.notifications.operations import deliver
from holdfast.foundation.notifications.operations.delivering import take
from holdfast.foundation.notifications.rules.retries import LEASE
from holdfast.foundation.organisation.scope import EVERY_TRUST, scope
from holdfast.kernel import clock

from .conftest import World
from .mail_server import MailServer, running_mail_server


def start_worker(server: MailServer) -> subprocess.Popen[str]:
    source = str(Path(holdfast.__file__).parents[1])
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "holdfast.foundation.notifications.tests.worker",
            str(connection.settings_dict["NAME"]),
            str(server.server_address[1]),
        ],
        env=os.environ | {"PYTHONPATH": source},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_it_sends_each_mail_once_though_three_workers_send(committed_world: World, settings: Settings) -> None:
    world = committed_world
    for number in range(60):
        world.tell(subject=f"Notice {number}")
    with running_mail_server(settings) as server:
        workers = [start_worker(server) for _ in range(3)]
        sent = [int(worker.communicate(timeout=120)[0]) for worker in workers]
        assert sum(sent) == 60
        assert Counter(mail["Message-ID"] for mail in server.taken).most_common(1)[0][1] == 1
    assert len(server.taken) == 60
    assert Mail.objects.filter(state=MailState.SENT, attempts=1).count() == 60


def test_it_loses_nothing_when_a_worker_is_killed_with_a_mail_in_hand(
    committed_world: World, settings: Settings
) -> None:
    world = committed_world
    for number in range(3):
        world.tell(subject=f"Notice {number}")
    with running_mail_server(settings) as server:
        server.holds = threading.Event()
        worker = start_worker(server)
        assert server.holding.wait(timeout=60)
        worker.kill()
        worker.wait()
        assert worker.stdout is not None
        worker.stdout.close()
        server.holds.set()
        server.holds = None
        # The lease of the dead protects its mail for a while; the others go at once.
        assert deliver().sent == 2
        assert Mail.objects.get(state=MailState.WAITING).leased_until is not None
        with clock.at(clock.now() + LEASE + timedelta(seconds=1)):
            assert deliver().sent == 1
        assert Mail.objects.filter(state=MailState.SENT).count() == 3
    # It was killed after the server had taken the mail: that one came twice, and can be known by its number.
    copies = Counter(str(mail["Message-ID"]) for mail in server.taken)
    assert sorted(copies.values()) == [1, 1, 2]


def test_it_never_leases_a_mail_to_two(committed_world: World) -> None:
    threads = 6
    for number in range(12):
        committed_world.tell(subject=f"Notice {number}")
    ready = threading.Barrier(threads)
    taken: list[int] = []

    def work() -> None:
        ready.wait()
        try:
            with scope(EVERY_TRUST):
                while mail := take():
                    taken.append(mail.pk)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(taken) == len(set(taken)) == 12
