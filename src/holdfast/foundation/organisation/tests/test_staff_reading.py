"""From the bytes of a staff file to rows about people. Every person here is invented."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook

from holdfast.foundation.organisation.rules.staff_columns import (
    columns_of,
    faults_of_map,
    field_of,
    find_header,
    plain_heading,
)
from holdfast.foundation.organisation.rules.staff_rows import StaffFile, name_key, read_staff, split_name
from holdfast.foundation.organisation.rules.tables import Table, UnreadableTable, read_table

ESR = (
    "Employee Number,Assignment Number,Title,First Name,Last Name,Primary Assignment,Position Title,Job Role,"
    "Staff Group,Org L2,Org L3,Org L4,Location,Supervisor Number,Latest Start Date,Termination Date"
)


def book(sheets: dict[str, Sequence[Sequence[Any]]], hidden: str = "") -> bytes:
    """An XLSX with these sheets."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for line in rows:
            sheet.append(list(line))
        if title == hidden:
            sheet.sheet_state = "hidden"
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def read(content: bytes | str, name: str = "staff.csv", remembered: dict[str, str] | None = None) -> StaffFile:
    table = read_table(content.encode() if isinstance(content, str) else content, name)
    header = find_header(table, remembered)
    return read_staff(table, header, columns_of(table, header, remembered))


def test_it_reads_a_list_as_payroll_gives_it() -> None:
    file = read(
        "Staff in post,,,,\nRun on 01-APR-2025\n\n"
        f"{ESR}\n"
        "20000001,20000001,Mrs,Ada,Testman,Yes,Paramedic,Para,Clinical,Trust,West,Station 4,HQ,20000009,01-APR-2015,\n"
        "20000001,20000001-2,Mrs,Ada,Testman,No,Trainer,Para,Clinical,Trust,Trust,Training,HQ,,15-JUN-2020,31-DEC-4712\n"
        "Total,2,,,,,,,,,,,,,,\n"
    )
    first, second = file.rows
    assert (first.employee_number, first.name, first.primary) == ("20000001", "Ada Testman", True)
    assert first.unit == ("Trust", "West", "Station 4")
    assert second.unit == ("Trust", "Training")
    assert first.started == date(2015, 4, 1)
    assert second.left is None
    assert first.position_title == "Paramedic"
    assert [(line.line, line.why) for line in file.skipped] == [
        (1, "before the headings"),
        (2, "before the headings"),
        (7, "a line of totals"),
    ]
    assert not file.refused


def test_it_finds_the_delimiter_and_the_encoding() -> None:
    text = "Employee Number¬First Name¬Surname¬Start Date\n1001¬Zoë¬Múller, Test¬01/04/2025\n"
    table = read_table(text.encode("windows-1252"), "staff.csv")
    assert (table.delimiter, table.encoding) == ("¬", "windows-1252")
    (row,) = read(text.encode("windows-1252")).rows
    assert (row.given_name, row.family_name, row.started) == ("Zoë", "Múller, Test", date(2025, 4, 1))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_it_finds_other_ways_to_write_a_list(encoding: str, delimiter: str) -> None:
    lines = [["Employee Number", "First Name", "Last Name"], ["1001", "Zoë", "Testman"], ["1002", "Bo", "Testman"]]
    content = "Report, of all staff\n" + "\r\n".join(delimiter.join(line) for line in lines)
    assert [row.given_name for row in read(content.encode(encoding)).rows] == ["Zoë", "Bo"]


def test_it_lets_delimiter_and_encoding_be_given() -> None:
    content = "Employee Number;First Name;Last Name\n1;Zoë;T".encode("windows-1252")
    table = read_table(content, "s.csv", delimiter=";", encoding="windows-1252")
    assert table.lines[1].cells == ("1", "Zoë", "T")
    with pytest.raises(UnreadableTable, match="Line 2 is not in utf-8"):
        read_table(content, "s.csv", encoding="utf-8")
    with pytest.raises(UnreadableTable, match="is no encoding"):
        read_table(content, "s.csv", encoding="klingon")
    with pytest.raises(UnreadableTable, match="one character"):
        read_table(content, "s.csv", delimiter="::")


