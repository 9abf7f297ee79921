"""The demonstration is made by real operations, is the same each time, and says that it is invented."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.queries.taxonomy import TYPES
from holdfast.doors.demonstration.building import MARKER, build
from holdfast.doors.demonstration.cast import DEMO_ADDRESS
from holdfast.doors.demonstration.stories import stories
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.audit.verification import verify
from holdfast.foundation.notifications.models import Mail
from holdfast.foundation.organisation.models import Trust, User
from holdfast.foundation.organisation.scope import EVERY_TRUST, scope
from holdfast.oversight.assurance.models import Clock

UNTIL = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def quiet(words: str) -> None:
    """Progress that nobody watches."""


@pytest.fixture
def demonstration(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.CONFIGURATION, "data", tmp_path)
    build(until=UNTIL, share=0.15, only=["waht"], say=quiet)
    assert (tmp_path / MARKER).exists()


@pytest.mark.usefixtures("demonstration")
def test_it_makes_a_trust_with_a_history_and_no_mail() -> None:
    trust = Trust.objects.get(code="RWP")
    assert trust.live
    with scope(trust):
        incidents = Incident.objects.all()
        assert incidents.count() >= 5
        assert "closed" in set(incidents.values_list("state", flat=True))
        assert Clock.objects.exists()
        assert all(incident.reported_at <= UNTIL for incident in incidents)
    with scope(EVERY_TRUST):
        assert not Mail.objects.exists()
    assert all(user.email.endswith(f"@{DEMO_ADDRESS}") for user in User.objects.all())
    assert Entry.objects.filter(verb="incidents.report", channel="demo").exists()
    assert verify().intact


@pytest.mark.django_db(transaction=True)
def test_it_tells_the_same_story_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.CONFIGURATION, "data", tmp_path)
    first, second = made_and_undone(), made_and_undone()
    assert first == second
    assert first


def made_and_undone() -> list[tuple[object, ...]]:
    """What a small history holds, made and taken back again."""
    with transaction.atomic():
        build(until=UNTIL, share=0.05, only=["waht"], say=quiet)
        with scope(EVERY_TRUST):
            rows = list(Incident.objects.order_by("record").values_list("type", "reported_at", "description", "stage"))
        transaction.set_rollback(True)
    return rows


def test_it_has_stories_that_the_product_understands() -> None:
    for story in stories():
        assert story.type in TYPES
        assert set(story.settings) <= {"ambulance", "hospital"}
        story.text.format(who="A", thing="B", spot="C", mate="D")
