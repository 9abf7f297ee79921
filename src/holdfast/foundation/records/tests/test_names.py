from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.foundation.records.rules.names import LONGEST, clean_name, clean_words

JPEG = (".jpg", ".jpeg")
TEXT = (".txt",)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("photo.jpg", "photo.jpg"),
        ("PHOTO.JPEG", "PHOTO.jpeg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\me\\door.jpg", "door.jpg"),
        ("no ending", "no ending.jpg"),
        ("holiday.exe", "holiday.jpg"),
        ("pic\x00ture.jpg\x00.exe", "picture.jpg.jpg"),
        ("evil\u202egpj.exe", "evilgpj.jpg"),
        ("صورة الباب.jpg", "صورة الباب.jpg"),
        ("👩🏽‍🚒 at work.jpg", "👩🏽🚒 at work.jpg"),
        ("con.jpg", "file con.jpg"),
        ("LPT1", "file LPT1.jpg"),
        ("", "file.jpg"),
        (".jpg", "file.jpg"),
        ("...", "file.jpg"),
        ("a<b>:c|d?.jpg", "a b c d.jpg"),
        ("line\r\nbreak.jpg", "line break.jpg"),
        ("trailing. .jpg", "trailing.jpg"),
    ],
)
def test_it_cleans_a_name(sent: str, kept: str) -> None:
    assert clean_name(sent, JPEG) == kept


def test_it_lets_no_script_leave_under_its_own_ending() -> None:
    assert clean_name("run.bat", TEXT) == "run.txt"


def test_it_keeps_a_long_name_short_and_its_ending_whole() -> None:
    name = clean_name("é" * 4000 + ".jpeg", JPEG)
    assert len(name) == LONGEST
    assert name.endswith("é.jpeg")


@given(st.text(max_size=200))
def test_it_always_gives_a_name_that_is_safe_to_write(sent: str) -> None:
    name = clean_name(sent, JPEG)
    assert name.endswith(JPEG)
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(unicodedata.category(letter) in ("Cc", "Cf", "Cs") for letter in name)
    assert 4 < len(name) <= LONGEST
    assert clean_name(name, JPEG) == name


def test_it_brings_words_to_one_line_without_what_cannot_be_seen() -> None:
    assert clean_words("a\x00b\n c\u202e\td", 100) == "ab c d"
