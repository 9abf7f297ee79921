"""Reading the files of the Organisation Data Service (ODS). Plain Python: no database, no clock.

The `etr` (trusts), `ets` (trust sites) and `etrust` (both) files have no header, 27 quoted columns, CRLF and dates as
yyyymmdd. Source: ODS specification of `etrust`, and the files themselves. In `ets` column 15 names a site's trust; in
`etrust` it is empty.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Literal

from .shown_names import shown_address

Kind = Literal["etr", "ets", "etrust"]
KINDS: dict[Kind, str] = {"etr": "trusts", "ets": "sites", "etrust": "trusts and sites"}

COLUMNS = 27
LARGEST = 200 * 1024 * 1024
"""A file that unpacks to more bytes than this is refused: the whole of `ets` is about 12 MB."""

_CODE = re.compile(r"[A-Z0-9]{3,9}")
_HEADINGS = frozenset({"organisationcode", "organisationid", "orgcode", "code", "name", "organisationname"})


class UnreadableOds(Exception):
    """The file is not one of the ODS files, or cannot be read. Says why and what to do."""


@dataclass(frozen=True)
class OdsRow:
    """One organisation as published; `line` is its line in the file, `parent` what column 15 says, mostly nothing."""

    line: int
    code: str
    name: str
    region_code: str
    geography_code: str
    address: str
    postcode: str
    opened: date | None
    closed: date | None
    telephone: str
    parent: str


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be used, and why."""

    line: int
    code: str
    reason: str


@dataclass(frozen=True)
class OdsFile:
    """What a file says: rows that can be used, in their order, and those that cannot."""

    name: str
    kind: Kind
    rows: tuple[OdsRow, ...]
    bad: tuple[BadRow, ...]


@dataclass
class SortedOut:
    """The rows of a file told apart: trusts, sites with the code of their trust, and rows of no known trust."""

    trusts: list[OdsRow] = field(default_factory=list)
    sites: list[tuple[OdsRow, str]] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)


def read_ods(
    content: bytes, name: str, *, kind: Kind | None = None, delimiter: str = "", encoding: str = ""
) -> OdsFile:
    """Read an ODS file: .csv, .csv.gz, or a .zip with one of these in it, told by content and not by name.

    `kind` is taken from the name of the file (or of the file in the zip) and from column 15 when it is not given;
    `delimiter` and `encoding` are a comma and UTF-8 unless given. Raises UnreadableOds.
    """
    content, name = unpack(content, name)
    text = _decode(content, encoding)
    rows: list[OdsRow] = []
    bad: list[BadRow] = []
    seen: dict[str, int] = {}
    days: dict[str, date | None] = {"": None}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or ",")
    line = 1
    try:
        for cells in reader:
            here, line = line, reader.line_num + 1
            if here == 1:
                _must_be_ods(cells, text, delimiter)
            if not any(cells):
                continue
            try:
                row = _row(here, cells, days)
                if row.code in seen:
                    raise ValueError(f"the code {row.code} stands on line {seen[row.code]} already")
            except ValueError as fault:
                bad.append(BadRow(here, cells[0].strip()[:20], str(fault)))
                continue
            seen[row.code] = here
            rows.append(row)
    except csv.Error as error:
        raise UnreadableOds(f"{name}, line {reader.line_num}: not a CSV file ({error}).") from None
    if not rows and not bad:
        raise UnreadableOds(f"{name} is empty.")
    return OdsFile(name, kind or _kind(name, rows), tuple(rows), tuple(bad))


def sort_out(file: OdsFile, known_trusts: Collection[str]) -> SortedOut:
    """Tell trusts from sites, and find each site's trust.

    In `etr` every row is a trust, in `ets` every row a site of the trust in column 15. In `etrust` a code of three
    characters, or one in `known_trusts`, is a trust; a site belongs to the trust with the longest known code that its
    own code begins with. A code is never cut to find the trust: trusts opened since 2024 have five characters.
    """
    out = SortedOut()
    if file.kind == "etr":
        out.trusts = list(file.rows)
        return out
    known = set(known_trusts)
    if file.kind == "ets":
        for row in file.rows:
            if row.parent in known:
                out.sites.append((row, row.parent))
            else:
                why = (
                    f"its trust {row.parent} is not known: import the etr file first"
                    if row.parent
                    else "no trust given"
                )
                out.bad.append(BadRow(row.line, row.code, why))
        return out
    out.trusts = [row for row in file.rows if len(row.code) == 3 or row.code in known]
    known |= {row.code for row in out.trusts}
    lengths = sorted({len(code) for code in known}, reverse=True)
    for row in file.rows:
        if row.code in known:
            continue
        owner = next(
            (row.code[:length] for length in lengths if length < len(row.code) and row.code[:length] in known), ""
        )
        if owner:
            out.sites.append((row, owner))
        else:
            why = "no known trust's code begins its code: import the etr file first, or use the ets file"
            out.bad.append(BadRow(row.line, row.code, why))
    return out


