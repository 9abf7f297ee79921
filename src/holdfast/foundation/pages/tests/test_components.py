from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory

from holdfast.foundation.pages.icons import ICONS
from holdfast.foundation.pages.meanings import COLOUR_BY_MEANING
from holdfast.foundation.pages.style_forms import HARD_TEXT
from holdfast.foundation.pages.tables import Column
from holdfast.kernel import clock

NOW = datetime(2026, 3, 3, 14, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _third_of_march():
    with clock.at(NOW):
        yield


def render(text, request=None, **context):
    return engines["django"].from_string("{% load pages %}" + text).render(context, request)


@pytest.mark.parametrize(
    "text",
    [
        "{% tag x 'late' %}",
        "{% summary_list %}{% row x change=x change_what=x %}{{ x }}{% endrow %}{% endsummary_list %}",
        "{% details x %}{{ x }}{% enddetails %}",
        "{% inset %}{{ x }}{% endinset %}",
        "{% warning x %}{{ x }}{% endwarning %}",
        "{% card x %}{{ x }}{% endcard %}",
        "{% action x x heading=x %}{{ x }}{% endaction %}",
        "{% empty x %}{{ x }}{% endempty %}",
        "{% table x cols %}{% tr %}{% td header=True %}{{ x }}{% endtd %}{% endtr %}{% endtable %}",
        "{{ x|prose }}",
        "{{ x|highlight:x }}",
        "{{ x|highlight:'script alert' }}",
        "{{ x|highlight:'' }}",
        "{% include 'pages/components/timeline.html' with timeline=events %}",
        "{% include 'pages/components/work_list.html' with work=events %}",
        "{% include 'pages/components/task_list.html' with tasks=events %}",
        "{% include 'pages/components/files.html' with files=events %}",
        "{% include 'pages/components/messages.html' with messages=events %}",
        "{% include 'pages/components/receipt.html' with page_title=x reference=x passphrase=x %}",
        "{% include 'pages/components/breadcrumb.html' with breadcrumb=events %}",
    ],
)
def test_it_escapes_what_people_wrote(text):
    event = dict.fromkeys(
        ("title", "text", "by", "url", "tag", "reference", "place", "why", "verb", "name", "note", "hint"), HARD_TEXT
    )
    html = render(
        text, x=HARD_TEXT, cols=[HARD_TEXT], events=[event | {"at": NOW, "due": NOW, "size": 1, "meaning": "late"}]
    )
    assert "<script" not in html.replace("&lt;script", "")
    assert "محمد" in html or "messages" in text
    assert "style=" not in html


def test_it_gives_every_meaning_a_colour_and_keeps_the_word():
    for meaning in COLOUR_BY_MEANING:
        assert f">{meaning}</strong>" in render(f"{{% tag '{meaning}' '{meaning}' %}}")
    with pytest.raises(KeyError, match="the meanings are"):
        render("{% tag 'x' 'wrong' %}")


def test_it_hides_icons_from_screen_readers():
    for name in ICONS:
        assert 'aria-hidden="true"' in render(f"{{% icon '{name}' %}}")


def test_it_says_when_a_value_was_not_given():
    assert "Not given" in render("{% row 'Who saw it' %}  {% endrow %}")


def test_it_tells_change_links_apart():
    html = render("{% row 'Place' change='/x' %}Ward 7{% endrow %}")
    assert 'Change<span class="nhsuk-u-visually-hidden"> place</span>' in html


TABLE = (
    "{% table 'Incidents' cols dense=True %}{% for r in 'ab' %}{% tr highlight=forloop.first %}"
    "{% td header=True %}{{ r }}{% endtd %}{% td %}1{% endtd %}{% endtr %}{% endfor %}{% endtable %}"
)
COLUMNS = [Column("Reference", sort="reference"), Column("Loss", numeric=True)]


def test_it_repeats_the_heading_in_each_cell_for_phones():
    html = render(TABLE, cols=COLUMNS)
    assert html.count('<span class="nhsuk-table__heading" aria-hidden="true">Loss </span>') == 2
    assert html.count('role="rowheader" scope="row"') == 2
    assert html.count('role="cell"') == 2
    assert html.count("hf-row--marked") == 1


def test_it_sorts_by_links_that_keep_the_filters_and_go_to_the_first_page():
    request = RequestFactory().get("/", {"q": "a&b", "before": "x", "sort": "reference"})
    html = render(TABLE, request, cols=COLUMNS, sort="reference")
    assert 'aria-sort="ascending"' in html
    assert 'href="?q=a%26b&amp;sort=-reference"' in html


def test_it_turns_the_order_round_again():
    html = render(TABLE, RequestFactory().get("/"), cols=COLUMNS, sort="-reference")
    assert 'aria-sort="descending"' in html
    assert 'href="?sort=reference"' in html


def test_it_refuses_a_table_without_columns():
    with pytest.raises(TemplateSyntaxError):
        render("{% table 'x' %}{% endtable %}")


def test_it_carries_the_query_through_a_form():
    request = RequestFactory().get("/", {"q": '"><b>', "sort": "x"})
    assert render('{% carry_query "sort" %}', request) == '<input type="hidden" name="q" value="&quot;&gt;&lt;b&gt;">'
    assert render("{% carry_query %}") == ""


def test_it_writes_times_for_people_and_machines():
    assert render("{{ t|near }}", t=NOW - timedelta(hours=1)) == (
        '<time datetime="2026-03-03T13:30+00:00" title="3 March 2026, 13:30">today at 13:30</time>'
    )
    assert render("{{ t|london }}", t=NOW.date()) == '<time datetime="2026-03-03">3 March 2026</time>'
    assert render("{{ t|ago }}{{ n|london }}{{ n|near }}{{ n|ago }}{{ n|time_length }}", t=NOW, n=None).endswith(
        ">just now</time>"
    )


def test_it_makes_paragraphs_of_prose():
    assert render("{{ t|prose }}", t="a\r\nb\n\n \n<c>") == (
        '<p dir="auto" class="hf-prose">a<br>b</p><p dir="auto" class="hf-prose">&lt;c&gt;</p>'
    )
    assert render("{{ t|prose }}", t=None) == ""


def test_it_marks_what_was_searched_for():
    assert (
        render("{{ t|highlight:q }}", t="Ward 7 & WARD 8", q="ward .*")
        == "<mark>Ward</mark> 7 &amp; <mark>WARD</mark> 8"
    )


def test_it_counts_with_the_right_noun():
    assert render("{{ 1|counted:'person,people' }}, {{ 2|counted:'person,people' }}, {{ 2|counted:'day' }}") == (
        "1 person, 2 people, 2 days"
    )


def test_it_says_so_when_nothing_has_happened():
    assert "Nothing has happened yet" in render("{% include 'pages/components/timeline.html' %}")


def test_it_clears_what_was_kept_when_a_message_confirms_it():
    html = render(
        "{% include 'pages/components/messages.html' %}",
        messages=[{"level_tag": "success", "extra_tags": "actions.complete:7"}],
    )
    assert 'data-keep-done="actions.complete:7"' in html
