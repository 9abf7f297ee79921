"""Reading a table out of a CSV or XLSX file as people save them. Plain Python: no database, no clock."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar |", "¬": "¬"}
ENCODINGS = {"utf-8": "UTF-8", "windows-1252": "Windows-1252 (older Windows programs)", "utf-16": "UTF-16"}

LARGEST_UNPACKED = 400 * 1024 * 1024
MOST_LINES = 200_000
MOST_COLUMNS = 300
MOST_EMPTY_LINES = 500
"""So many empty lines one after another end a sheet: a formatted but empty sheet claims a million."""

STUMBLES = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError),  # RuntimeError: the file has a password
    SyntaxError,  # what both XML parsers raise, that of lxml in a class of its own
    *(InvalidFileException, AttributeError, LookupError, TypeError, ValueError),
)
"""What openpyxl raises over a workbook that was damaged, or written so that a reader stumbles over it."""


class UnreadableTable(Exception):
    """The file is no table that can be read. Says why and what to do."""


@dataclass(frozen=True)
class Line:
    """One line that is not empty: its number in the file (of its first line of text) and its cells, trimmed."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """All filled lines of a file, and how it was read. A sheet and sheets only for XLSX, the rest only for CSV."""

    name: str
    lines: tuple[Line, ...]
    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    @property
    def is_workbook(self) -> bool:
        """True for XLSX."""
        return bool(self.sheets)


def read_table(
    content: bytes, name: str, *, sheet: str = "", delimiter: str = "", encoding: str = "", breaks: bool = False
) -> Table:
    """Read a CSV (any of DELIMITERS and ENCODINGS, found out unless given) or an XLSX, told by content.

    `sheet` names one of the workbook's visible sheets; without it, the one with most lines is read. Dates in XLSX come
    as yyyy-mm-dd, times of day as hh:mm, whole numbers without a point. `breaks` keeps the line breaks within cells,
    which a list of names has only by mistake and a text by intent. Raises UnreadableTable.
    """
    if not content.strip():
        raise UnreadableTable(f"{name} is empty.")
    if content[:4] == b"PK\x03\x04":
        return _read_workbook(content, name, sheet, breaks)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise UnreadableTable(
            f"{name} is an old Excel file (.xls) or is locked with a password. Open it in Excel and save it as "
            "“Excel Workbook (.xlsx)” or “CSV UTF-8”, without a password."
        )
    if content[:5] == b"%PDF-":
        raise UnreadableTable(f"{name} is a PDF. Holdfast needs the list itself, as CSV or XLSX.")
    return _read_csv(content, name, delimiter, encoding, breaks)


def table_to_bytes(table: Table) -> bytes:
    """A table as it can be kept and read back by `table_from_bytes`, which is many times faster than a workbook."""
    lines = [[line.number, *line.cells] for line in table.lines]
    told = {"name": table.name, "sheet": table.sheet, "sheets": table.sheets, "lines": lines}
    return gzip.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), compresslevel=1)


def table_from_bytes(content: bytes) -> Table:
    """A table that `table_to_bytes` wrote."""
    told = json.loads(gzip.decompress(content))
    lines = tuple(Line(number, tuple(cells)) for number, *cells in told["lines"])
    return Table(told["name"], lines, sheet=told["sheet"], sheets=tuple(told["sheets"]))


def _read_csv(content: bytes, name: str, delimiter: str, encoding: str, breaks: bool) -> Table:
    text, encoding = decode(content, encoding)
    if delimiter and len(delimiter) != 1:
        raise UnreadableTable("The delimiter must be one character.")
    delimiter = delimiter or find_delimiter(text)
    tidy = _tidy_lines if breaks else _tidy
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines: list[Line] = []
    number = 1
    try:
        for cells in reader:
            here, number = number, reader.line_num + 1
            tidied = tuple(tidy(cell) for cell in cells)
            if any(tidied):
                lines.append(Line(here, tidied))
                _must_be_bearable(len(lines), len(tidied), name)
    except csv.Error as error:
        raise UnreadableTable(f"{name}, line {reader.line_num}: {error}.") from None
    if not lines:
        raise UnreadableTable(f"{name} is empty.")
    return Table(name, tuple(lines), delimiter=delimiter, encoding=encoding)


def decode(content: bytes, encoding: str = "") -> tuple[str, str]:
    """The text in `content` and its encoding: a byte order mark counts most, then UTF-8, then Windows-1252.

    Raises UnreadableTable when `encoding` is given and does not fit.
    """
    if encoding:
        try:
            wanted = "utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding
            return content.decode(wanted), encoding
        except LookupError:
            raise UnreadableTable(f"“{encoding}” is no encoding. Try utf-8 or windows-1252.") from None
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise UnreadableTable(f"Line {line} is not in {encoding}. Try another encoding.") from None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), "utf-16"
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("windows-1252", errors="replace"), "windows-1252"


def find_delimiter(text: str) -> str:
    """The delimiter that parts most of the first lines into the same number of cells, more than one.

    Title lines have other numbers of cells, and a comma may stand inside a title, so agreement counts and not the
    number of commas.
    """
    beginning = "\n".join(text.splitlines()[:60])
    best, best_score = ",", 0
    for delimiter in DELIMITERS:
        try:
            wide = [
                len(cells)
                for cells in csv.reader(io.StringIO(beginning, newline=""), delimiter=delimiter)
                if len(cells) > 1
            ]
        except csv.Error:
            continue
        if not wide:
            continue
        common = max(set(wide), key=lambda width: (wide.count(width), width))
        score = wide.count(common) * min(common, 40)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _read_workbook(content: bytes, name: str, wanted: str, breaks: bool) -> Table:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(member.file_size for member in packed.infolist()) > LARGEST_UNPACKED:
                raise UnreadableTable(f"{name} unpacks to more than {LARGEST_UNPACKED // 1024 // 1024} MB.")
            if "xl/workbook.xml" not in packed.namelist():
                raise UnreadableTable(f"{name} is no Excel workbook (.xlsx). Save the list as XLSX or CSV.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except STUMBLES as error:
        raise UnreadableTable(f"{name} is damaged and cannot be read ({type(error).__name__}).") from None
    try:
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        titles = tuple(sheet.title for sheet in visible)
        if wanted and wanted not in titles:
            raise UnreadableTable(f"{name} has no sheet called “{wanted}”. It has: {', '.join(titles)}.")
        read = {sheet.title: _sheet_lines(sheet, name, breaks) for sheet in visible if wanted in ("", sheet.title)}
    except STUMBLES as error:
        raise UnreadableTable(f"{name} is damaged and cannot be read ({type(error).__name__}).") from None
    finally:
        book.close()
    sheet = wanted or max(read, key=lambda title: len(read[title]), default="")
    if not read.get(sheet):
        raise UnreadableTable(f"{name} has nothing in it." if not wanted else f"The sheet “{wanted}” is empty.")
    return Table(name, tuple(read[sheet]), sheet=sheet, sheets=titles)


def _sheet_lines(sheet: Any, name: str, breaks: bool) -> list[Line]:
    lines: list[Line] = []
    sheet.reset_dimensions()  # some programs write wrong ones, and then rows are cut off
    empty = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [cell_text(value, breaks=breaks) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            empty += 1
            if empty > MOST_EMPTY_LINES:
                break
            continue
        empty = 0
        lines.append(Line(number, tuple(cells)))
        _must_be_bearable(len(lines), len(cells), name)
    return lines


def cell_text(value: Any, *, breaks: bool = False) -> str:
    """What a spreadsheet's cell says, as text: 12345678.0 is 12345678, midnight of a day is the day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return (_tidy_lines if breaks else _tidy)(str(value))


def _tidy(cell: str) -> str:
    """Without blanks around and doubled ones within, and without what no database keeps."""
    cell = re.sub("[\x00\ud800-\udfff\ufeff\u200b]", "", cell)
    return " ".join(unicodedata.normalize("NFC", cell).split())


def _tidy_lines(cell: str) -> str:
    """As _tidy, line by line: at most one empty line stays between two others. Most cells have one line."""
    if "\n" not in cell and "\r" not in cell:
        return _tidy(cell)
    lines = [_tidy(line) for line in cell.replace("_x000D_", "").splitlines()]
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()


def _must_be_bearable(lines: int, columns: int, name: str) -> None:
    if lines > MOST_LINES:
        raise UnreadableTable(f"{name} has more than {MOST_LINES:,} lines. Cut it in two.")
    if columns > MOST_COLUMNS:
        raise UnreadableTable(f"{name} has more than {MOST_COLUMNS} columns: another character may part them.")
