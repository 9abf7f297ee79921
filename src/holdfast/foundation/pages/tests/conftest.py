"""A browser that is served from memory and from build/static: no server, no database, no network."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Browser, BrowserContext, Page, Route

BUILT = Path(__file__).resolve().parents[5] / "build" / "static"
ORIGIN = "https://holdfast.test"  # a secure origin, as in use: the browser offers its cipher only there
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; object-src 'none'"


class Site:
    """Pages by path, what was posted to them, and what the browser complained about."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.posts: list[str] = []
        self.complaints: list[str] = []

    def put(self, path: str, template: str, context: dict[str, Any]) -> str:
        """Serves the rendered template at `path`; gives the whole address."""
        self.pages[path] = render_to_string(template, context, request=RequestFactory().get(path))
        return f"{ORIGIN}{path}"

    def answer(self, route: Route) -> None:
        """Fulfils any request of the browser from memory."""
        path = route.request.url.removeprefix(ORIGIN).split("?")[0].split("#")[0]
        if route.request.method == "POST":
            self.posts.append(route.request.post_data or "")
        if path.startswith("/static/"):
            file = BUILT / path.removeprefix("/static/")
            kind = mimetypes.guess_type(file.name)[0] or "text/plain"
            route.fulfill(body=file.read_bytes(), content_type=kind) if file.exists() else route.fulfill(status=404)
        else:
            headers = {"content-security-policy": POLICY}
            route.fulfill(body=self.pages.get(path, ""), content_type="text/html; charset=utf-8", headers=headers)


@pytest.fixture
def site() -> Site:
    """An empty site."""
    return Site()


@pytest.fixture
def show(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens an address of the site: show(url, width=390, script=False). The test fails if the browser complains."""
    if not (BUILT / "holdfast.css").exists():
        pytest.fail("the styles and scripts are not built: run `make assets`", pytrace=False)
    contexts: list[BrowserContext] = []

    def opened(url: str, *, width: int = 1280, script: bool = True) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 844}, java_script_enabled=script)
        contexts.append(context)
        context.route("**/*", site.answer)
        page = context.new_page()
        page.on("console", lambda said: said.type in ("error", "warning") and site.complaints.append(said.text))
        page.on("pageerror", lambda error: site.complaints.append(str(error)))
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert site.complaints == []
