"""What a reporter does on a phone, whichever journey it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

NO_NETWORK = r"ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch"


def open_form(page: Page) -> None:
    page.goto("/report/")
    expect(page.get_by_role("heading", name="What kind of thing happened?")).to_be_visible()


def ready_without_network(page: Page) -> None:
    """Wait until this browser holds the form: what a phone has after one visit."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for _ in range(100):
        if page.evaluate("caches.open('holdfast-report-1').then((c) => c.match('/report/')).then(Boolean)"):
            break
        page.wait_for_timeout(50)
    else:
        pytest.fail("the form was not kept")
    assert page.evaluate("localStorage.getItem('holdfast.report.who')")


def tell_of_an_assault(page: Page, words: str = "The patient’s son punched me.") -> None:
    """The fewest answers that are a report: kind, where, when, what."""
    page.get_by_role("button", name="Physical assault").click()
    page.get_by_label("At a home or other private address").check()
    page.get_by_label("Address", exact=True).fill("12 Harbour Road")
    page.get_by_role("group", name="When did it happen?").get_by_role("button", name="Now").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What happened?").fill(words)
