"""The layouts and scripts in a real browser, under the content security policy that the product sends."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import expect

from holdfast.foundation.pages.lookups import matches_as_json
from holdfast.foundation.pages.style_forms import COLLEAGUES, ListFilters
from holdfast.foundation.pages.style_page import list_page, record_page, style_page
from holdfast.foundation.pages.tests.conftest import BUILT, ORIGIN
from tests.browser import assert_accessible

pytestmark = pytest.mark.journey

PAGES = {
    "parts": ("pages/style/parts.html", style_page),
    "wrong": ("pages/style/parts.html", lambda: style_page(wrong=True)),
    "list": ("pages/style/list.html", list_page),
    "record": ("pages/style/record.html", record_page),
    "question": ("pages/question.html", lambda: {"form": ListFilters(), "page_title": "Question", "back_url": "#back"}),
    "receipt": (
        "pages/receipt.html",
        lambda: {"page_title": "We have your report", "reference": "INC-2026-00042", "passphrase": "a-b-c"},
    ),
    "print": ("pages/print.html", lambda: {"page_title": "Case", "handling": "Official"}),
    "not-found": ("pages/errors/404.html", dict),
    "broken": ("pages/errors/500.html", dict),
}


@pytest.mark.parametrize(
    ("name", "width"), [*((name, 320) for name in PAGES), *((name, 1280) for name in ("wrong", "list", "record"))]
)
def test_it_is_accessible_and_never_wider_than_the_screen(name, width, site, show):
    template, context = PAGES[name]
    page = show(site.put("/", template, context()), width=width)
    assert_accessible(page)


def test_it_costs_little_on_a_first_visit(site):
    site.put("/", "pages/style/parts.html", style_page())
    page = len(gzip.compress(site.pages["/"].encode()))
    assets = sum(len(gzip.compress((BUILT / name).read_bytes())) for name in ("holdfast.css", "holdfast.js"))
    assert page + assets < 60_000


@pytest.mark.parametrize("script", [True, False])
def test_it_reveals_what_a_choice_opens_with_and_without_a_script(script, site, show):
    page = show(site.put("/", "pages/style/parts.html", style_page()), script=script)
    expect(page.locator("#id_taken")).to_be_visible()
    expect(page.locator("#id_injury")).to_be_hidden()
    page.locator("#id_kind_2").check()
    page.locator("#id_hurt_0").check()
    expect(page.locator("#id_taken")).to_be_hidden()
    expect(page.locator("#id_injury")).to_be_visible()


def test_it_folds_the_filters_on_a_phone_without_a_script(site, show):
    url = site.put("/", "pages/style/list.html", list_page())
    page = show(url, width=390, script=False)
    expect(page.get_by_role("button", name="Apply filters")).to_be_hidden()
    page.get_by_text("Show filters (1 in use)").click()
    expect(page.get_by_role("button", name="Apply filters")).to_be_visible()
    expect(show(url, script=False).get_by_role("button", name="Apply filters")).to_be_visible()


def test_it_focuses_the_summary_and_goes_from_it_to_the_field(site, show):
    page = show(site.put("/", "pages/style/parts.html", style_page(wrong=True)))
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="Select the site").click()
    expect(page.locator("#id_site")).to_be_focused()
    page.get_by_role("link", name="The time it happened must include").click()
    expect(page.locator("#id_happened_at_2")).to_be_focused()


def test_it_searches_a_long_list_by_keyboard(site, show):
    page = show(site.put("/", "pages/style/parts.html", style_page()))
    box = page.get_by_role("combobox", name="Which site was it at?")
    box.fill("epsom station 14")
    expect(page.get_by_role("option")).to_have_text(["Épsom ambulance station 14"])
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("Épsom ambulance station 14")
    assert page.locator("select[name=site]").input_value() == "site-14"
    box.fill("nowhere")
    expect(page.get_by_text("Nothing matches")).to_have_count(2)  # seen and said
    box.press("Tab")
    assert page.locator("select[name=site]").input_value() == ""


def test_it_picks_from_a_long_list_by_touch_and_by_typing_all_of_it(site, show):
    page = show(site.put("/", "pages/style/parts.html", style_page()), width=390)
    box = page.locator("#id_site")
    box.click()
    page.get_by_role("option").nth(2).click()
    assert page.locator("select[name=site]").input_value() == "site-3"
    box.fill("gatwick ambulance station 7")
    box.press("Tab")
    assert page.locator("select[name=site]").input_value() == "site-7"


def test_it_offers_the_plain_list_without_a_script(site, show):
    page = show(site.put("/", "pages/style/parts.html", style_page()), script=False)
    page.get_by_label("Which site was it at?").select_option("site-7")


def test_it_asks_the_server_for_people_as_one_types(site, show):
    url = site.put("/", "pages/style/parts.html", style_page())
    site.pages["/colleagues"] = matches_as_json(COLLEAGUES).content.decode()
    page = show(url, width=390)
    box = page.get_by_role("combobox", name="Which colleague saw it?")
    box.fill("sam")
    expect(page.get_by_role("option")).to_have_count(3)
    page.get_by_role("option", name="Sam Specimen").click()
    expect(box).to_have_value("Sam Specimen")
    expect(page.locator("[name=witness_key]")).to_have_value("2")
    box.fill("Sam S")
    expect(page.locator("[name=witness_key]")).to_have_value("")


def test_it_unticks_the_others_for_none_of_these(site, show):
    page = show(site.put("/", "pages/style/parts.html", style_page()))
    page.get_by_label("A knife or blade").check()
    page.get_by_label("None of these").check()
    expect(page.get_by_label("A knife or blade")).not_to_be_checked()
    page.get_by_label("Something thrown").check()
    expect(page.get_by_label("None of these")).not_to_be_checked()


def test_it_fills_in_the_day_at_a_press(site, show):
    context = style_page()
    page = show(site.put("/", "pages/style/parts.html", context))
    page.get_by_role("button", name="Yesterday").click()
    boxes = [page.locator(f"#id_happened_at_{n}").input_value() for n in range(3)]
    offered = page.get_by_role("button", name="Yesterday")
    assert boxes == [offered.get_attribute(f"data-{part}") for part in ("day", "month", "year")]
    expect(page.locator("#id_happened_at_3")).to_be_focused()


def test_it_sends_a_form_once_for_two_presses(site, show):
    context = {"form": ListFilters(), "page_title": "Question", "form_action": "/sent"}
    page = show(site.put("/", "pages/question.html", context))
    page.evaluate(
        """() => {
            addEventListener('submit', event => {
                document.body.dataset.sent = Number(document.body.dataset.sent ?? 0) + !event.defaultPrevented;
                event.preventDefault();
            });
        }"""
    )
    page.get_by_role("button", name="Continue").dblclick()
    expect(page.locator("body")).to_have_attribute("data-sent", "1")


def test_it_adds_a_second_choice_of_files_to_the_first(site, show, tmp_path):
    for name in ("one.jpg", "two.jpg"):
        (tmp_path / name).write_bytes(b"x" * 2000)
    page = show(site.put("/", "pages/style/parts.html", style_page()))
    files = page.get_by_label("Photos or papers")
    files.set_input_files(tmp_path / "one.jpg")
    files.set_input_files(tmp_path / "two.jpg")
    assert page.evaluate("[...document.querySelector('#id_photos').files].map(file => file.name)") == [
        "one.jpg",
        "two.jpg",
    ]
    page.get_by_role("button", name="Remove one.jpg").click()
    assert page.evaluate("[...document.querySelector('#id_photos').files].map(file => file.name)") == ["two.jpg"]


def kept_form(identity=""):
    return style_page() | {"identity_hash": identity}


def type_something(page):
    page.get_by_label("Tell us what happened").fill("Kept words")
    page.get_by_label("Someone was attacked or threatened").check()
    page.locator("#id_site").fill("gatwick ambulance station 7")
    page.locator("#id_site").press("Tab")
    expect(page.locator("form[data-keep]")).to_have_attribute("data-keeping", "done")


@pytest.mark.parametrize("identity", ["", "a-secret-of-sam"])
def test_it_puts_back_what_was_typed(identity, site, show):
    page = show(site.put("/", "pages/style/parts.html", kept_form(identity)))
    type_something(page)
    page.reload()
    expect(page.get_by_text("We have put back what you typed")).to_be_visible()
    expect(page.get_by_label("Tell us what happened")).to_have_value("Kept words")
    expect(page.get_by_label("Someone was attacked or threatened")).to_be_checked()
    expect(page.locator("#id_site")).to_have_value("Gatwick ambulance station 7")
    page.get_by_role("button", name="Clear it and start again").click()
    page.reload()
    expect(page.get_by_text("We have put back what you typed")).to_have_count(0)


def test_it_keeps_it_sealed_for_the_person_who_typed_it(site, show):
    page = show(site.put("/", "pages/style/parts.html", kept_form("a-secret-of-sam")))
    type_something(page)
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "holdfast.keep." in stored
    assert "Kept" not in stored
    assert "secret-of-sam" not in stored

    site.put("/", "pages/style/parts.html", kept_form("another-secret"))
    page.reload()
    expect(page.get_by_label("Tell us what happened")).not_to_have_value("Kept words")

    site.put("/", "pages/style/parts.html", kept_form("a-secret-of-sam"))
    page.reload()
    expect(page.get_by_label("Tell us what happened")).to_have_value("Kept words")


def test_it_forgets_it_once_it_has_arrived(site, show):
    page = show(site.put("/", "pages/style/parts.html", kept_form("a-secret-of-sam")))
    type_something(page)
    done = kept_form("a-secret-of-sam") | {"page_title": "We have it", "keep_key": "style", "form": None}
    page.goto(site.put("/done", "pages/receipt.html", done))
    expect(page.locator("body")).to_have_class("js-enabled nhsuk-frontend-supported")
    page.goto(f"{ORIGIN}/")
    expect(page.get_by_label("Tell us what happened")).not_to_have_value("Kept words")
    expect(page.get_by_text("We have put back what you typed")).to_have_count(0)


def test_it_forgets_it_at_sign_out(site, show):
    page = show(site.put("/", "pages/style/parts.html", kept_form("a-secret-of-sam")))
    type_something(page)
    page.get_by_role("button", name="Sign out").click()
    assert "holdfast.keep." not in page.evaluate("JSON.stringify({...localStorage})")


def test_it_prefers_what_came_back_with_errors(site, show):
    page = show(site.put("/", "pages/style/parts.html", kept_form("a-secret-of-sam")))
    type_something(page)
    site.put("/", "pages/style/parts.html", style_page(wrong=True) | {"identity_hash": "a-secret-of-sam"})
    page.reload()
    expect(page.get_by_text("We have put back what you typed")).to_have_count(0)
    expect(page.get_by_label("Tell us what happened")).not_to_have_value("Kept words")


def test_it_prints_without_the_controls(site, show):
    page = show(site.put("/", "pages/style/record.html", record_page()))
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
