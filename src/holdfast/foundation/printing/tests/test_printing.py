from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pypdf
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from holdfast.foundation.printing import LETTER, PAPER, CannotPrint, pdf, word
from holdfast.foundation.printing.papers import (
    Facts,
    Heading,
    Letter,
    NewPage,
    Paper,
    Picture,
    Points,
    Signature,
    Table,
    Words,
)

BLOCKS = (
    Words("Dear resident\nof this house"),
    Heading("What we ask"),
    Points(("be civil", "keep away")),
    Points(("first", "second"), numbered=True),
    Facts((("Where", "Ward 4"), ("When", ""))),
    Table("What it cost", ("What", "Pounds"), (("A door", "£1,200.00"),), (2, 1)),
    NewPage(),
    Signature("Robin Vale", "Chief executive"),
)
A_LETTER = Letter(
    house="Harbour Example Trust",
    sender=("Security team", "1 Quay Street"),
    address=("A. Person", "2 Sea Road"),
    day="3 March 2026",
    reference="SAN-2026-00001",
    title="How we ask you to behave",
    blocks=BLOCKS,
)
A_PAPER = Paper(
    house="Harbour Example Trust", title="A paper", blocks=BLOCKS, contents=True, handling="Official-Sensitive"
)


def reader(made: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made))


def text_of(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in reader(made).pages)


def words_of(made: bytes) -> str:
    document = Document(io.BytesIO(made))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_it_makes_a_tagged_pdf_in_english_with_title_and_author():
    made = reader(pdf(LETTER, A_LETTER))
    assert made.metadata.title == "How we ask you to behave"
    assert made.metadata.author == "Harbour Example Trust"
    assert made.root_object["/MarkInfo"]["/Marked"]
    assert made.root_object["/Lang"] == "en-GB"
    assert "/StructTreeRoot" in made.root_object
    assert b"pdfuaid:part" in made.root_object["/Metadata"].get_data()


def test_it_sets_every_kind_of_block_in_both_files():
    for text in (text_of(pdf(LETTER, A_LETTER)), text_of(pdf(PAPER, A_PAPER)), words_of(word(A_LETTER))):
        for expected in ("of this house", "What we ask", "keep away", "second", "Not given", "£1,200.00", "Robin Vale"):
            assert expected in text


def test_it_uses_the_font_that_set_up_brought():
    fonts = reader(pdf(LETTER, A_LETTER)).pages[0]["/Resources"]["/Font"]
    assert any("Arimo" in font.get_object()["/BaseFont"] for font in fonts.values())


def test_it_never_takes_words_for_markup():
    nasty = '#read("/etc/passwd") *bold* $x$ @label <b> = Heading \\ " ]#'
    made = pdf(LETTER, replace(A_LETTER, title=nasty, blocks=(Words(nasty),)))
    assert text_of(made).replace("\n", " ").count('#read("/etc/passwd") *bold* $x$ @label <b> = Heading \\ " ]#') == 2
    assert nasty in words_of(word(replace(A_LETTER, blocks=(Words(nasty),))))


def test_it_names_a_character_that_no_font_has_and_drops_what_shows_nothing():
    said = text_of(pdf(LETTER, replace(A_LETTER, blocks=(Words("Hit\x00 me 😀 twice 😀"),)))).replace("\n", " ")
    assert "Hit me [grinning face] twice [grinning face]" in said
    assert "Hit me 😀" in words_of(word(replace(A_LETTER, blocks=(Words("Hit\x00 me 😀"),))))


def test_it_writes_no_words_backwards() -> None:
    turned = replace(A_LETTER, blocks=(Words("Said \u202edelivered\u2066 by hand"),))
    assert "Said delivered by hand" in text_of(pdf(LETTER, turned))
    assert "Said delivered by hand" in words_of(word(turned))


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=40))
def test_it_prints_whatever_people_write(words):
    letter = replace(A_LETTER, title=f"About {words}", blocks=(Words(words),))
    assert pdf(LETTER, letter).startswith(b"%PDF")
    assert zipfile.ZipFile(io.BytesIO(word(letter))).testzip() is None


def test_it_says_on_every_page_that_a_demonstration_is_invented():
    pages = reader(pdf(LETTER, replace(A_LETTER, demo=True))).pages
    assert len(pages) == 2
    assert all("Demonstration: invented" in page.extract_text() for page in pages)
    assert "Demonstration" not in text_of(pdf(LETTER, A_LETTER))
    header = Document(io.BytesIO(word(replace(A_LETTER, demo=True)))).sections[0].header
    assert header.paragraphs[0].text == "Demonstration: invented"


def test_it_puts_handling_and_draft_on_every_page():
    paper = replace(A_PAPER, draft="Draft: not approved")
    for page in reader(pdf(PAPER, paper)).pages:
        assert "Official-Sensitive" in page.extract_text()
        assert "Draft: not approved" in page.extract_text()


def test_it_shows_a_picture_with_words_for_those_who_do_not_see_it():
    png = io.BytesIO()
    Image.new("RGB", (30, 20), "blue").save(png, "PNG")
    paper = replace(A_PAPER, blocks=(Picture("door.png", "A door with a broken lock", "The door"),))
    made = reader(pdf(PAPER, paper, files={"door.png": png.getvalue()}))
    assert len(made.pages[0].images) == 1
    assert b"A door with a broken lock" in word_xml(word(paper, files={"door.png": png.getvalue()}))


def word_xml(made: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml")


def test_it_takes_a_layout_of_an_areas_own(tmp_path):
    layout = tmp_path / "own.typ"
    layout.write_text('#import "house.typ": *\n#show: house.with(title: "Own")\n= Own\n#data.said')
    assert "hello" in text_of(pdf(layout, {"said": "hello", "house": "Harbour", "demo": True}))


def test_it_leaves_no_level_of_headings_out():
    headings = (Heading("Deep", 4), Heading("Deeper", 4), Heading("Two", 2), Heading("Four", 4))
    for sheet in (replace(A_PAPER, blocks=headings), replace(A_LETTER, blocks=headings)):
        assert [block.level for block in sheet.blocks] == [2, 3, 2, 3]
    assert pdf(PAPER, replace(A_PAPER, blocks=headings)).startswith(b"%PDF")


def test_it_says_what_is_wrong_with_a_layout(tmp_path):
    layout = tmp_path / "own.typ"
    layout.write_text('#import "house.typ": *\n#show: house.with(title: "Own")\n#data.missing')
    with pytest.raises(CannotPrint, match="missing"):
        pdf(layout, {})


def test_it_says_that_a_picture_is_damaged():
    paper = replace(A_PAPER, blocks=(Picture("door.png", "A door"),))
    with pytest.raises(CannotPrint, match="image"):
        pdf(PAPER, paper, files={"door.png": b"not a picture"})


@pytest.mark.parametrize("name", ["../door.png", "main.typ", "house.typ"])
def test_it_refuses_a_file_that_is_no_picture_of_its_own(name):
    with pytest.raises(ValueError, match="plain name"):
        pdf(PAPER, A_PAPER, files={name: b""})
