from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from holdfast.foundation.pages import style_page
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.style_forms import EveryField, ListFilters
from holdfast.foundation.pages.style_page import list_page, record_page

VOID = {"meta", "link", "input", "br", "img", "path", "hr"}
ERRORS = ["400", "403", "404", "413", "500", "session_ended"]
PAGES = {
    "pages/style/parts.html": style_page.style_page,
    "pages/style/list.html": list_page,
    "pages/style/record.html": record_page,
    "pages/base.html": dict,
    "pages/question.html": lambda: {"form": EveryField()},
    "pages/receipt.html": lambda: {
        "page_title": "We have your report",
        "reference": "INC-2026-00042",
        "keep_key": "report",
    },
    "pages/print.html": lambda: {"page_title": "Case", "handling": "Official", "printed_by": "Sam Example"},
    **{f"pages/errors/{name}.html": dict for name in ERRORS},
}


class Nesting(HTMLParser):
    """Fails on tags that are closed in the wrong order, or never."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open, tag
            assert self.open.pop() == tag, (tag, self.getpos())


def render(template, context):
    return render_to_string(template, context, request=RequestFactory().get("/"))


@pytest.mark.parametrize("template", PAGES)
def test_it_is_whole_html_with_one_heading_and_no_inline_code(template):
    html = render(template, PAGES[template]())
    checked = Nesting()
    checked.feed(html)
    assert checked.open == []
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert re.search(r"<title>[^<]{5,}</title>", html)
    assert 'lang="en-GB"' in html
    assert " style=" not in html
    assert not re.search(r"<script(?![^>]* src=)", html)
    assert not re.search(r"<script(?![^>]* defer)", html)
    assert not re.search(r"\son[a-z]+=", html)
    assert 'id="maincontent"' in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("template", PAGES)
def test_it_needs_nobody_signed_in_and_no_request(template):
    assert render_to_string(template, PAGES[template]())


def test_it_says_that_a_demonstration_is_one():
    words = "the trusts and sites are real, the people and events are invented"
    assert words in render("pages/base.html", {"demo": True})
    assert words in render("pages/print.html", {"demo": True})
    assert words not in render("pages/base.html", {"demo": False})


def test_it_says_error_in_the_title_of_a_page_with_errors():
    assert "<title>Error: " in render("pages/question.html", {"form": EveryField({})})
    assert "<title>Error: " not in render("pages/question.html", {"form": EveryField()})


def test_it_shows_the_trusts_name_and_its_own_style_sheet():
    html = render(
        "pages/base.html",
        {"trust": {"name": "Wealden & Marches", "stylesheet_url": "/trusts/x.css", "short_name": "WM"}},
    )
    assert "Wealden &amp; Marches" in html
    assert html.index("holdfast.css") < html.index("/trusts/x.css")


def test_it_offers_sign_in_to_somebody_unknown_and_sign_out_to_a_known_one():
    assert "Sign in" in render("pages/base.html", {"sign_in_url": "/in"})
    html = render(
        "pages/base.html", {"sign_in_url": "/in", "account": {"name": "<b>", "url": "/me", "sign_out_url": "/out"}}
    )
    assert "data-signs-out" in html
    assert "&lt;b&gt;" in html
    assert "Sign in" not in html


def test_it_asks_one_question_with_its_label_as_heading():
    class One(PageForm):
        hurt = EveryField.base_fields["hurt"]

    html = render("pages/question.html", {"form": One(), "back_url": "/back", "keep_key": "x:1"})
    assert '<h1 class="nhsuk-fieldset__heading">Was anyone hurt?</h1>' in html
    assert "<title>Was anyone hurt?" in html
    assert 'data-keep="x:1"' in html
    assert 'href="/back"' in html


def test_it_sends_files_only_from_forms_that_have_some():
    assert 'enctype="multipart/form-data"' in render("pages/question.html", {"form": EveryField()})
    assert "enctype" not in render("pages/question.html", {"form": ListFilters()})


def test_it_keeps_the_filters_when_the_sort_changes():
    html = render_to_string(
        "pages/style/list.html", list_page(), request=RequestFactory().get("/", {"q": "door", "after": "9"})
    )
    sort_form = html[html.index('class="hf-sort"') : html.index('id="sort"')]
    assert 'name="q" value="door"' in sort_form
    assert "after" not in sort_form


def test_it_tells_no_secret_on_an_error_page():
    for name in ERRORS:
        html = render(f"pages/errors/{name}.html", {"exception": "SECRET", "request_path": "SECRET"})
        assert "SECRET" not in html
    assert "Ask your &lt;LSMS&gt;" in render("pages/errors/403.html", {"why": "Ask your <LSMS>"})