def test_it_reads_a_workbook_and_its_dates_and_numbers() -> None:
    content = book(
        {
            "About": [["A report"]],
            "Staff": [
                ["Staff in post"],
                [],
                ["Employee Number", "First Name", "Last Name", "Start Date", "Primary"],
                [20000001.0, "Ada", "Testman", datetime(2025, 4, 1), True],
                [None, None, None, None, None],
                ["20000002", "Bo", "Testman", "02/04/2025", "N"],
            ],
            "Old": [["Employee Number", "First Name", "Last Name"]] * 9,
        },
        hidden="Old",
    )
    table = read_table(content, "staff.xlsx")
    assert (table.sheet, table.sheets) == ("Staff", ("About", "Staff"))
    rows = read(content).rows
    assert [(r.line, r.employee_number, r.started, r.primary) for r in rows] == [
        (4, "20000001", date(2025, 4, 1), True),
        (6, "20000002", date(2025, 4, 2), False),
    ]
    assert read_table(content, "staff.xlsx", sheet="About").lines[0].cells == ("A report",)
    with pytest.raises(UnreadableTable, match=r"no sheet called “Nope”\. It has: About, Staff"):
        read_table(content, "staff.xlsx", sheet="Nope")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b",,\n,,", "is empty"),
        (b"PK\x03\x04rubbish", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "old Excel file"),
        (b"%PDF-1.7", "is a PDF"),
        (b"a" * 200_000 + b",b\n", "line 1: field larger than"),
        (b",".join([b"x"] * 301), "more than 300 columns"),
    ],
)
def test_it_says_why_a_file_cannot_be_read(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableTable, match=why):
        read_table(content, "staff.csv")


def test_it_refuses_a_zip_that_is_no_workbook() -> None:
    packed = io.BytesIO()
    import zipfile  # noqa: PLC0415

    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "x")
    with pytest.raises(UnreadableTable, match="no Excel workbook"):
        read_table(packed.getvalue(), "staff.xlsx")


def test_it_says_when_there_are_no_headings() -> None:
    with pytest.raises(UnreadableTable, match="no line of headings that Holdfast knows"):
        find_header(read_table(b"a,b,c\n1,2,3\n", "staff.csv"))


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Employee_Number", "employee_number"),
        ("EMP NO.", "employee_number"),
        ("Surname", "family_name"),
        ("Forename(s)", "given_name"),
        ("Supervisor's Employee Number", "supervisor_number"),
        ("Line Manager", "supervisor_name"),
        ("Org L2", "unit"),
        ("Org Level 4", "unit"),
        ("Organisation L9", "unit"),
        ("Latest Start Date", "started"),
        ("Termination Date", "left"),
        ("E-mail", "email"),
        ("Pay Grade", ""),
        ("FTE", ""),
        ("", ""),
    ],
)
def test_it_knows_a_column_by_its_heading(heading: str, field: str) -> None:
    assert field_of(heading) == field


def columns(header: str, remembered: dict[str, str] | None = None) -> dict[str, str]:
    table = read_table(f"{header}\n{',' * header.count(',')}x\n".encode(), "s.csv")
    return {column.heading: column.field for column in columns_of(table, 0, remembered)}


def test_it_gives_a_field_to_the_column_that_fits_best() -> None:
    assert columns("Job Role,Position Title,Employee Number") == {
        "Job Role": "",
        "Position Title": "position_title",
        "Employee Number": "employee_number",
    }


def test_it_takes_the_path_and_not_the_department_beside_it() -> None:
    assert columns("Org L2,Org L3,Department,Employee Number")["Department"] == ""
    assert columns("Department,Employee Number")["Department"] == "unit"


def test_it_prefers_what_was_remembered() -> None:
    remembered = {"payroll ref": "employee_number", "employee number": "", "department": "unit"}
    found = columns("Payroll Ref,Employee Number,Org L2,Department", remembered)
    assert found == {"Payroll Ref": "employee_number", "Employee Number": "", "Org L2": "unit", "Department": "unit"}


def test_it_tells_columns_of_the_same_heading_apart() -> None:
    assert columns("Employee Number,Location,Location") == {
        "Employee Number": "employee_number",
        "Location": "location",
        "Location (2)": "",
    }


def test_it_says_what_is_wrong_with_a_choice_of_columns() -> None:
    assert faults_of_map(["employee_number", "full_name", "unit", "unit"]) == []
    assert len(faults_of_map(["employee_number", "employee_number", "full_name"])) == 1
    assert len(faults_of_map(["given_name"])) == 2


def test_it_finds_headings_by_what_was_remembered() -> None:
    table = read_table(b"x,y\nRef,Who\n1,Testman Ada\n", "s.csv")
    assert find_header(table, {"ref": "employee_number", "who": "full_name"}) == 1


HEAD = "Employee Number,Assignment Number,First Name,Last Name,E-mail,Start Date,Leaving Date\n"


