from __future__ import annotations

import json

import pytest

from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.lookups import MOST, Found, LookupField, matches_as_json
from holdfast.foundation.pages.style_forms import find_colleague, get_colleague


class WitnessForm(PageForm):
    who = LookupField(label="Who saw it?", called="who saw it")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].look_in(find=find_colleague, get=get_colleague)


@pytest.mark.parametrize(
    "sent",
    [
        {"who": "Sam Example", "who_key": "1"},
        {"who": "sam example"},
        {"who": "exam"},
        {"who": "sam", "who_key": "1"},
        {"who": "", "who_key": "1"},
        {"who": "Sam Example\x00", "who_key": "99"},
    ],
)
def test_it_finds_the_one_that_is_meant(sent):
    form = WitnessForm(sent)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["who"] == "1"


def test_it_offers_a_choice_where_the_words_are_doubtful():
    form = WitnessForm({"who": "sam"})
    assert form.errors["who"] == ["More than one matches “sam”. Pick one below."]
    html = str(form)
    assert html.count('name="who_key"') == 2
    assert "Dispatcher, Crawley" in html
    assert 'value="sam"' in html


def test_it_forgets_a_key_when_the_words_say_something_else():
    form = WitnessForm({"who": "Alex Invented", "who_key": "1"})
    assert form.is_valid()
    assert form.cleaned_data["who"] == "3"


def test_it_says_so_when_nothing_matches():
    assert WitnessForm({"who": "<b>"}).errors["who"] == ["Nothing matches “<b>”. Check the spelling"]
    assert "&lt;b&gt;" in str(WitnessForm({"who": "<b>"}))
    assert WitnessForm({}).errors["who"] == ["Enter who saw it"]


def test_it_shows_the_one_that_was_found_before():
    html = str(WitnessForm(initial={"who": "2"}))
    assert 'value="Sam Specimen"' in html
    assert 'name="who_key" value="2"' in html
    assert not WitnessForm({"who": "Sam Specimen", "who_key": "2"}, initial={"who": "2"}).has_changed()


def test_it_gives_what_the_area_found():
    thing = object()
    form = WitnessForm({"who": "x"})
    form.fields["who"].look_in(find=lambda words: [Found("9", "X", thing=thing)], get=lambda key: None)
    assert form.is_valid()
    assert form.cleaned_data["who"] is thing


def test_it_answers_the_script_with_a_few_and_a_count():
    answer = json.loads(matches_as_json([Found(str(n), f"Person {n}") for n in range(MOST + 3)], more=4).content)
    assert len(answer["matches"]) == MOST
    assert answer["more"] == 7
