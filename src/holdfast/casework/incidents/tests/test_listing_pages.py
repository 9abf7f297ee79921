from __future__ import annotations

import contextlib
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.casework.incidents.forms.listing import FilterForm
from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.queries import listing
from holdfast.casework.incidents.queries.listing import (
    ORDERS,
    Chosen,
    Page,
    chosen_of,
    counted,
    page_of,
    read_cursor,
    write_cursor,
)
from holdfast.casework.incidents.tests.handling_cast import Team, later
from holdfast.casework.incidents.tests.report_cast import NOW
from holdfast.foundation.organisation.models import Unit
from holdfast.foundation.records.models import Record
from holdfast.kernel import clock


def rows_at(team: Team, minutes: list[tuple[int, int, bool]]) -> None:
    """Bare incidents: for each, minutes before NOW at which it was reported and happened, and whether it was only
    found."""
    records = Record.objects.bulk_create(
        Record(trust=team.trust, kind="incident", reference=f"INC-2026-9{number:04d}", title="Theft")
        for number in range(1, len(minutes) + 1)
    )
    Incident.objects.bulk_create(
        Incident(
            trust=team.trust,
            record=record,
            submission_key=record.reference,
            type="theft",
            place="site",
            description="x",
            reported_at=NOW - timedelta(minutes=reported),
            **{"found_at" if found else "happened_at": NOW - timedelta(minutes=happened)},
        )
        for record, (reported, happened, found) in zip(records, minutes, strict=True)
    )


def walk(order: str, size: int) -> tuple[list[Page], list[Page]]:
    """All pages from the first to the last, and those on the way back."""
    rows = Incident.objects.all()
    forth = [page_of(rows, order, size=size)]
    while forth[-1].older:
        forth.append(page_of(rows, order, forth[-1].older, size))
        assert len(forth) < 100
    back = [forth[-1]]
    while back[-1].newer:
        back.append(page_of(rows, order, back[-1].newer, size))
        assert len(back) < 100
    return forth, back


class _Undo(Exception):
    pass


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    minutes=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), max_size=12),
    size=st.integers(1, 5),
    order=st.sampled_from(sorted(ORDERS)),
)
def test_it_shows_each_row_once_in_order_both_ways(
    team: Team, minutes: list[tuple[int, int, bool]], size: int, order: str
) -> None:
    with contextlib.suppress(_Undo), transaction.atomic():
        rows_at(team, minutes)
        forth, back = walk(order, size)
        _, column, newest_first = ORDERS[order]
        everything = sorted(
            Incident.objects.all(), key=lambda row: (getattr(row, column), row.pk), reverse=newest_first
        )
        shown = [row for page in forth for row in page.rows]
        assert shown == everything
        assert [page.rows for page in reversed(back)] == [page.rows for page in forth]
        assert all(len(page.rows) == size for page in forth[:-1])
        assert not forth[0].newer
        assert not forth[-1].older
        raise _Undo


def test_it_loses_nothing_when_new_reports_come_in_meanwhile(team: Team) -> None:
    rows_at(team, [(number, 0, False) for number in range(10)])
    rows = Incident.objects.all()
    first = page_of(rows, "newest", size=4)
    second = page_of(rows, "newest", first.older, 4)
    with clock.at(later(hours=1)):
        newcomer = team.report()
    again = page_of(rows, "newest", second.newer, 4)
    assert again.rows == first.rows
    top = page_of(rows, "newest", again.newer, 4)
    assert top.rows == [newcomer, *first.rows[:3]]
    assert not top.newer


def test_it_begins_again_when_the_place_is_empty_or_forged(team: Team) -> None:
    rows_at(team, [(1, 1, False), (2, 2, False)])
    rows = Incident.objects.all()
    whole = page_of(rows, "newest").rows
    gone = write_cursor("older", NOW - timedelta(days=900), 0)
    forged = gone[:-3] + "abc"
    for cursor in (gone, forged, "x" * 300, "older:1:2", write_cursor("older", NOW, 10**30)[:-1], "\x00"):
        assert page_of(rows, "newest", cursor).rows == whole
    assert read_cursor(forged) is None


def test_it_knows_no_other_order(team: Team) -> None:
    rows_at(team, [(1, 1, False), (2, 2, False)])
    rows = Incident.objects.all()
    assert page_of(rows, "'; DROP", size=1).rows == page_of(rows, "newest", size=1).rows


