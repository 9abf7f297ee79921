"""The browser's own guards: each was broken on purpose here, and is seen to go red."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import cast

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from tests import browser
from tests.browser import Visitors, assert_accessible, picture, pytest_runtest_call

pytestmark = pytest.mark.urls(__name__)

WHOLE = """<!doctype html>
<html lang="en"><head><title>A page</title><link rel="icon" href="data:,"></head>
<body><main><h1>A page</h1>{}</main></body></html>"""
LINK = "<a href='/clean/'>here</a>"
PAGES = {
    "clean": LINK,
    "script": "<script>document.title = 'changed'</script>",
    "style": "<p style='color: red'>red</p>",
    "missing": "<img src='/not-there.png' alt='A station'>",
    "elsewhere": "<img src='https://holdfast.example/a.png' alt='A station'>",
    "unlabelled": "<input type='text'>",
    "wide": "<div><pre>" + "wide " * 200 + "</pre></div>",
}


def _page(name: str) -> Callable[[HttpRequest], HttpResponse]:
    return lambda request: HttpResponse(WHOLE.format(PAGES[name]))


def _absent(request: HttpRequest, anything: str) -> HttpResponse:
    return HttpResponse("no", status=404)


urlpatterns = [*(path(f"{name}/", _page(name)) for name in PAGES), path("<path:anything>", _absent)]


def test_it_lets_a_clean_page_be(visit: Visitors) -> None:
    page = visit("phone")
    page.goto("/clean/")
    expect(page.get_by_role("heading", name="A page")).to_be_visible()
    assert_accessible(page)
    assert visit.unexpected() == []


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("script", "Content Security Policy"),
        ("style", "Content Security Policy"),
        ("missing", "answer 404"),
        ("elsewhere", "Content Security Policy"),
    ],
)
def test_it_sees_a_page_that_is_not_clean(visit: Visitors, name: str, fault: str) -> None:
    page = visit()
    page.goto(f"/{name}/")
    page.goto("/clean/")
    assert any(fault in line for line in visit.unexpected()), visit.faults
    visit.expects(".", because="the page is bad on purpose")


def test_it_sees_an_error_in_a_script(visit: Visitors) -> None:
    page = visit()
    page.goto("/clean/")
    page.evaluate("() => { setTimeout(() => { throw new Error('on purpose') }, 0) }")
    page.get_by_role("link").click()
    assert any("on purpose" in line for line in visit.unexpected()), visit.faults
    visit.expects("on purpose", because="the script is bad on purpose")


def test_it_fails_a_journey_that_met_a_fault_and_did_not_look(visit: Visitors, request: pytest.FixtureRequest) -> None:
    visit.faults.append("console: nobody looked")
    after = cast("Generator[None, None, None]", pytest_runtest_call(request.node))
    next(after)
    with pytest.raises(pytest.fail.Exception, match="nobody looked"):
        after.send(None)
    visit.expects("nobody looked", because="the fault is made up")


def test_it_reaches_no_other_machine(visit: Visitors) -> None:
    page = visit()
    with pytest.raises(PlaywrightError, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://holdfast.example/")
    visit.expects("ERR_NAME_NOT_RESOLVED", because="no name but this machine's is looked up")


@pytest.mark.parametrize(("name", "breach"), [("unlabelled", "label: "), ("wide", "reflow: ")])
def test_it_sees_what_shuts_people_out(visit: Visitors, name: str, breach: str) -> None:
    page = visit("phone")
    page.goto(f"/{name}/")
    with pytest.raises(pytest.fail.Exception, match=breach):
        assert_accessible(page)


def test_it_gives_each_visitor_cookies_of_their_own(visit: Visitors) -> None:
    one, other = visit(), visit("phone")
    one.context.add_cookies([{"name": "one", "value": "1", "url": visit.address}])
    assert other.context.cookies() == []


def test_it_takes_pictures_only_when_asked(visit: Visitors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit()
    page.goto("/clean/")
    monkeypatch.setattr(browser, "PICTURES", "")
    picture(page, "a-page")
    monkeypatch.setattr(browser, "PICTURES", str(tmp_path))
    picture(page, "a-page")
    assert [path.name for path in tmp_path.iterdir()] == ["a-page.png"]
