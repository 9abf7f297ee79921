from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from holdfast.foundation.pages.fields import (
    ChoiceOfMany,
    ChoiceOfOne,
    LongTextField,
    MoneyField,
    OneLineField,
    SeveralChoices,
    SeveralFilesField,
    WholeNumberField,
    YesNoField,
    tidy,
)
from holdfast.foundation.pages.forms import PageForm

EMOJI = "👩🏽‍🚒"


def refusal(field, value):
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.messages


def test_it_drops_nulls_and_control_characters():
    assert OneLineField().clean("Ward\x00 7\x07\x1b[31m") == "Ward 7[31m"
    assert LongTextField().clean("one\r\ntwo\rthree\x0b") == "one\ntwo\nthree"


def test_it_drops_marks_that_turn_a_line_but_keeps_scripts_and_emoji():
    assert tidy("\u202egnp.exe", lines=False) == "gnp.exe"
    for text in ("محمد عبد الله", "שלום", "\u200fA", EMOJI, "नमस्ते", "a\u200db"):
        assert tidy(text, lines=False) == text


def test_it_makes_one_form_of_each_letter():
    assert OneLineField().clean("Zoe\u0308") == "Zoë"


def test_it_keeps_paragraphs_but_no_white_space_at_line_ends():
    assert LongTextField().clean("  one \t\n\n  two  \n") == "one\n\n  two"
    assert OneLineField().clean(" one\n two ") == "one two"


def test_it_refuses_over_long_text_and_says_by_how_much():
    assert refusal(LongTextField(called="the account", limit=2000), "x" * 2004) == [
        "The account must be 2,000 characters or less. You have entered 2,004"
    ]


def test_it_counts_after_tidying():
    assert LongTextField(limit=5).clean("a\r\nb\r\nc\x00\x00") == "a\nb\nc"


def test_it_refuses_text_that_is_too_short():
    assert refusal(OneLineField(called="why", shortest=10), "no") == ["Why must be 10 characters or more"]


def test_it_takes_white_space_for_nothing():
    assert OneLineField(required=False).clean(" \u200b\x00 \n".replace("\u200b", "")) == ""
    assert refusal(OneLineField(), "\x00") == ["This field is required."]


@given(st.text())
def test_it_tidies_to_something_that_stays_as_it_is(text):
    once = tidy(text, lines=True)
    assert tidy(once, lines=True) == once
    assert "\x00" not in once
    assert "\r" not in once
    once.encode()  # no half of a surrogate pair, which no database takes


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("1200", "1200"),
        ("£1,200", "1200"),
        ("1,200.50", "1200.50"),
        ("0.5", "0.5"),
        ("1200 pounds", "1200"),
        ("£ 3", "3"),
    ],
)
def test_it_reads_money(text, pounds):
    assert MoneyField().clean(text) == Decimal(pounds)


@pytest.mark.parametrize("text", ["a lot", "-3", "1.234", "1,20", "1e5", "NaN", "£", "12,34,567"])
def test_it_refuses_what_is_no_sum(text):
    assert refusal(MoneyField(called="the loss"), text) == ["The loss must be in pounds, like 1200 or 1200.50"]


def test_it_refuses_a_sum_over_the_highest():
    assert refusal(MoneyField(called="the loss", highest=100), "100.01") == ["The loss must be £100 or less"]


@given(st.decimals(0, 10**8, places=2))
def test_it_shows_a_sum_as_it_reads_it(pounds):
    assert MoneyField().clean(MoneyField().prepare_value(pounds)) == pounds


def test_it_reads_whole_numbers_within_limits():
    field = WholeNumberField(called="the number of people", lowest=1, highest=99)
    assert field.clean(" 12 ") == 12
    assert refusal(field, "0") == ["The number of people must be between 1 and 99"]
    assert refusal(field, "1.5") == ["The number of people must be a whole number, like 3"]
    assert refusal(field, "9" * 400) == ["The number of people must be a whole number, like 3"]


def test_it_tells_yes_from_no_and_from_not_known():
    field = YesNoField(unsure="Not known", required=False)
    assert [field.clean(text) for text in ("yes", "no", "unsure", "")] == [True, False, None, None]
    assert refusal(YesNoField(), "maybe") == ["Select one of the answers shown"]
    assert YesNoField().prepare_value(value=False) == "no"


def test_it_refuses_none_of_these_beside_another():
    field = SeveralChoices(choices=[("knife", "A knife"), ("none", "None of these")], exclusive=["none"])
    assert field.clean(["none"]) == ["none"]
    assert refusal(field, ["knife", "none"]) == ["Select “None of these” or the other answers, not both"]


def test_it_refuses_a_choice_that_was_not_offered():
    assert refusal(ChoiceOfOne(choices=[("a", "A")]), "<script>") == ["Select one of the answers shown"]
    assert ChoiceOfMany(choices=lambda: [("a", "A")]).clean("a") == "a"


class _Files(PageForm):
    photos = SeveralFilesField(called="a photo", most=2, largest=10, kinds=["jpg"], required=False)


def files(*pairs):
    return MultiValueDict({"photos": [SimpleUploadedFile(name, content) for name, content in pairs]})


def test_it_takes_several_files():
    form = _Files({}, files(("a.jpg", b"1"), ("b.JPG", b"2")))
    assert form.is_valid()
    assert [upload.name for upload in form.cleaned_data["photos"]] == ["a.jpg", "b.JPG"]
    assert _Files({}, MultiValueDict()).is_valid()


def test_it_names_each_file_to_leave_out():
    form = _Files({}, files(("a.exe", b"1"), ("b.jpg", b"x" * 11)))
    assert form.errors["photos"] == ["a.exe must be one of these kinds: JPG", "b.jpg must be smaller than 10 bytes"]
    assert _Files({}, files(("a.jpg", b""))).errors["photos"] == ["a.jpg is empty"]
    assert _Files({}, files(*[(f"{n}.jpg", b"1") for n in range(3)])).errors["photos"] == [
        "Choose 2 files or fewer. You have chosen 3"
    ]


def test_it_chooses_nothing_from_a_long_list_that_nobody_chose():
    class Where(PageForm):
        site = ChoiceOfMany(called="the site")

    form = Where({})
    form.fields["site"].choices = [("a", "Ashford")]
    form.fields["site"].choices = form.fields["site"].choices
    assert list(form.fields["site"].choices) == [("", ""), ("a", "Ashford")]
    assert list(form["site"].field.widget.choices) == [("", ""), ("a", "Ashford")]
    assert form.errors == {"site": ["Select the site"]}
