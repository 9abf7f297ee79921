"""Tests reach this machine and no other."""

from __future__ import annotations

import socket
import urllib.request

import pytest

from tests.network import NetworkBlocked, is_here

ELSEWHERE = "192.0.2.1"  # an address that is kept free for examples


def test_it_refuses_a_connection_to_another_machine() -> None:
    with socket.socket() as line, pytest.raises(NetworkBlocked):
        line.connect((ELSEWHERE, 80))


def test_it_refuses_to_look_up_a_name() -> None:
    with pytest.raises(NetworkBlocked):
        urllib.request.urlopen("http://holdfast.example/")


def test_it_refuses_a_datagram_to_another_machine() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as line, pytest.raises(NetworkBlocked):
        line.sendto(b"hello", (ELSEWHERE, 53))


def test_it_reaches_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


@pytest.mark.parametrize(
    ("host", "here"), [("localhost", True), ("::1", True), (b"127.0.0.9", True), ("10.0.0.1", False), ("nhs.uk", False)]
)
def test_it_knows_what_is_here(host: str | bytes, here: bool) -> None:
    assert is_here(host) is here
