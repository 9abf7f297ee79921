"""A real Chromium for journeys: `visit` opens a page as one person would, and anything wrong on it fails the test.

    def test_it_gives_a_receipt(visit):
        page = visit("phone")
        page.goto("/report")

What a page may not do: log an error, break its content security policy, ask for something that fails, raise an
exception in a script. A journey that means to meet such a thing says so: `visit.expects(r"404", because="…")`.
Use `expect(locator)`, never `page.wait_for_function`: the policy forbids the `eval` it needs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect, sync_playwright

from scripts import browser as chromium

SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WATCHED = pytest.StashKey["Visitors"]()
PICTURES = os.environ.get("HOLDFAST_TEST_PICTURES", "")

expect.set_options(timeout=10_000)


@dataclass
class Visitors:
    """Opens pages for one test, each in a context of its own (own cookies: another person), and notes their faults."""

    browser: Browser
    address: str
    faults: list[str] = field(default_factory=list)
    expected: list[re.Pattern[str]] = field(default_factory=list)
    contexts: list[Any] = field(default_factory=list)

    def __call__(self, size: str = "desktop", **options: Any) -> Page:
        """A new page of a new person. `size`: "phone" (390 x 844, touch) or "desktop" (1280 x 900); `options`:
        further options of Playwright's new_context, such as java_script_enabled=False."""
        context = self.browser.new_context(
            viewport=SIZES[size],  # type: ignore[arg-type]
            has_touch=size == "phone",
            locale="en-GB",
            timezone_id="Europe/London",
            base_url=self.address,
            **options,
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        context.on("page", self._watch)
        return context.new_page()

    def expects(self, pattern: str, *, because: str) -> None:
        """Allow faults that match the regular expression `pattern` in this test; `because` is for the reader."""
        self.expected.append(re.compile(pattern))

    def close(self) -> None:
        """Close every page."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()

    def unexpected(self) -> list[str]:
        """The faults that no expects() allows."""
        found = dict.fromkeys(self.faults)
        return [fault for fault in found if not any(pattern.search(fault) for pattern in self.expected)]

    def _watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        if message.type == "error" or "Content Security Policy" in message.text:
            self.faults.append(f"console: {message.text} ({where})")

    def _failed(self, request: Request) -> None:
        # A link to a file becomes a download: the browser calls the navigation broken off. So it calls a picture that
        # was still on its way when the page was left.
        harmless = request.is_navigation_request() or request.resource_type in ("image", "other")
        if not (request.failure == "net::ERR_ABORTED" and harmless):
            self.faults.append(f"request failed: {request.method} {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"answer {response.status}: {response.request.method} {response.url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys of this process. Without one the test fails, with words on what to install."""
    executable = chromium.find()
    if executable is None:
        pytest.fail(chromium.MISSING, pytrace=False)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in chromium.driver().items():
            patch.setenv(name, value)
        # Its loop runs in this thread, and Django would take every query here for one from inside a coroutine.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            running = playwright.chromium.launch(executable_path=executable, args=list(chromium.FLAGS))
            yield running
            running.close()


@pytest.fixture
def visit(request: pytest.FixtureRequest, browser: Browser, live_server: Any) -> Iterator[Visitors]:
    """Opens pages of the running Holdfast: `page = visit("phone")`. See Visitors."""
    visitors = Visitors(browser, live_server.url)
    request.node.stash[WATCHED] = visitors
    yield visitors
    visitors.close()


@pytest.fixture
def page(visit: Visitors) -> Page:
    """One desktop page."""
    return visit("desktop")


@pytest.fixture
def phone(visit: Visitors) -> Page:
    """One page on a phone."""
    return visit("phone")


def pytest_itemcollected(item: pytest.Item) -> None:
    """A test that drives a browser is a journey, whether or not it says so."""
    if "browser" in getattr(item, "fixturenames", ()):
        item.add_marker("journey")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """After a journey's own steps: did anything go wrong on its pages that the test did not look at?"""
    result = yield
    visitors = item.stash.get(WATCHED, None)
    if visitors is not None and (faults := visitors.unexpected()):
        pytest.fail("the pages were not clean:\n  " + "\n  ".join(faults), pytrace=False)
    return result


# The menu folds away what has no room a frame after the window changed its size, and looks once more when it did. What
# comes back is what is wrong, and nothing else: all that axe has to tell of a page takes longer to send than to find.
SETTLED = """() => new Promise(done => {
  let frames = 6;
  const wait = () => (frames-- > 0 ? requestAnimationFrame(wait) : done(typeof axe !== "undefined"));
  wait();
})"""
LOOKED_AT = """options => axe.run(options).then(found => ({
  breaches: found.violations.map(breach => [breach.id, breach.help, breach.nodes.map(node => node.target.join(" "))]),
  wide: [document.documentElement.scrollWidth, document.documentElement.clientWidth],
}))"""
AXE = Axe().axe_script


def assert_accessible(page: Page) -> None:
    """Fails with every breach of WCAG 2.2 AA that axe finds on `page`, and when the page is wider than its window
    (1.4.10: nobody scrolls sideways to read)."""
    if not page.evaluate(SETTLED):
        page.evaluate(AXE)
    found = page.evaluate(LOOKED_AT, {"runOnly": RULES, "resultTypes": ["violations"]})
    problems = [f"{name}: {words}\n      at {'; '.join(where[:5])}" for name, words, where in found["breaches"]]
    content, window = found["wide"]
    if content > window:
        problems.append(f"reflow: the page is {content} px wide in a window of {window} px")
    if problems:
        pytest.fail(f"{page.url} is not accessible to everyone:\n    " + "\n    ".join(problems), pytrace=False)


def picture(page: Page, name: str) -> None:
    """Keep a picture of the whole `page` as <name>.png in the folder HOLDFAST_TEST_PICTURES; without one do nothing."""
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
