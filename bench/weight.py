"""What a page weighs at the first visit: itself and every asset it asks for, as a browser would get them."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

LOADED = ("stylesheet", "icon", "manifest", "preload")
SCRIPTS = (None, "", "module", "text/javascript")


@dataclass(frozen=True)
class Weight:
    """Bytes with compression, of the page itself and of its assets. `blocking`: scripts that hold up the page."""

    page: int
    assets: int
    blocking: int

    @property
    def whole(self) -> int:
        """Page and assets together."""
        return self.page + self.assets


class Assets(HTMLParser):
    """Collects the addresses of what a page loads, and counts the scripts that it waits for."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.blocking = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what this tag loads."""
        told = dict(attrs)
        address = told.get("href" if tag == "link" else "src") or ""
        if tag == "script" and told.get("type") in SCRIPTS:
            self.blocking += "defer" not in told and "async" not in told and told.get("type") != "module"
        elif (tag == "link" and told.get("rel") not in LOADED) or tag not in ("script", "link", "img"):
            return
        if address and not address.startswith("data:"):
            self.found.append(address)


def weight_of(get: Callable[[str], Any], address: str) -> Weight:
    """The weight of the page at `address`, as `get` answers."""
    response = get(address)
    packed = response.headers.get("Content-Encoding") == "gzip"
    assets = Assets((gzip.decompress(response.content) if packed else response.content).decode())
    loaded = sum(_bytes(get(asset)) for asset in dict.fromkeys(assets.found))
    return Weight(_bytes(response), loaded, assets.blocking)


def _bytes(response: Any) -> int:
    """What goes over the network. A page that Holdfast sends as it is counts as a proxy in front would compress it."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return len(body) if response.has_header("Content-Encoding") else min(len(body), len(gzip.compress(body, 6)))
