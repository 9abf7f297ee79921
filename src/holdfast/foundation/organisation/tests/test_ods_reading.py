from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from holdfast.foundation.organisation.rules.ods import BadRow, OdsFile, UnreadableOds, read_ods, sort_out

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def row(code: str, name: str = "A PLACE", opened: str = "20200101", closed: str = "", parent: str = "") -> str:
    """A line of an ODS file."""
    cells = [code, name, "Y56", "QMJ", "1 HIGH STREET", "", "", "TOWN", "", "AB1 2CD", opened, closed, "", "", parent]
    return ",".join(f'"{cell}"' for cell in [*cells, *[""] * (27 - len(cells))]) + "\r\n"


def read(*rows: str, name: str = "etrust.csv") -> OdsFile:
    return read_ods("".join(rows).encode(), name)


def test_it_reads_trusts_and_sites() -> None:
    file = read_ods(sample("etrust-2018-sample.csv"), "etrust-2018-sample.csv")
    told = sort_out(file, [])
    assert file.kind == "etrust"
    assert [trust.code for trust in told.trusts] == ["RTX", "RYE"]
    assert {owner for _, owner in told.sites} == {"RTX", "RYE"}
    assert [(bad.code, bad.reason.split(":")[0]) for bad in told.bad] == [
        ("RERRK", "no known trust's code begins its code")
    ]


def test_it_reads_trusts_with_five_characters_and_future_ones() -> None:
    file = read_ods(sample("etr-2026-sample.csv"), "etr-2026-sample.csv")
    told = sort_out(file, [])
    assert file.kind == "etr"
    assert not told.sites
    by_code = {trust.code: trust for trust in told.trusts}
    assert by_code["G6V2S"].geography_code == "Z9B2Z"
    assert by_code["K0N6A"].opened == date(2026, 6, 1)
    assert by_code["R1C"].closed == date(2024, 9, 30)
    assert by_code["RYE"].telephone == "01869 365000"
    assert by_code["G6V2S"].address == "4th Floor, East Wing, St. Pancras Hospital, 4 St. Pancras Way, London"


def test_it_finds_the_trust_by_the_longest_known_code() -> None:
    file = read(row("G6V"), row("G6V2S01"), row("G6VXY"))
    told = sort_out(file, {"G6V2S"})
    assert [(site.code, owner) for site, owner in told.sites] == [("G6V2S01", "G6V2S"), ("G6VXY", "G6V")]


def test_it_takes_a_known_code_of_five_characters_for_a_trust() -> None:
    told = sort_out(read(row("RYE"), row("G6V2S"), row("RYE01")), {"G6V2S"})
    assert [trust.code for trust in told.trusts] == ["RYE", "G6V2S"]


def test_it_takes_the_trust_from_column_15_in_ets() -> None:
    file = read(row("A1B2C", parent="RYE"), row("RTXXX", parent="ZZZ"), row("RYE01"), name="anything.csv")
    assert file.kind == "ets"
    told = sort_out(file, {"RYE", "RTX"})
    assert [(site.code, owner) for site, owner in told.sites] == [("A1B2C", "RYE")]
    assert [(bad.code, bad.reason) for bad in told.bad] == [
        ("RTXXX", "its trust ZZZ is not known: import the etr file first"),
        ("RYE01", "no trust given"),
    ]


def test_it_believes_rows_more_than_a_file_name() -> None:
    assert read(row("RYE"), row("RYE01"), name="etr.csv").kind == "etrust"


@pytest.mark.parametrize("name", ["etrust.csv.gz", "etrust.zip", "download"])
def test_it_opens_gzip_and_zip_by_their_content(name: str) -> None:
    content = sample("etrust-2018-sample.csv")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("etrust.csv", content)
    for wrapped in (gzip.compress(content), packed.getvalue()):
        assert len(read_ods(wrapped, name).rows) == 33


def test_it_refuses_a_zip_with_other_things_in_it() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(UnreadableOds, match="holds 0 CSV files"):
        read_ods(packed.getvalue(), "ets.zip")


@pytest.mark.parametrize("content", [b"\x1f\x8b\x08broken", b"PK\x03\x04broken"])
def test_it_refuses_a_damaged_archive(content: bytes) -> None:
    with pytest.raises(UnreadableOds, match="damaged"):
        read_ods(content, "ets.zip")


def test_it_lists_bad_rows_by_line_with_the_reason() -> None:
    file = read(
        row("RYE"),
        row("RYE01", opened="2020-01-01"),
        row("RYE02", opened="20200230"),
        row("RYE03", closed="20190101"),
        row("RYE04", name=""),
        row("R!"),
        '"RYE05","SHORT"\r\n',
        row("RYE06"),
        row("RYE06"),
        "\r\n",
        row("RYE07", name="X" * 151),
    )
    assert [row.code for row in file.rows] == ["RYE", "RYE06"]
    assert file.bad == (
        BadRow(2, "RYE01", "the open date “2020-01-01” is not yyyymmdd"),
        BadRow(3, "RYE02", "the open date “20200230” is no day of the calendar"),
        BadRow(4, "RYE03", "closes (01/01/2019) before it opens (01/01/2020)"),
        BadRow(5, "RYE04", "no name"),
        BadRow(6, "R!", "“R!” is not an ODS code"),
        BadRow(7, "RYE05", "2 columns and not 27"),
        BadRow(9, "RYE06", "the code RYE06 stands on line 8 already"),
        BadRow(11, "RYE07", "the name is longer than 150 characters"),
    )


def test_it_refuses_the_lists_of_the_nhs_website() -> None:
    content = sample("hospital-2018-sample.csv")
    with pytest.raises(UnreadableOds, match="parted by ¬, as in the lists of the NHS website"):
        read_ods(content, "Hospital.csv")
    with pytest.raises(UnreadableOds, match="parted by ¬"):
        read_ods(content, "Hospital.csv", encoding="windows-1252")
    with pytest.raises(UnreadableOds, match="line of headings"):
        read_ods(content, "Hospital.csv", encoding="windows-1252", delimiter="¬")


def test_it_reads_another_delimiter_and_encoding_when_told() -> None:
    content = row("RYE", name="CAFÉ").replace('","', '"¬"').encode("windows-1252")
    with pytest.raises(UnreadableOds):
        read_ods(content, "etr.csv")
    (only,) = read_ods(content, "etr.csv", delimiter="¬", encoding="windows-1252").rows
    assert (only.code, only.name) == ("RYE", "CAFÉ")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"\r\n\r\n", "not 27"),
        (b"hello\r\n", "has 1 column and not 27"),
        (b"\xff\xfe\x00", "is not in UTF-8"),
    ],
)
def test_it_says_why_a_file_is_none(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableOds, match=why):
        read_ods(content, "etr.csv")


def test_it_says_that_an_encoding_is_none() -> None:
    with pytest.raises(UnreadableOds, match="is no encoding"):
        read_ods(b"x", "etr.csv", encoding="klingon")
