"""A virus scanner on this machine that speaks clamd's INSTREAM, for tests."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

EVIL = b"THIS-IS-HARMFUL"


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server: Scanner = self.server  # type: ignore[assignment]
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > server.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        server.seen.append(content)
        self.wfile.write(b"stream: Example.Harm FOUND\0" if EVIL in content else b"stream: OK\0")


class Scanner(socketserver.ThreadingTCPServer):
    """Finds EVIL, takes at most `most` bytes, and remembers what it was sent in `seen`."""

    daemon_threads = True

    def __init__(self, most: int = 10_000_000) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.most = most
        self.seen: list[bytes] = []

    @property
    def address(self) -> str:
        """Where it answers, as settings.VIRUS_SCANNER says it."""
        return f"127.0.0.1:{self.server_address[1]}"


@contextmanager
def running_scanner(most: int = 10_000_000) -> Iterator[Scanner]:
    """A Scanner that answers until the block ends."""
    with Scanner(most) as scanner:
        thread = threading.Thread(target=scanner.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield scanner
        finally:
            scanner.shutdown()
            thread.join()
