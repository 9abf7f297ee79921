"""What waits on sanctions: for whom, in one statement, and of incidents that were brought in only what is not over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from holdfast.casework.incidents.models import Incident
from holdfast.casework.sanctions.models import Appeal, Case, Letter, Outcome
from holdfast.casework.sanctions.queries.queues import owed_by
from holdfast.casework.sanctions.tests.sanction_cast import ALL_FOUR, TODAY, Bench
from holdfast.foundation.organisation.models import Deputy, Number, Person
from holdfast.kernel import clock

YEAR = timedelta(days=365)


def owed(bench: Bench, person: Person) -> list[str]:
    return [item.what for item in owed_by(bench.viewer(person))]


def test_it_asks_everything_at_once(bench: Bench, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert connection.features.supports_json_field  # Django asks SQLite once
    Number.objects.create(trust=bench.trust, key="sanctions.decide-within", value="P7D")
    bench.served()
    bench.approved()
    case = bench.case()
    viewer = bench.viewer(bench.lsms)
    assert viewer.held
    assert viewer.trust.numbers
    with django_assert_num_queries(1):
        found = owed_by(viewer)
    assert [item.what for item in found] == [
        "Consider what is to be done",
        "Publicity is undecided: warning letter served",
        "Approved, to be served: Warning letter",
    ]
    assert (found[0].reference, found[0].due) == (case.reference, clock.now() + timedelta(days=7))
    assert found[0].url.endswith(f"{case.reference}/")
    with django_assert_num_queries(0):
        viewer.permissions = frozenset()
        assert owed_by(viewer) == []


def test_it_marks_what_is_held_apart(bench: Bench) -> None:
    secret = bench.case(bench.triaged(bench.restricted()))
    bench.case()
    assert {item.reference for item in owed_by(bench.viewer(bench.lead)) if item.restricted} == {secret.reference}
    assert secret.reference not in {item.reference for item in owed_by(bench.viewer(bench.lsms))}


def test_it_says_for_whom_a_deputy_is_asked_to_agree(bench: Bench) -> None:
    bench.policy(*ALL_FOUR)
    bench.proposed("warning", joint=True)
    begun = date(2026, 1, 1)
    Deputy.objects.create(
        trust=bench.trust, post=bench.posts["director-finance"], holder=bench.finance, person=bench.press, start=begun
    )
    asked = "Your agreement is asked, as Director of Finance"
    assert [item.on_behalf_of for item in owed_by(bench.viewer(bench.press)) if item.what == asked] == ["Finn Finance"]
    assert [item.on_behalf_of for item in owed_by(bench.viewer(bench.finance)) if item.what == asked] == [""]


@pytest.mark.parametrize("hand", ["approved_by", "drafted_by"])
def test_it_gives_an_appeal_to_nobody_whose_letter_it_is(bench: Bench, hand: str) -> None:
    letter = bench.served()
    Letter.objects.update(approved_by="Someone Else", drafted_by="Someone Else")
    Appeal.objects.create(trust=bench.trust, letter=letter, on=TODAY, words="It was not me", at=clock.now(), by="b")
    assert "An appeal against: Warning letter" in owed(bench, bench.director)
    Letter.objects.update(**{hand: str(bench.director)})
    assert "An appeal against: Warning letter" not in owed(bench, bench.director)


def test_it_asks_nothing_of_what_was_over_when_it_was_brought_in(bench: Bench) -> None:
    case = bench.case()
    incident = Incident.objects.filter(pk=case.incident_id)
    waits = ["Consider what is to be done"]
    incident.update(state="closed")
    assert owed(bench, bench.lsms) == waits
    incident.update(imported_at=clock.now())
    assert owed(bench, bench.lsms) == []
    # What somebody took up here is work like any other: an incident that was still open, a proposal that came back.
    incident.update(state="open")
    assert owed(bench, bench.lsms) == waits
    incident.update(state="closed")
    Case.objects.update(round=1)
    assert owed(bench, bench.lsms) == waits


def test_it_asks_for_publicity_of_what_was_obtained_since_it_was_brought_in(bench: Bench) -> None:
    outcome = bench.convicted()
    waits = ["Publicity is undecided: conviction"]
    Incident.objects.filter(pk=outcome.case.incident_id).update(imported_at=clock.now())
    assert owed(bench, bench.press) == waits
    Outcome.objects.update(on=TODAY - YEAR)
    assert owed(bench, bench.press) == []
    Incident.objects.update(imported_at=None)
    assert owed(bench, bench.press) == waits