@pytest.fixture
def three(team: Team) -> dict[str, Incident]:
    below = Unit.objects.create(trust=team.trust, name="Nights", parent=team.unit)
    below.path = f"{team.unit.path}{below.pk}/"
    below.save()
    team.crewmate.unit = below
    team.crewmate.save()
    with clock.at(later(days=-10)):
        theft = team.report(
            by=team.crewmate, type="theft", place="site", site_id=team.site.pk, happened_at=later(days=-11),
            shift_ends_at=None,
        )  # fmt: skip
    far = team.report(by=team.far_manager, near_miss=True)
    team.triaged(team.report(), severity="serious")
    return {"theft": theft, "far": far, "serious": Incident.objects.latest("pk")}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Chosen(), "theft far serious"),
        (Chosen(stages=["reported"]), "theft far"),
        (Chosen(stages=["investigating", "closed"]), "serious"),
        (Chosen(types=["theft"]), "theft"),
        (Chosen(severities=["serious"]), "serious"),
        (Chosen(crime=True), "serious"),
        (Chosen(crime=False), ""),
        (Chosen(near_miss=True), "far"),
        (Chosen(near_miss=False), "theft serious"),
        (Chosen(since=date(2026, 3, 3)), "far serious"),
        (Chosen(until=date(2026, 3, 2)), "theft"),
        (Chosen(since=date(2026, 2, 21), until=date(2026, 2, 21)), "theft"),
        (Chosen(until=date.max), "theft far serious"),
        (Chosen(text="harbour", near_miss=True), "far"),
        (Chosen(text="nothing like it"), ""),
        (Chosen(unit=10**9), ""),
    ],
)
def test_it_filters(team: Team, three: dict[str, Incident], chosen: Chosen, expected: str) -> None:
    found = set(chosen_of(team.viewer(team.lsms), chosen))
    assert found == {three[name] for name in expected.split()}


def test_it_filters_by_site_and_by_unit_with_all_below(team: Team, three: dict[str, Incident]) -> None:
    viewer = team.viewer(team.lsms)
    assert set(chosen_of(viewer, Chosen(site=team.site.pk))) == {three["theft"]}
    assert set(chosen_of(viewer, Chosen(unit=team.unit.pk))) == {three["theft"], three["serious"]}
    assert set(chosen_of(viewer, Chosen(unit=team.far_unit.pk))) == {three["far"]}


def test_it_counts_a_day_in_london(team: Team) -> None:
    with clock.at(clock.now().replace(month=7, day=1, hour=23, minute=30)):  # half past midnight in summer
        team.report(happened_at=None, found_at=clock.now(), shift_ends_at=None)
    viewer = team.viewer(team.lsms)
    assert chosen_of(viewer, Chosen(since=date(2026, 7, 2))).count() == 1
    assert chosen_of(viewer, Chosen(until=date(2026, 7, 1))).count() == 0


def test_it_counts_so_far_and_no_further(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    rows_at(team, [(number, 0, False) for number in range(5)])
    assert counted(Incident.objects.all()) == (5, True)
    monkeypatch.setattr(listing, "COUNTED", 4)
    assert counted(Incident.objects.all()) == (4, False)
    monkeypatch.setattr(listing, "COUNTED", 5)
    assert counted(Incident.objects.all()) == (5, True)


def test_it_reads_the_address_as_it_was_typed(team: Team) -> None:
    sent = {
        "text": " harbour ", "stage": "nonsense", "type": "theft", "site": "mill", "unit_key": "x", "unit": "Far",
        "since": "2026-02-31", "until": "3/3/2026", "near_miss": "yes", "sort": "upwards", "crime": "maybe",
    }  # fmt: skip
    chosen = FilterForm(sent, trust=team.trust).chosen()
    assert (chosen.text, chosen.types, chosen.near_miss) == ("harbour", ["theft"], True)
    assert (chosen.site, chosen.unit) == (team.site.pk, team.far_unit.pk)
    assert (chosen.since, chosen.until) == (None, date(2026, 3, 3))
    assert (chosen.stages, chosen.crime, chosen.order) == ((), None, "newest")
    assert chosen.active == 6
