"""The site as it is really served: processes of their own, a port of their own, signals."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from holdfast.doors.operating.serving import must_be_free, run_server
from holdfast.doors.operating.tests.conftest import Install
from holdfast.doors.operating.tests.installation import PATIENCE, Installation
from holdfast.kernel.commands import CommandFailed
from scripts.postgres import free_port

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture
def port() -> int:
    return free_port()


@contextmanager
def served(here: Installation, port: int, *options: str) -> Iterator[subprocess.Popen[str]]:
    """`holdfast serve`, answering; killed in the end if it is still there."""
    running = here.start("serve", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "2", *options)
    try:
        wait_for(lambda: asked(port) is not None or running.poll() is not None)
        yield running
    finally:
        if running.poll() is None:
            running.kill()
        running.communicate()


def wait_for(condition: Any) -> None:
    """Wait until `condition` holds. There is nothing to listen to: it asks, with a breath between."""
    for _ in range(PATIENCE * 10):
        if condition():
            return
        select.select([], [], [], 0.1)
    pytest.fail("it did not come to pass")


def asked(port: int, path: str = "/health/", **headers: str) -> tuple[int, bytes] | None:
    """What the site answers; None when it does not."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read()
    except OSError:
        return None


def below(pid: int) -> set[int]:
    """The processes that `pid` started, and those that they did."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        parents[int(status.parent.name)] = int(words[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def alive(pids: set[int]) -> set[int]:
    """Those of `pids` that still run; a dead one that nobody has fetched yet does not."""
    running = set()
    for pid in pids:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                running.add(pid)
        except OSError:
            continue
    return running


@pytest.mark.django_db
@linux
def test_it_answers_and_stops_when_it_is_told_to(old: Installation, port: int) -> None:
    with served(old, port) as running:
        assert asked(port, "/") is not None
        # the run that begins at once has done what was due
        wait_for(lambda: json.loads(asked(port)[1])["status"] == "ok")  # type: ignore[index]
        state = json.loads(asked(port)[1])  # type: ignore[index]
        assert {check["name"] for check in state["checks"]} == {"disk", "database", "scheduler", "mail"}
        refused = old.do(["restore", "no-such-file"], ["restore", os.devnull])
        assert "there is no file" in refused[0].error
        children = below(running.pid)
        assert children
        running.send_signal(signal.SIGTERM)
        said, complained = running.communicate(timeout=PATIENCE)
        assert (running.returncode, said) == (0, "Stopped.\n"), complained
        assert alive(children) == set()
    assert asked(port) is None


@pytest.mark.django_db
@linux
@pytest.mark.any_database
def test_it_leaves_no_process_behind_when_it_is_killed(old: Installation, port: int) -> None:
    with served(old, port, "--no-scheduler") as running:
        children = below(running.pid)
        assert children
        running.kill()
        running.wait()
        wait_for(lambda: alive(children) == set())
    assert asked(port) is None


@pytest.mark.django_db
@linux
@pytest.mark.any_database
def test_it_ends_when_the_web_server_does(old: Installation, port: int) -> None:
    with served(old, port, "--no-scheduler") as running:
        web = min(below(running.pid))
        os.kill(web, signal.SIGKILL)
        _, complained = running.communicate(timeout=PATIENCE)
        assert running.returncode == 1
        assert "the web server ended by itself" in complained


@pytest.mark.django_db
@pytest.mark.any_database
def test_it_serves_styles_and_no_page_without_its_headers(old: Installation, port: int) -> None:
    with served(old, port, "--no-scheduler"):
        status, page = asked(port, "/about/") or (0, b"")
        assert status == 200
        sheet = page.decode().partition('rel="stylesheet" href="')[2].partition('"')[0]
        assert asked(port, sheet)[0] == 200  # type: ignore[index]
        assert asked(port, "/about/", Host="evil.example")[0] == 400  # type: ignore[index]


@pytest.mark.django_db
def test_it_refuses_a_database_that_is_not_up_to_date(install: Install) -> None:
    (refused,) = install("new").do(["serve"])
    assert "run `holdfast setup` first" in refused.error


@pytest.mark.parametrize("bind", ["8000", "localhost:", "127.0.0.1:99999", "127.0.0.1:http", ""])
def test_it_says_what_an_address_looks_like(bind: str) -> None:
    with pytest.raises(CommandFailed, match="is not an address and port such as"):
        must_be_free(bind)


def test_it_says_that_the_port_is_taken() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandFailed, match="Choose another with --bind"):
            must_be_free(f"127.0.0.1:{port}")


@pytest.mark.parametrize("bind", ["0.0.0.0:8000", "192.0.2.1:8000", "unix:/tmp/socket", "[::]:8000"])
def test_it_serves_a_demonstration_on_this_machine_only(settings: Settings, bind: str) -> None:
    settings.DEMO = True
    with pytest.raises(CommandFailed, match="on this machine only"):
        must_be_free(bind)


def test_it_wants_at_least_one_of_each(port: int) -> None:
    with pytest.raises(CommandFailed, match="at least 1"):
        run_server(f"127.0.0.1:{port}", workers=0, threads=4, scheduler=False)


def test_it_says_when_styles_were_never_built(port: int, settings: Settings, tmp_path: Path) -> None:
    settings.BUILT_ASSETS = tmp_path / "none"
    with pytest.raises(CommandFailed, match="run `make assets` first"):
        run_server(f"127.0.0.1:{port}", workers=1, threads=1, scheduler=False)


@pytest.mark.django_db
@pytest.mark.any_database
def test_it_says_that_it_may_not_write(install: Install, tmp_path: Path) -> None:
    here = install("here")
    (here.data / "in-use.lock").mkdir(parents=True)  # what root may not write either
    (refused,) = here.do(["setup"])
    assert "run Holdfast as the account that owns this folder" in refused.error
