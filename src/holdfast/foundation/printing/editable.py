"""The file `word` makes: DOCX by python-docx, with Word's own headings, lists and tables."""

from __future__ import annotations

import io
from collections.abc import Mapping

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from holdfast.foundation.printing.papers import (
    Block,
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
from holdfast.foundation.printing.words import printable
from holdfast.kernel import clock

INVENTED = "Demonstration: invented"
NOT_GIVEN = "Not given"
BLUE, WARNING = RGBColor(0x00, 0x5E, 0xB8), RGBColor(0xA6, 0x1B, 0x00)
LINE_TO_SIGN = "_" * 36


def word(sheet: Letter | Paper, *, files: Mapping[str, bytes] | None = None) -> bytes:
    """`sheet` as DOCX, for those who change it or send it on. `files` are the pictures that its blocks name.

    With `sheet.demo` each page says that it is invented, as in the PDF.
    """
    document = Document()
    _set_up(document, sheet)
    if isinstance(sheet, Letter):
        _letter_head(document, sheet)
    else:
        _paper_head(document, sheet)
    for block in sheet.blocks:
        _add(document, block, files or {})
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: WordDocument, sheet: Letter | Paper) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.language = (
        _text(sheet.title)[:255],
        _text(sheet.house)[:255],
        "en-GB",
    )
    properties.comments = INVENTED if sheet.demo else ""
    properties.created = properties.modified = clock.now().replace(tzinfo=None)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(22)
    handling = sheet.handling if isinstance(sheet, Paper) else ""
    said = [each for each in (handling, sheet.draft, INVENTED if sheet.demo else "") if each]
    if said:
        header = section.header.paragraphs[0]
        header.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = header.add_run(_text(" · ".join(said)))
        run.bold, run.font.color.rgb = True, WARNING
    footer = section.footer.paragraphs[0]
    footer.add_run(_text(" · ".join(each for each in (sheet.house, sheet.reference) if each)) + "\tPage ")
    _page_number(footer.add_run())


def _page_number(run: Run) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _letter_head(document: WordDocument, letter: Letter) -> None:
    _house(document, letter.house)
    for lines in (letter.sender, letter.address):
        if lines:
            _lines(document.add_paragraph(), "\n".join(lines))
    reference = f"\nOur reference: {letter.reference}" if letter.reference else ""
    _lines(document.add_paragraph(), f"{letter.day}{reference}")
    document.add_heading(_text(letter.title), level=1)


def _paper_head(document: WordDocument, paper: Paper) -> None:
    _house(document, paper.house)
    document.add_heading(_text(paper.title), level=1)
    for text in (paper.about, " · ".join(each for each in (paper.reference, paper.day) if each)):
        if text:
            _lines(document.add_paragraph(), text)


def _house(document: WordDocument, house: str) -> None:
    run = document.add_paragraph().add_run(_text(house))
    run.bold, run.font.size, run.font.color.rgb = True, Pt(15), BLUE


def _add(document: WordDocument, block: Block, files: Mapping[str, bytes]) -> None:
    match block:
        case Heading():
            document.add_heading(_text(block.text), level=block.level)
        case Words():
            _lines(document.add_paragraph(), block.text, bold=block.strong)
        case Points():
            for line in block.lines:
                _lines(document.add_paragraph(style="List Number" if block.numbered else "List Bullet"), line)
        case Facts():
            _table(
                document, ("What", "Recorded"), tuple((name, value or NOT_GIVEN) for name, value in block.rows), (1, 2)
            )
        case Table():
            _lines(document.add_paragraph(), block.caption, bold=True)
            _table(document, block.head, block.rows, block.widths)
        case Picture():
            _picture(document, block, files)
        case Signature():
            _lines(document.add_paragraph(), f"\n\n{LINE_TO_SIGN}")
            _lines(document.add_paragraph(), block.name, bold=True)
            if block.post:
                _lines(document.add_paragraph(), block.post)
        case NewPage():
            document.add_page_break()


def _table(
    document: WordDocument, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], widths: tuple[int, ...]
) -> None:
    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    repeated = OxmlElement("w:tblHeader")  # the head comes again on each page, and a screen reader knows it as head
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for cell, name in zip(table.rows[0].cells, head, strict=True):
        _lines(cell.paragraphs[0], name, bold=True)
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            _lines(cell.paragraphs[0], value)
    shares = widths if len(widths) == len(head) else (1,) * len(head)
    for column, share in zip(table.columns, shares, strict=True):
        for cell in column.cells:
            cell.width = Mm(166 * share // sum(shares))
    document.add_paragraph()


def _picture(document: WordDocument, block: Picture, files: Mapping[str, bytes]) -> None:
    shape = document.add_picture(io.BytesIO(files[block.file]), width=Mm(130))
    shape._inline.docPr.set("descr", _text(block.alternative))
    if block.caption:
        _lines(document.add_paragraph(), block.caption, bold=True)


def _lines(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    paragraph.add_run(_text(text)).bold = bold  # python-docx turns each line end into a break


def _text(text: str) -> str:
    return str(printable(text))
