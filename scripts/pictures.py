"""The pictures in docs/pictures, taken of a demonstration that is made for them: `make shot`.

    python -m scripts.pictures

What they show is what anyone sees who follows the README: real trusts and sites, invented people and events.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from scripts import browser as chromium
from scripts.postgres import free_port
from scripts.running import CHECKOUT

PICTURES = CHECKOUT / "docs" / "pictures"
TRUST = "london-ambulance-service"
LSMS, PARAMEDIC, BOARD = "Local Security Management Specialist", "Paramedic", "Non Executive"
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
LONGEST = {"phone": 1500, "desktop": 1400}
"""Pixels after which a picture is cut: a long page is no better for being shown whole."""
WAIT = 300.0
"""Seconds in which the demonstration must be ready."""


def main() -> int:
    """Take all of them. Returns 0, or raises when a page is not there."""
    executable = chromium.find()
    if executable is None:
        raise SystemExit(chromium.MISSING)
    os.environ.update(chromium.driver())
    with _demonstration() as base, sync_playwright() as playwright:
        driven = playwright.chromium.launch(executable_path=executable, args=list(chromium.FLAGS))
        _take(driven, base)
        driven.close()
    return 0


def _take(driven: Browser, base: str) -> None:
    page = _as(driven, base, PARAMEDIC, "phone")
    page.goto(f"{base}/report/")
    _keep(page, "report", "phone")
    page.get_by_role("button", name="Physical assault").click()
    page.get_by_label("At a home or other private address").check()
    page.get_by_label("Address", exact=True).fill("12 Mill Rise, Exampleton")
    page.get_by_role("group", name="When did it happen?").get_by_role("button", name="Now").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What happened?").fill("The patient’s son pushed me against the wall and would not let us leave.")
    page.get_by_role("button", name="Check and send now").click()
    page.get_by_role("button", name="Send the report").click()
    page.get_by_role("heading", name="We have your report").wait_for()
    _keep(page, "receipt", "phone")
    _keep(_as(driven, base, LSMS, "phone"), "home", "phone")
    page = _as(driven, base, LSMS, "desktop")
    page.goto(f"{base}/incidents/")
    _keep(page, "list", "desktop")
    page.goto(page.locator("a.hf-reference").nth(1).evaluate("link => link.href"))
    _keep(page, "incident", "desktop")
    page.goto(f"{page.url}triage/")
    _keep(page, "triage", "desktop")
    page = _as(driven, base, BOARD, "desktop")
    page.goto(f"{base}/assurance/")
    _keep(page, "assurance", "desktop")


def _as(driven: Browser, base: str, post: str, size: str) -> Page:
    """A window of somebody in whose line of the demonstration's list `post` stands, on "My work"."""
    width, height = SIZES[size]
    page = driven.new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(f"{base}/demo/")
    page.locator(f"h2#{TRUST} + form").get_by_role("button", name=re.compile(post)).first.click()
    page.reload()  # without the word about who one is now
    return page


def _keep(page: Page, name: str, size: str) -> None:
    width, _ = SIZES[size]
    height = min(LONGEST[size], page.evaluate("document.documentElement.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": width, "height": height}
    page.screenshot(path=PICTURES / f"{name}-{size}.png", full_page=True, clip=clip)  # type: ignore[arg-type]


@contextmanager
def _demonstration() -> Iterator[str]:
    """The address of a demonstration of its own; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="holdfast-pictures-") as data:
        place = f"127.0.0.1:{free_port()}"
        command = [sys.executable, "-m", "holdfast.config.command_line", "demo", "--bind", place]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
        serving = subprocess.Popen(command, cwd=CHECKOUT, env=environment | {"HOLDFAST_DEMO_DATA": data})
        try:
            _wait_for(f"http://{place}/demo/", serving)
            yield f"http://{place}"
        finally:
            serving.terminate()
            serving.wait(30)


def _wait_for(address: str, serving: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until and serving.poll() is None:
        try:
            with urlopen(address, timeout=5):  # noqa: S310  our own, on this machine
                return
        except (URLError, TimeoutError):
            time.sleep(0.5)
    raise SystemExit("The demonstration did not come up: see above.")


if __name__ == "__main__":
    raise SystemExit(main())