def unpack(content: bytes, name: str) -> tuple[bytes, str]:
    """The CSV in `content`, taken out of gzip or zip where it lies in one, and its name. Raises UnreadableOds."""
    try:
        if content[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
                inner = packed.read(LARGEST + 1)
            name = re.sub(r"\.gz$", "", name, flags=re.IGNORECASE)
        elif content[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                members = [member for member in packed.namelist() if member.lower().endswith(".csv")]
                if len(members) != 1:
                    raise UnreadableOds(f"{name} holds {len(members)} CSV files; one is expected.")
                with packed.open(members[0]) as member:
                    inner = member.read(LARGEST + 1)
                name = PurePath(members[0]).name
        else:
            inner = content
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError) as error:
        raise UnreadableOds(f"{name} is damaged and cannot be unpacked ({error}).") from None
    if len(inner) > LARGEST:
        raise UnreadableOds(f"{name} unpacks to more than {LARGEST // 1024 // 1024} MB: that is no ODS file.")
    return inner, name


_OF_THE_WEBSITE = (
    "The columns are parted by ¬, as in the lists of the NHS website. Holdfast reads the ODS files etr, ets and "
    "etrust, which have commas; if this is one of them, give ¬ as the delimiter."
)


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding or "utf-8-sig")
    except LookupError:
        raise UnreadableOds(f"“{encoding}” is no encoding. Try utf-8 or windows-1252.") from None
    except UnicodeDecodeError as error:
        if not encoding and b"\xac" in content.split(b"\n", 1)[0]:
            raise UnreadableOds(f"{_OF_THE_WEBSITE} Its encoding is Windows-1252.") from None
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableOds(
            f"Line {line} is not in {encoding or 'UTF-8'}. ODS files are; if yours is from elsewhere, "
            "say which encoding it has (windows-1252 is likely)."
        ) from None


def _must_be_ods(cells: list[str], text: str, delimiter: str) -> None:
    """Refuse a file of another kind at its first line, where one clear word helps more than thousands of bad rows."""
    if "¬" in text.split("\n", 1)[0] and delimiter != "¬":
        raise UnreadableOds(_OF_THE_WEBSITE)
    heading = {re.sub(r"[^a-z]", "", cell.lower()) for cell in cells[:12]}
    if len(heading & _HEADINGS) >= 2:
        raise UnreadableOds(
            "The first line is a line of headings. The ODS files etr, ets and etrust have none, so this is another "
            "list (of the NHS website, perhaps): its columns mean other things."
        )
    if len(cells) != COLUMNS:
        raise UnreadableOds(
            f"The first line has {len(cells)} {'column' if len(cells) == 1 else 'columns'} and not {COLUMNS}: this is "
            "none of the ODS files etr, ets and etrust, or another character parts its columns."
        )


def _row(line: int, cells: list[str], days: dict[str, date | None]) -> OdsRow:
    if len(cells) != COLUMNS:
        raise ValueError(f"{len(cells)} columns and not {COLUMNS}")
    cells = [" ".join(cell.replace("\x00", "").split()) for cell in cells]
    code, name = cells[0].upper(), cells[1]
    if not _CODE.fullmatch(code):
        raise ValueError(f"“{cells[0][:20]}” is not an ODS code" if code else "no code")
    if not name:
        raise ValueError("no name")
    for value, called, longest in (
        (name, "name", 150),
        (cells[17], "telephone number", 40),
        (cells[9], "postcode", 10),
    ):
        if len(value) > longest:
            raise ValueError(f"the {called} is longer than {longest} characters")
    opened, closed = _day(cells[10], "open", days), _day(cells[11], "close", days)
    if opened and closed and closed < opened:
        raise ValueError(f"closes ({closed:%d/%m/%Y}) before it opens ({opened:%d/%m/%Y})")
    return OdsRow(
        line=line,
        code=code,
        name=name,
        region_code=cells[2][:10],
        geography_code=cells[3][:10],
        address=shown_address(cells[4:9])[:250],
        postcode=cells[9].upper(),
        opened=opened,
        closed=closed,
        telephone=cells[17],
        parent=cells[14].upper(),
    )


def _day(text: str, which: str, days: dict[str, date | None]) -> date | None:
    """A yyyymmdd date; `days` remembers, because a few hundred dates make up tens of thousands of rows."""
    if text not in days:
        if not re.fullmatch(r"[0-9]{8}", text):
            raise ValueError(f"the {which} date “{text[:20]}” is not yyyymmdd")
        try:
            days[text] = date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            raise ValueError(f"the {which} date “{text}” is no day of the calendar") from None
    return days[text]


def _kind(name: str, rows: list[OdsRow]) -> Kind:
    """What a file holds shows in its rows; its name counts only where they leave it open."""
    if any(row.parent for row in rows):
        return "ets"
    trusts = {row.code for row in rows if len(row.code) == 3}
    if any(len(row.code) > 3 and row.code[:3] in trusts for row in rows):
        return "etrust"
    stem = PurePath(name).name.lower()
    if stem.startswith("etr") and not stem.startswith("etrust"):
        return "etr"
    return "etrust" if len(trusts) < len(rows) else "etr"
