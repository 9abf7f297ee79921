"""A single sign-on provider on this machine, as small as OpenID Connect lets one be.

Source of its shape: OpenID Connect Core 1.0, section 3.1 (authorization code flow), and RFC 7636 (PKCE).
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

CLIENT, SECRET = "holdfast", "a-secret-that-only-the-two-know-of"


class Provider:
    """Somebody has signed in to it, and it says so to whoever brings the right code."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.claims: dict[str, Any] = {"sub": "1234", "email": "sam@example.nhs.uk", "email_verified": True}
        self.broken = False
        self.asked: dict[str, str] = {}

    def ask(self, where: str) -> dict[str, str]:
        """What our page for signing in asks of it, from the address to which it sends the browser."""
        assert where.startswith(f"{self.address}/authorize?"), where
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(where).query).items()}
        return self.asked

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """What it says at `path`: a status and JSON."""
        if self.broken:
            return 500, {"error": "server_error"}
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "userinfo_endpoint": f"{self.address}/userinfo",
                "jwks_uri": f"{self.address}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/userinfo":
            return 200, self.claims
        if path == "/token" and form.get("code") == "right" and form.get("client_secret") == SECRET:
            digest = hashlib.sha256(form["code_verifier"].encode()).digest()
            if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.asked["code_challenge"]:
                token = self.claims | {"iss": self.address, "aud": CLIENT, "iat": 0, "exp": 2**40}
                signed = jwt.encode(token, "k" * 32, algorithm="HS256")
                return 200, {"access_token": "x", "token_type": "Bearer", "id_token": signed}
        return 400, {"error": "invalid_grant"}


@contextmanager
def provider_running() -> Iterator[Provider]:
    """A provider that answers on a port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say({name: values[0] for name, values in parse_qs(body).items()})

        def _say(self, form: dict[str, str]) -> None:
            status, answer = provider.answer(urlsplit(self.path).path, form)
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider = Provider(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()
