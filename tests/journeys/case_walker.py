"""Someone who walks through the pages of a case in a browser of their own, and looks at each of them at both widths."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from holdfast.foundation.organisation.models import Person
from holdfast.kernel import clock
from tests.browser import SIZES, assert_accessible, picture


class Walker:
    """One signed-in person. `sign_in` is a cast's way of signing someone in on Django's test client."""

    def __init__(self, visit: Any, sign_in: Any, person: Person, size: str = "desktop") -> None:
        client = Client()
        sign_in(client, person)
        self.page: Page = visit(size)
        self.size = size
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": visit.address}])

    def looks(self, name: str = "") -> None:
        """Hold the page against WCAG at both widths; keep its picture as `name`."""
        for size in sorted(SIZES, key=lambda one: one == self.size):
            self.page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
            assert_accessible(self.page)
            if name:
                picture(self.page, f"{name}-{size}")

    def opens(self, address: str, name: str = "") -> Page:
        """Go there and look."""
        self.page.goto(address)
        expect(self.page.locator("h1")).to_have_count(1)
        self.looks(name)
        return self.page

    def follows(self, name: str, picture: str = "") -> None:
        """Follow a link, or press a link that looks like a button, and look."""
        self.page.get_by_role("link", name=name).or_(self.page.get_by_role("button", name=name)).first.click()
        self.looks(picture)

    def fills(self, **boxes: str) -> None:
        """Fill boxes by their names."""
        for name, words in boxes.items():
            self.page.locator(f"[name={name}]").fill(words)

    def now(self, name: str) -> None:
        """Fill the boxes of the moment called `name` with the present minute in London."""
        local = clock.now().astimezone(clock.LONDON)
        boxes = {"day": local.day, "month": local.month, "year": local.year, "clock": f"{local:%H:%M}"}
        self.fills(**{f"{name}_{part}": str(value) for part, value in boxes.items()})

    def sends(self, button: str, then: str, picture: str = "") -> None:
        """Press the button of a form, wait until `then` stands on the page, and look."""
        self.page.get_by_role("button", name=button, exact=True).click()
        expect(self.page.get_by_text(then).first).to_be_visible()
        self.looks(picture)
