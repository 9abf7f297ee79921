"""The pages of exhibits: what they show to whom, and what comes of a form."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from holdfast.casework.casefile.models import Exhibit
from holdfast.casework.casefile.tests.case_cast import Case, photo
from holdfast.foundation.notifications.models import Notice
from holdfast.kernel import clock
from holdfast.kernel.clock import LONDON


def page(case: Case, name: str = "exhibits/") -> str:
    return f"/incidents/{case.incident.reference}/{name}"


def moment(name: str) -> dict[str, str]:
    now = clock.now().astimezone(LONDON)
    day = {f"{name}_day": str(now.day), f"{name}_month": str(now.month), f"{name}_year": str(now.year)}
    return day | {f"{name}_clock": "20:00"}


def hidden(case: Case) -> dict[str, Any]:
    case.incident.record.refresh_from_db()
    return {"seen_version": case.incident.record.version, "opened_at": clock.now().timestamp()}


def told(case: Case, **changes: Any) -> dict[str, Any]:
    begun = {
        "nature": "thing",
        "description": "A torch",
        "found_by": "Pat Paramedic",
        "found_where": "Under the stairs",
        "kept_by": "Lee Specialist",
    }
    return hidden(case) | begun | moment("found_at") | moment("kept_since") | changes


def test_it_takes_in_a_thing_and_shows_it(case: Case, client: Client) -> None:
    case.sign_in(client, case.lsms)
    answer = client.post(page(case, "exhibits/new/"), told(case))
    exhibit = Exhibit.objects.get()
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer["Location"] == page(case, f"exhibits/{exhibit.reference}/")
    shown = client.get(answer["Location"]).content.decode()
    assert "PP/1" in shown
    assert "Under the stairs" in shown
    assert "A torch" in client.get(page(case)).content.decode()
    assert "To sign by hand" in client.get(f"{answer['Location']}label/").content.decode()


def test_it_takes_in_a_recording_with_its_clock(case: Case, client: Client) -> None:
    case.sign_in(client, case.lsms)
    sent = told(
        case, nature="digital", source="new", clock_off="slow", slow_by="4:30", clock_checked="Speaking clock",
        device="Camera 4", uploads=SimpleUploadedFile("yard.png", photo()), fast_by="nonsense",
    )  # fmt: skip
    answer = client.post(page(case, "exhibits/new/"), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    exhibit = Exhibit.objects.get()
    assert exhibit.clock_ahead == -270
    shown = client.get(answer["Location"]).content.decode()
    assert "4 minutes 30 seconds slow" in shown
    assert exhibit.sha256 in shown


def test_it_keeps_what_was_typed_and_says_what_to_mend(case: Case, client: Client) -> None:
    case.exhibit(mark="AB/1")
    case.sign_in(client, case.lsms)
    answer = client.post(page(case, "exhibits/new/"), told(case, mark="AB/1"))
    assert answer.status_code == 422
    assert "AB/1 was given before" in answer.content.decode()
    assert "Under the stairs" in answer.content.decode()


def test_it_hands_over_and_puts_right_and_lets_go(case: Case, client: Client) -> None:
    exhibit = case.exhibit()
    case.sign_in(client, case.lsms)
    one = page(case, f"exhibits/{exhibit.reference}/")
    form = {"giver": "Somebody", "receiver": "PC 1", "why": "Police", "seal": "whole"}
    assert (
        client.post(f"{one}hand-over/", hidden(case) | moment("at") | form | {"at_clock": "22:15"}).status_code == 302
    )
    assert "Gap: Lee Specialist had it last" in client.get(one).content.decode()
    row = exhibit.handovers.get(number=2)
    form |= {"giver": "Lee Specialist", "reason": "Typed the wrong name"}
    assert client.get(f"{one}log/{row.pk}/").status_code == 200
    sent = client.post(f"{one}log/{row.pk}/", hidden(case) | moment("at") | form | {"at_clock": "22:15"})
    assert sent.status_code == 302, sent.context["form"].errors
    shown = client.get(one).content.decode()
    assert "Gap:" not in shown
    assert "Puts row 2 right: Typed the wrong name" in shown
    ending = {"how": "returned", "to": "Pat Paramedic", "authority": "PC 1"} | moment("at") | {"at_clock": "22:20"}
    assert client.post(f"{one}ending/", hidden(case) | ending).status_code == 302
    assert "Returned to its owner" in client.get(one).content.decode()


def test_it_finds_a_broken_file_flags_it_and_tells_the_security_team(case: Case, client: Client) -> None:
    exhibit = case.recording()
    assert exhibit.evidence is not None
    case.sign_in(client, case.lsms)
    one = page(case, f"exhibits/{exhibit.reference}/")
    answer = client.get(f"{one}file/")
    assert b"".join(answer) == photo()
    client.post(f"{one}check/", follow=True)
    path = exhibit.evidence.file.path
    with open(path, "ab") as kept:
        kept.write(b"!")
    assert client.get(f"{one}file/").status_code == 409
    assert "This file is not what was taken in" in client.get(one).content.decode()
    assert "File changed" in client.get(page(case)).content.decode()
    assert Notice.objects.filter(kind="casefile.broken_exhibit", person=case.lsms).exists()


def test_it_hides_what_is_restricted_from_who_is_not_named(case: Case, client: Client) -> None:
    exhibit = case.recording(private=True)
    case.sign_in(client, case.director)
    assert client.get(page(case, f"exhibits/{exhibit.reference}/")).status_code == 404
    assert client.get(page(case, f"exhibits/{exhibit.reference}/file/")).status_code == 404
    assert exhibit.mark not in client.get(page(case)).content.decode()


def test_it_takes_any_format_byte_for_byte_under_its_own_name_and_only_hands_it_out(case: Case, client: Client) -> None:
    case.sign_in(client, case.lsms)
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("clip_ch04.dav", b"DHAV")
    sent = {
        "clip_ch04.dav": b"DHAV\xfd\x00" + bytes(range(256)),
        "Export.ZIP": zipped.getvalue(),
        "cctv.mp4": b"only words",
    }
    for name, content in sent.items():
        facts = told(
            case, nature="digital", source="new", clock_off="unknown", uploads=SimpleUploadedFile(name, content)
        )
        answer = client.post(page(case, "exhibits/new/"), facts)
        assert answer.status_code == 302, answer.context["form"].errors
        exhibit = Exhibit.objects.select_related("evidence").get(evidence__name=name)
        assert exhibit.sha256 == hashlib.sha256(content).hexdigest()
        served = client.get(page(case, f"exhibits/{exhibit.reference}/file/"))
        assert served["Content-Type"] == "application/octet-stream"
        assert served["Content-Disposition"] == f'attachment; filename="{name}"'
        assert served["X-Content-Type-Options"] == "nosniff"
        assert b"".join(served) == content
    facts = told(
        case, nature="digital", source="new", clock_off="unknown", uploads=SimpleUploadedFile("a.bat", b"echo")
    )
    assert "is a program" in client.post(page(case, "exhibits/new/"), facts).content.decode()
