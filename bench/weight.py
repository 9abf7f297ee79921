"""What a page weighs at the first visit: itself and every asset it asks for, as the browser would get them."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.conf import settings


@dataclass
class Weight:
    """Bytes with compression. `blocking`: scripts that hold up the page. `page`: the share of the page itself."""

    bytes: int
    page: int
    assets: int
    blocking: int


@dataclass
class Assets(HTMLParser):
    """Collects the addresses of what a page loads."""

    found: list[str] = field(default_factory=list)
    blocking: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what this tag loads."""
        told = dict(attrs)
        if tag == "script" and told.get("type") in (None, "", "module", "text/javascript"):
            self.found += [told["src"]] if told.get("src") else []
            self.blocking += "defer" not in told and "async" not in told and told.get("type") != "module"
        elif tag == "link" and told.get("rel") in ("stylesheet", "icon", "manifest", "preload"):
            self.found += [told["href"]] if told.get("href") else []
        elif tag == "img" and not (told.get("src") or "").startswith("data:"):
            self.found += [told["src"]] if told.get("src") else []


def weight_of(get: Callable[[str], Any], address: str) -> Weight:
    """The weight of the page at `address`, as `get` answers."""
    response = get(address)
    assets = Assets()
    assets.feed(response.content.decode())
    page = _page_bytes(response)
    loaded = sum(_asset_bytes(get, asset) for asset in dict.fromkeys(assets.found))
    return Weight(page + loaded, page, loaded, assets.blocking)


def _page_bytes(response: Any) -> int:
    return len(response.content) if response.has_header("Content-Encoding") else len(gzip.compress(response.content, 6))


def _asset_bytes(get: Callable[[str], Any], address: str) -> int:
    if not address.startswith(settings.STATIC_URL):
        return _page_bytes(get(address))
    file = Path(settings.STATIC_ROOT) / address.removeprefix(settings.STATIC_URL)
    shapes = [file.with_name(file.name + ending) for ending in (".br", ".gz")]
    return min(shape.stat().st_size for shape in (file, *shapes) if shape.exists())
