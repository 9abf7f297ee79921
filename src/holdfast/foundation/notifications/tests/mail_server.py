"""A mail server on this machine that takes, refuses or breaks off as a test wants (RFC 5321, as little as it needs)."""

from __future__ import annotations

import contextlib
import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message

from pytest_django.fixtures import Settings


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server: MailServer = self.server  # type: ignore[assignment]
        server.calls += 1
        self._say(server.greeting)
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 go on")
                content = b""
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    content += line
                if server.breaks_off:
                    return
                server.taken.append(email.message_from_bytes(content))
                if server.holds is not None:
                    server.holding.set()
                    server.holds.wait(timeout=60)
                self._say(server.answer_to_mail)
            elif verb == b"RCPT":
                address = line.split(b"<")[1].split(b">")[0].decode()
                self._say(server.answers.get(address, "250 fine"))
            elif verb == b"MAIL":
                self._say(server.answer_to_sender)
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _say(self, words: str) -> None:
        with contextlib.suppress(OSError):  # the caller may be dead
            self.wfile.write(words.encode() + b"\r\n")


class MailServer(socketserver.ThreadingTCPServer):
    """Remembers what it took in `taken` and how often it was called. `answers` maps addresses to refusals."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[Message] = []
        self.calls = 0
        self.greeting = "220 here"
        self.answers: dict[str, str] = {}
        self.answer_to_sender = "250 fine"
        self.answer_to_mail = "250 taken"
        self.breaks_off = False
        # While set, a mail that was taken is not acknowledged; `holding` says that one hangs so.
        self.holds: threading.Event | None = None
        self.holding = threading.Event()

    @property
    def subjects(self) -> list[str]:
        """The subjects of what was taken, in order."""
        return [str(mail["Subject"]) for mail in self.taken]


@contextmanager
def running_mail_server(settings: Settings) -> Iterator[MailServer]:
    """A MailServer that Django's settings name until the block ends."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.server_address[1]
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 5
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
