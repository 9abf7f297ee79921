"""Bringing in a history, on screen. Everyone here is invented."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from holdfast.casework.incidents.models import HistoryMap, Incident
from holdfast.casework.incidents.tests.handling_cast import Team
from holdfast.casework.incidents.tests.history_exports import export, rows
from holdfast.casework.incidents.views import history
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import ImportFile

BAD = {"ID": "2", "Ref": "W2", "Incident date": "31/02/2024", "Description": '=HYPERLINK("x")'}
UNKNOWN = {"ID": "3", "Ref": "W3", "Category": "Infrastructure", "Sub category": "Weather"}


@pytest.fixture
def lsms(team: Team, client: Client, settings: Any, tmp_path: Path) -> Iterator[Client]:
    """The LSMS's browser; uploads go to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    team.sign_in(client, team.lsms)
    return client


def url(step: str = "", upload: ImportFile | None = None) -> str:
    return reverse(f"incidents:history-{step}", args=[upload.key]) if upload else reverse("incidents:history")


def text(page: Any) -> str:
    return " ".join(page.content.decode().split())


def send(client: Client, content: bytes, name: str = "listing.csv") -> tuple[Any, ImportFile]:
    page = client.post(url(), {"file": SimpleUploadedFile(name, content), "source": "Datix"}, follow=True)
    return page, ImportFile.objects.latest("pk")


def columns(client: Client, upload: ImportFile) -> dict[str, str]:
    """What the page of columns would send as it stands."""
    form = client.get(url("columns", upload)).context["columns_form"]
    return {name: form[name].value() for name in form.fields}


def words(client: Client, upload: ImportFile, **chosen: str) -> dict[str, str]:
    """What the page of words would send as it stands, and `chosen`."""
    form = client.get(url("words", upload)).context["form"]
    return {name: form[name].value() or "" for name in form.fields} | chosen


def test_it_goes_from_file_to_columns_to_words_to_preview_to_result(lsms: Client) -> None:
    page, upload = send(lsms, export({}, BAD, UNKNOWN))
    assert page.request["PATH_INFO"] == url("columns", upload)
    assert "What does each column hold?" in text(page)
    page = lsms.post(url("columns", upload), columns(lsms, upload), follow=True)
    assert page.request["PATH_INFO"] == url("words", upload)
    assert "Infrastructure › Weather" in text(page)
    page = lsms.post(url("words", upload), words(lsms, upload))
    assert "Choose what “Infrastructure › Weather” means" in text(page)
    page = lsms.post(url("words", upload), words(lsms, upload, others="left-out"), follow=True)
    assert page.request["PATH_INFO"] == url("preview", upload)
    assert "is no day of the calendar, on line 3" in text(page)
    assert "W70001 Physical assault" in text(page)
    assert not Incident.objects.exists()
    page = lsms.post(url("preview", upload), {"good_rows": "all"}, follow=True)
    assert "so nothing was brought in" in text(page)
    assert not Incident.objects.exists()
    page = lsms.post(url("preview", upload), {"good_rows": "good"}, follow=True)
    assert page.request["PATH_INFO"] == url("result", upload)
    assert "The history is in" in text(page)
    assert Incident.objects.count() == 1
    lsms.post(url("preview", upload), {"good_rows": "good"})
    assert Entry.objects.filter(verb="incidents.import_history").count() == 1
    listing = list(csv.reader(io.StringIO(lsms.get(url("bad-rows", upload)).content.decode("utf-8-sig"))))
    assert listing[0][:3] == ["Line in file", "Why it cannot be used", "ID"]
    assert listing[1][0] == "3"
    assert '\'=HYPERLINK("x")' in listing[1]
    assert "listing.csv" in text(lsms.get(url()))
    lsms.post(url("discard", upload))
    assert not ImportFile.objects.exists()


