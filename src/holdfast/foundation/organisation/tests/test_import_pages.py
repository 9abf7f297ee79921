"""Bringing data in, on screen. Every person here is invented."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import ImportFile, Person, Site, StaffImportMap, Trust
from holdfast.foundation.organisation.operations.uploads import forget_old_uploads
from holdfast.foundation.organisation.scope import no_scope
from holdfast.foundation.organisation.tests.cast import BY, make_person, make_post, sign_in
from holdfast.foundation.organisation.tests.test_ods_reading import row, sample
from holdfast.foundation.organisation.tests.test_staff_reading import book
from holdfast.foundation.organisation.views.import_files import harmless
from holdfast.kernel import clock

STAFF = (
    "Staff in post,,,,\nPayroll Ref,First Name,Surname,Job Title,Start Date\n"
    "1001,Ada,Testman,Paramedic,01/04/2015\n1002,Bo,Testman,Manager,99/99/9999\n1003,Cy,=cmd(),Trainer,\nTotal,3,,,\n"
)


def url(name: str, *arguments: object) -> str:
    return reverse(f"organisation:{name}", args=arguments)


def text(page: Any) -> str:
    return " ".join(page.content.decode().split())


def upload(client: Client, kind: str, content: str | bytes, name: str = "file.csv", **more: str) -> Any:
    content = content.encode() if isinstance(content, str) else content
    return client.post(url(f"import_{kind}"), {"file": SimpleUploadedFile(name, content), **more}, follow=True)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


class TestSites:
    def test_it_brings_in_the_trusts_own_sites_only(self, keeper: Client, trust: Trust, uploads: Path) -> None:
        content = row("ZZ1", "INVENTED TRUST") + row("ZZ101", "STATION ONE") + row("RYE01", "OF ANOTHER") + row("ZZ1!!")
        page = upload(keeper, "ods", content, "etrust.csv")
        (found,) = ImportFile.objects.all()
        assert page.request["PATH_INFO"] == url("import_ods_preview", found.key)
        assert "Station One" in text(page)
        assert not Site.objects.exists()
        assert len(files_in(uploads)) == 1
        page = keeper.post(url("import_ods_preview", found.key), follow=True)
        assert "The sites are in" in text(page)
        assert [site.name for site in Site.objects.all()] == ["Station One"]
        assert Trust.objects.count() == 1
        assert files_in(uploads) == []
        keeper.post(url("import_ods_preview", found.key))
        assert Entry.objects.filter(verb="organisation.import_ods").count() == 1

    def test_it_says_beside_the_box_why_a_file_is_none(self, keeper: Client, uploads: Path) -> None:
        page = text(upload(keeper, "ods", sample("hospital-2018-sample.csv")))
        assert "lists of the NHS website" in page
        assert "Enter the file" in text(keeper.post(url("import_ods"), {})) or "Select the file" in text(
            keeper.post(url("import_ods"), {})
        )
        assert not ImportFile.objects.exists()

    def test_it_says_when_there_is_nothing_to_do(self, keeper: Client, trust: Trust, uploads: Path) -> None:
        page = text(upload(keeper, "ods", row("RYE") + row("RYE01")))
        assert "There is nothing to do" in page

    def test_it_reads_what_is_not_as_published_when_told(self, keeper: Client, trust: Trust, uploads: Path) -> None:
        content = row("ZZ101", "CAFÉ").replace('","', '"¬"').encode("windows-1252")
        page = upload(keeper, "ods", content, delimiter="¬", encoding="windows-1252")
        assert "Café" in text(page)


class TestStaff:
    def test_it_goes_from_file_to_columns_to_preview_to_result(
        self, keeper: Client, trust: Trust, uploads: Path
    ) -> None:
        page = upload(keeper, "staff", STAFF)
        (found,) = ImportFile.objects.all()
        assert page.request["PATH_INFO"] == url("import_staff_columns", found.key)
        assert "“Paramedic”" in text(page)
        chosen = {
            "column_0": "",
            "column_1": "given_name",
            "column_2": "family_name",
            "column_3": "position_title",
            "column_4": "started",
        }
        page = keeper.post(url("import_staff_columns", found.key), chosen)
        assert "Choose the column with the employee number" in text(page)
        page = keeper.post(
            url("import_staff_columns", found.key), {**chosen, "column_0": "employee_number"}, follow=True
        )
        assert "start date: “99/99/9999” is no day of the calendar" in text(page)
        assert not Person.objects.filter(employee_number="1001").exists()
        page = keeper.post(url("import_staff_preview", found.key), {"good_rows": "all"})
        assert "so nothing was taken over" in text(page)
        page = keeper.post(url("import_staff_preview", found.key), {"good_rows": "good"}, follow=True)
        assert "The staff file is in" in text(page)
        assert Person.objects.get(employee_number="1001").job_title == "Paramedic"
        assert not Person.objects.filter(employee_number="1002").exists()
        assert files_in(uploads) == []
        assert StaffImportMap.objects.get().columns["payroll ref"] == "employee_number"
        keeper.post(url("import_staff_preview", found.key), {"good_rows": "good"})
        assert Entry.objects.filter(verb="organisation.import_staff").count() == 1

    def test_it_gives_the_bad_rows_to_mend(self, keeper: Client, trust: Trust, uploads: Path) -> None:
        upload(
            keeper,
            "staff",
            STAFF.replace("Payroll Ref", "Employee Number").replace("=cmd()", "=cmd(),").replace("1003", ""),
        )
        (found,) = ImportFile.objects.all()
        keeper.post(url("import_staff_preview", found.key), {"good_rows": "good"})
        response = keeper.get(url("import_staff_bad_rows", found.key))
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert "attachment" in response["Content-Disposition"]
        lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert lines[0][:3] == ["Line in file", "Why it cannot be used", "Employee Number"]
        assert [line[0] for line in lines[1:]] == ["4", "5"]
        assert lines[2][4] == "'=cmd()"

    def test_it_goes_straight_to_the_preview_the_second_time(self, keeper: Client, trust: Trust, uploads: Path) -> None:
        columns = {"payroll ref": "employee_number", "first name": "given_name", "surname": "family_name"}
        columns |= {"job title": "position_title", "start date": ""}
        StaffImportMap.objects.create(trust=trust, columns=columns, saved_by="x")
        page = upload(keeper, "staff", STAFF)
        assert page.request["PATH_INFO"].endswith(f"/{ImportFile.objects.get().key}/")
        assert "Check what would change" in text(page)

    def test_it_reads_again_as_it_is_told(self, keeper: Client, trust: Trust, uploads: Path) -> None:
        page = upload(keeper, "staff", "Some words\n1001~Ada~Testman\n")
        (found,) = ImportFile.objects.all()
        assert "The file could not be read" in text(page)
        page = keeper.post(
            url("import_staff_columns", found.key), {"read_again": "yes", "how-header_line": "2"}, follow=True
        )
        assert "1001~Ada~Testman" in text(page)
        page = keeper.post(url("import_staff_columns", found.key), {"read_again": "yes", "how-header_line": "x"})
        assert "must be a whole number" in text(page)

    @pytest.mark.parametrize(
        ("content", "why"), [(b"%PDF-1.7", "is a PDF"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file")]
    )
    def test_it_says_why_a_file_cannot_be_read(
        self, keeper: Client, trust: Trust, uploads: Path, content: bytes, why: str
    ) -> None:
        assert why in text(upload(keeper, "staff", content))

    def test_it_reads_a_workbook_once_and_another_sheet_when_told(
        self, keeper: Client, trust: Trust, uploads: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        heading = ["Employee Number", "First Name", "Last Name"]
        content = book(
            {"Staff": [heading, [1001, "Ada", "Testman"], [1002, "Bo", "T"]], "Bank": [heading, [7, "Cy", "T"]]}
        )
        page = upload(keeper, "staff", content, "staff.xlsx")
        (found,) = ImportFile.objects.all()
        assert "“Testman”" in text(page)
        assert len(files_in(uploads)) == 2
        told = {"read_again": "yes", "how-sheet": "Bank", "how-header_line": "1"}
        page = keeper.post(url("import_staff_columns", found.key), told, follow=True)
        assert "“Cy”" in text(page)
        assert len(files_in(uploads)) == 2
        monkeypatch.setattr("holdfast.foundation.organisation.rules.tables.load_workbook", None)
        chosen = {"column_0": "employee_number", "column_1": "given_name", "column_2": "family_name"}
        page = keeper.post(url("import_staff_columns", found.key), chosen, follow=True)
        assert "Check what would change" in text(page)
        keeper.post(url("import_staff_preview", found.key))
        assert Person.objects.filter(employee_number="7").exists()
        assert files_in(uploads) == []
        assert StaffImportMap.objects.get().sheet == "Bank"

    def test_it_asks_for_a_file(self, keeper: Client, uploads: Path) -> None:
        page = text(keeper.post(url("import_staff"), {}))
        assert "There is a problem" in page


class TestUploads:
    def test_it_shows_an_upload_to_nobody_else(self, keeper: Client, trust: Trust, uploads: Path) -> None:
        upload(keeper, "staff", STAFF)
        (found,) = ImportFile.objects.all()
        other = make_person(trust, "Another Keeper")
        make_post(trust, "administrator", other, key="second")
        client = sign_in(other)
        for name in (
            "import_staff_columns",
            "import_staff_preview",
            "import_staff_result",
            "import_staff_bad_rows",
            "import_file",
        ):
            assert client.get(url(name, found.key)).status_code == 404
        assert client.post(url("discard_import", found.key)).status_code == 404
        assert keeper.get(url("import_ods_preview", found.key)).status_code == 404

    def test_it_removes_an_upload_when_asked(self, keeper: Client, trust: Trust, uploads: Path) -> None:
        upload(keeper, "staff", STAFF)
        (found,) = ImportFile.objects.all()
        assert found.name in text(keeper.get(url("imports")))
        assert keeper.get(url("import_file", found.key)).status_code == 302
        keeper.post(url("discard_import", found.key))
        assert not ImportFile.objects.exists()
        assert files_in(uploads) == []

    def test_it_forgets_what_nobody_came_back_for(self, keeper: Client, trust: Trust, uploads: Path) -> None:
        upload(keeper, "staff", STAFF)
        with no_scope():
            assert forget_old_uploads(by=BY) == 0
            with clock.at(clock.now() + timedelta(hours=25)):
                assert forget_old_uploads(by=BY) == 1
        assert not ImportFile.objects.exists()
        assert files_in(uploads) == []

    def test_it_says_when_the_file_is_gone(self, keeper: Client, trust: Trust, uploads: Path) -> None:
        upload(keeper, "staff", STAFF)
        (found,) = ImportFile.objects.all()
        files_in(uploads)[0].unlink()
        assert "Upload it again" in text(keeper.get(url("import_staff_columns", found.key)))

    def test_it_notices_a_file_that_was_changed(self, keeper: Client, trust: Trust, uploads: Path) -> None:
        upload(keeper, "staff", STAFF)
        (found,) = ImportFile.objects.all()
        files_in(uploads)[0].write_bytes(b"Employee Number,Name\n1,Eve Planted\n")
        assert "has been changed since it was uploaded" in text(keeper.get(url("import_staff_columns", found.key)))


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+44 7700 900123", "+44 7700 900123"),
        ("-5", "-5"),
        ("-", "-"),
        ("-1+1", "'-1+1"),
        ("Ada", "Ada"),
    ],
)
def test_it_lets_no_cell_become_a_formula(cell: str, shown: str) -> None:
    assert harmless(cell) == shown