def test_it_lists_bad_rows_by_line_with_every_reason() -> None:
    file = read(
        HEAD
        + "1001,1001,Ada,Testman,ada@example.org,01/04/2025,\n"
        + ",,Bo,Testman,,,\n"
        + "1003,1003,,Testman,,,\n"
        + "1004,1004,,,,,\n"
        + "1005,1005,Cy,Testman,,13/13/2025,32-APR-2025\n"
        + "1006,1006,Di,Testman,,01/04/2025,31/03/2025\n"
        + "2.00E+07,1007,Ed,Testman,,,\n"
        + f"1008,1008,{'F' * 81},Testman,,,\n"
        + "10 09,,Gus,Testman,,,\n"
    )
    assert [row.employee_number for row in file.rows] == ["1001"]
    assert {row.line: row.reasons for row in file.refused} == {
        3: ("no employee number",),
        4: ("no first name",),
        5: ("no name",),
        6: (
            "start date: “13/13/2025” is no day of the calendar (the day comes first)",
            "leaving date: “32-APR-2025” is no day of the calendar",
        ),
        7: ("leaves (31/03/2025) before starting (01/04/2025)",),
        8: ("“2.00E+07”: Excel has shortened the number; format the column as text and save again",),
        9: ("the given name is longer than 80 characters",),
        10: ("“10 09” is not an employee or assignment number",),
    }
    assert file.refused[0].cells == ("", "", "Bo", "Testman", "", "", "")
    assert file.refused[0].who == "Bo Testman"


def test_it_keeps_a_row_whose_email_address_is_none() -> None:
    file = read(HEAD + "1001,1001,Ada,Testman,ada at example,,\n1002,1002,Bo,Testman,N/A,,\n")
    assert [row.email for row in file.rows] == ["", ""]
    assert [(note.line, note.text) for note in file.notes] == [
        (2, "“ada at example” is not an e-mail address and was left out.")
    ]


def test_it_takes_mr_page_for_a_person_and_a_page_number_for_none() -> None:
    file = read("Last Name,First Name,Employee Number\nPage,Ada,1001\nNa,Bo,1002\nPage 1 of 3,,\nTotal,,2\n")
    assert [row.family_name for row in file.rows] == ["Page", "Na"]
    assert [line.why for line in file.skipped] == ["a line of totals", "a line of totals"]


def test_it_skips_the_headings_when_they_come_again() -> None:
    file = read(HEAD + "1001,1001,Ada,Testman,,,\n" + HEAD + "1002,1002,Bo,Testman,,,\n")
    assert len(file.rows) == 2
    assert file.skipped[0].why == "the headings once more"


def test_it_takes_the_person_from_the_assignment_number() -> None:
    (row,) = read("Assignment Number,First Name,Last Name\n20000001-2,Ada,Testman\n").rows
    assert (row.employee_number, row.assignment_number) == ("20000001", "20000001-2")


def test_it_keeps_line_numbers_over_line_breaks_in_cells() -> None:
    file = read('Employee Number,First Name,Last Name\n1001,"Ada\nJane",Testman\n,Bo,Testman\n')
    assert file.rows[0].given_name == "Ada Jane"
    assert file.refused[0].line == 4


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("Testman, Ada", ("Ada", "Testman")),
        ("Testman, Mrs Ada Jane (Retired)", ("Ada Jane", "Testman")),
        ("Dr Ada Testman", ("Ada", "Testman")),
        ("Ludwig van der Test", ("Ludwig", "van der Test")),
        ("Testman", ("", "Testman")),
        ("", ("", "")),
    ],
)
def test_it_takes_a_whole_name_apart(whole: str, parts: tuple[str, str]) -> None:
    assert split_name(whole) == parts


def test_it_knows_a_name_in_either_order() -> None:
    assert name_key("TESTMAN, Mrs Ada") == name_key("Ada Testman") == "ada testman"
    assert name_key("O'Test-Man, Zoë") == name_key("Zoë O'Test-Man")


def test_it_gives_capitals_back_their_case() -> None:
    (row,) = read("Employee Number,First Name,Last Name\n1,ADA,MCTEST\n").rows
    assert row.name == "Ada McTest"


def test_it_reads_a_path_in_one_column() -> None:
    (row,) = read("Employee Number,Employee Name,Organisation\n1,Ada Testman,Trust > West > Station 4\n").rows
    assert row.unit == ("Trust", "West", "Station 4")


def test_it_makes_headings_comparable() -> None:
    assert plain_heading(" Supervisor’s  Emp. No.") == "supervisor emp no"


def test_it_reads_a_line_that_is_too_short() -> None:
    table = Table("s", read_table(b"Employee Number,First Name,Last Name\n1,Ada\n", "s").lines)
    (refused,) = read_staff(table, 0, columns_of(table, 0)).refused
    assert refused.reasons == ("no last name",)
