"""The forms of the living style page: one of each field, with text that tries to break it."""

from __future__ import annotations

from typing import Any

from holdfast.foundation.pages.day_fields import LondonDateField, LondonDateTimeField
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
)
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.lookups import Found, LookupField
from holdfast.foundation.pages.widgets import Line

HARD_TEXT = "<script>alert(1)</script> & Zoë O’Brien, محمد عبد الله, 👩🏽‍🚒"
LONG_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
SITES = tuple(
    (f"site-{n}", f"{name} ambulance station {n}")
    for n, name in enumerate(
        ("Ashford", "Banbury", "Brighton", "Chertsey", "Dorking", "Épsom", "Gatwick", "Hastings") * 14, 1
    )
)


COLLEAGUES = (
    Found("1", "Sam Example", "Paramedic, Gatwick"),
    Found("2", "Sam Specimen", "Dispatcher, Crawley"),
    Found("3", "Alex Invented", HARD_TEXT),
)


def find_colleague(words: str) -> list[Found]:
    """Colleagues whose name has every word of `words`."""
    return [one for one in COLLEAGUES if all(word in one.title.lower() for word in words.lower().split())]


def get_colleague(key: str) -> Found | None:
    """The colleague behind a key."""
    return next((one for one in COLLEAGUES if one.key == key), None)


class EveryField(PageForm):
    """One of each field."""

    happened_at = LondonDateTimeField(
        label="When did it happen?",
        called="the time it happened",
        past=True,
        quick=True,
        help_text="For example, 27 3 2026 and 14:30. Your best guess is fine.",
    )
    site = ChoiceOfMany(
        label="Which site was it at?", called="the site", choices=SITES, help_text="Start to type its name"
    )
    kind = ChoiceOfOne(
        label="What kind of thing was it?",
        called="what kind of thing it was",
        choices=[
            ("assault", "Someone was attacked or threatened"),
            ("theft", "Something was taken"),
            ("other", "Something else"),
        ],
        hints={
            "assault": "Being spat at or touched sexually is an attack",
            "theft": "From the trust, a patient or you",
        },
        divider_before={"other": "or"},
    )
    taken = OneLineField(label="What was taken?", called="what was taken", limit=80)
    loss = MoneyField(label="What is it worth?", called="what it is worth", required=False, help_text="A guess will do")
    hurt = YesNoField(label="Was anyone hurt?", called="whether anyone was hurt")
    injury = LongTextField(label="What is the injury?", called="the injury", limit=500, rows=3)
    weapons = SeveralChoices(
        label="Was any of these used?",
        called="what was used, or none of these",
        choices=[("knife", "A knife or blade"), ("thrown", "Something thrown"), ("none", "None of these")],
        divider_before={"none": "or"},
        exclusive=["none"],
    )
    account = LongTextField(
        label="Tell us what happened", called="what happened", limit=2000, help_text="In your own words"
    )
    witness = LookupField(label="Which colleague saw it?", called="the colleague", required=False)
    seen_by = WholeNumberField(label="How many people saw it?", called="the number of people", required=False)
    born = LondonDateField(label="Date of birth", called="the date of birth", past=True, birthday=True, required=False)
    phone = OneLineField(
        label="A number we can call",
        called="a phone number",
        required=False,
        limit=30,
        widget=Line(width=20, autocomplete="tel", inputmode="tel"),
    )
    photos = SeveralFilesField(
        label="Photos or papers",
        called="a photo",
        required=False,
        kinds=["jpg", "png", "pdf"],
        help_text="Up to 10 files of 20 MB",
    )

    reveals = {"kind": {"theft": ["taken", "loss"]}, "hurt": {"yes": ["injury"]}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["witness"].look_in(find=find_colleague, get=get_colleague, source="/colleagues")


class ListFilters(PageForm):
    """A filter panel."""

    q = OneLineField(label="Words", required=False)
    state = SeveralChoices(
        label="State",
        required=False,
        small=True,
        choices=[("open", "Open"), ("closed", "Closed"), ("restricted", "Restricted")],
    )
    since = LondonDateField(label="Since", required=False)