def test_it_asks_once_what_columns_and_words_mean(lsms: Client, team: Team) -> None:
    _, upload = send(lsms, export({}))
    lsms.post(url("columns", upload), columns(lsms, upload))
    lsms.post(url("words", upload), words(lsms, upload))
    lsms.post(url("preview", upload))
    assert HistoryMap.objects.get(trust=team.trust).words["status"] == {"finally approved": "closed"}
    page, upload = send(lsms, export({}, {"ID": "2", "Ref": "W2"}))
    assert page.request["PATH_INFO"] == url("preview", upload)
    page = lsms.get(url("words", upload))
    assert "Finally approved" in text(page)


def test_it_says_when_there_is_nothing_to_do(lsms: Client) -> None:
    for _ in range(2):
        _, upload = send(lsms, export({}))
        lsms.post(url("columns", upload), columns(lsms, upload))
        lsms.post(url("words", upload), words(lsms, upload))
        page = lsms.get(url("preview", upload))
        lsms.post(url("preview", upload))
    assert "There is nothing to do" in text(page)


def test_it_takes_a_workbook(lsms: Client) -> None:
    book, out = Workbook(), io.BytesIO()
    for row in [["Listing of incidents"], [], *rows({"Description": "one\ntwo"}, {"ID": 2, "Ref": "W2", "Time": 930})]:
        book.active.append(row)
    book.save(out)
    _, upload = send(lsms, out.getvalue(), "listing.xlsx")
    lsms.post(url("columns", upload), columns(lsms, upload))
    lsms.post(url("words", upload), words(lsms, upload))
    page = lsms.post(url("preview", upload), follow=True)
    assert "The history is in" in text(page)
    first, second = Incident.objects.order_by("pk")
    assert first.description == "one\ntwo"
    assert f"{second.happened_at:%H:%M}" == "09:30"


def test_it_says_why_a_file_cannot_be_read_and_lets_it_be_read_another_way(lsms: Client) -> None:
    page, upload = send(lsms, b"a;b\n1;2\n")
    assert "no line of headings that Holdfast knows" in text(page)
    page = lsms.post(url("columns", upload), {"read_again": "yes", "how-header_line": "1"}, follow=True)
    assert "Choose the column" in text(lsms.post(url("columns", upload), columns(lsms, upload)))
    page = lsms.post(url(), {"source": ""})
    assert page.status_code == 422
    assert "system" in text(page)


def test_it_sends_a_large_file_to_the_command_line(lsms: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_AT_ONCE", 1)
    _, upload = send(lsms, export({}, {"ID": "2", "Ref": "W2"}))
    lsms.post(url("columns", upload), columns(lsms, upload))
    lsms.post(url("words", upload), words(lsms, upload))
    page = lsms.post(url("preview", upload), follow=True)
    assert "The file would bring in 2 rows, and a page brings in up to 1" in text(page)
    assert not Incident.objects.exists()


def test_it_shows_an_incident_with_where_it_came_from(lsms: Client, team: Team) -> None:
    _, upload = send(lsms, export({"Description": "<script>x</script>"}))
    lsms.post(url("columns", upload), columns(lsms, upload))
    lsms.post(url("words", upload), words(lsms, upload))
    lsms.post(url("preview", upload))
    incident = Incident.objects.get()
    page = text(lsms.get(reverse("incidents:incident", args=[incident.reference])))
    assert "where it is <bdi>W70001</bdi>" in page
    assert "Brought in from another system" in page
    assert "<script>x" not in page
    page = text(lsms.get(reverse("incidents:source-rows", args=[incident.reference])))
    assert "Risk grading" in page
    assert "Line 2 of" in page
    Incident.objects.filter(pk=incident.pk).update(internal=True)
    assert lsms.get(reverse("incidents:source-rows", args=[incident.reference])).status_code == 404


def test_it_keeps_an_upload_to_the_one_who_sent_it(lsms: Client, team: Team) -> None:
    _, upload = send(lsms, export({}))
    team.sign_in(lsms, team.lead)
    assert lsms.get(url("columns", upload)).status_code == 404
    team.sign_in(lsms, team.manager)
    assert lsms.get(url()).status_code == 403
    assert "Bring in a history" not in text(lsms.get(reverse("incidents:list")))
