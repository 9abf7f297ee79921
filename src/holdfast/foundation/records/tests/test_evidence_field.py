from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from pytest_django.fixtures import Settings

from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.records.evidence_lines import evidence_lines
from holdfast.foundation.records.fields import EvidenceField
from holdfast.foundation.records.models import Sensitivity
from holdfast.foundation.records.operations.evidence import add_file, withdraw_file

from . import files
from .conftest import World


class Report(PageForm):
    photos = EvidenceField(label="Photos or papers", called="a photo", required=False, most=3)


def sent(*uploads: object) -> Report:
    return Report({}, MultiValueDict({"photos": list(uploads)}))


def test_it_gives_files_ready_to_be_added() -> None:
    form = sent(files.upload(files.picture(), "a.jpg"), files.upload(files.PDF, "b.pdf"))
    assert form.is_valid()
    assert [file.kind.words for file in form.cleaned_data["photos"]] == ["JPEG picture", "PDF document"]


def test_it_is_content_with_no_file() -> None:
    form = sent()
    assert form.is_valid()
    assert form.cleaned_data["photos"] == []


def test_it_says_beside_the_field_what_is_wrong_with_each_file(settings: Settings) -> None:
    settings.EVIDENCE_MAX_BYTES = 1_000_000
    form = sent(
        files.upload(files.EXE, "photo.jpg"),
        files.upload(files.picture(), "fine.jpg"),
        files.upload(files.MP4 + bytes(1_100_000), "film.mp4"),
    )
    assert not form.is_valid()
    first, second = form.errors["photos"]
    assert first.startswith("“photo.jpg” is a program")
    assert second.startswith("“film.mp4” is 1.1 MB. The largest file that can be added is 1 MB.")


def test_it_escapes_hostile_names_where_they_are_shown(world: World) -> None:
    name = "<img src=x onerror=alert(1)> صورة.pdf"
    evidence = add_file(
        by=world.actor(world.reporter),
        record=world.record(sensitivity=Sensitivity.ORDINARY),
        upload=files.upload(files.PDF, name),
        description="<script>alert(1)</script>",
    )
    lines = evidence_lines([evidence], lambda file, what: f"/{what}/")
    page = render_to_string("records/evidence.html", {"evidence_lines": lines})
    assert "<script>" not in page
    assert "<img src=x" not in page
    assert 'href="/file/"' in page
    withdraw_file(by=world.actor(world.reader), evidence=evidence, why="<b>wrong</b>")
    page = render_to_string(
        "records/evidence.html", {"evidence_lines": evidence_lines([evidence], lambda file, what: f"/{what}/")}
    )
    assert "<b>wrong" not in page
    assert 'href="/file/"' not in page
    assert "Withdrawn" in page


def test_it_says_that_there_are_no_files() -> None:
    assert "No files have been added" in render_to_string("records/evidence.html", {"evidence_lines": []})
