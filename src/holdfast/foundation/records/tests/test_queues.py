"""Queues that are asked together give the lines that each would give alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from pytest_django import DjangoAssertNumQueries

from holdfast.foundation.organisation.models import Person, Trust
from holdfast.foundation.organisation.scope import ScopeMissing, no_scope, scope
from holdfast.foundation.records.models import Move, Reader, Record
from holdfast.foundation.records.queues import MOST, Queue, Waiting, lines_of
from holdfast.foundation.records.work import WorkItem

WHEN = datetime(2026, 6, 30, 23, 15, 7, 123456, tzinfo=UTC)
"""An instant that in London lies on the next day."""
HOUR = timedelta(hours=1)


@pytest.fixture
def record(db: None) -> Any:
    """A record of a trust in scope, with moves at WHEN and the four hours after it; another trust has the same."""
    assert connection.features.supports_json_field  # found out by asking SQLite, once: no test shall count that
    trust = Trust.objects.create(code="ZA1", slug="za1", name="Invented Trust", live=True)
    other = Trust.objects.create(code="ZB2", slug="zb2", name="Other Trust", live=True)
    for one in (other, trust):
        with scope(one):
            person = Person.objects.create(trust=one, given_name="Ada", family_name='O’Example\n"<b>', left=WHEN.date())
            held = Record.objects.create(trust=one, kind="page", reference="PAG-2026-00001", title="ü", opened_at=WHEN)
            for number in (2, 0, 4, 1, 3):
                at = WHEN + number * HOUR
                Move.objects.create(trust=one, record=held, verb=f"move {number}", target="t", at=at, by="b")
            Reader.objects.create(trust=one, record=held, person=person, by="b", at=WHEN)
    with scope(trust):
        yield held


def said(words: str = "what", *, due: str = "") -> Callable[[Waiting], WorkItem]:
    """What makes a line that says what stands in the column `words`, due at the instant in `due`."""

    def line(row: Waiting) -> WorkItem:
        return WorkItem.owed(due=row.instant(due) if due else None, since=WHEN, what=row[words])

    return line


def moves(rows: QuerySet[Move] | None = None, **more: Any) -> Queue:
    """A queue of moves, oldest first, each due at its moment."""
    rows = Move.objects.order_by("at", "pk") if rows is None else rows
    return Queue(rows, {"what": "verb", "at": "at"}, said(due="at"), **more)


def words_of(*queues: Queue) -> list[str]:
    return [line.what for line in lines_of(queues)]


def test_it_asks_queues_of_different_tables_in_one_statement(
    record: Record, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    queues = [
        moves(),
        Queue(Person.objects.order_by("pk"), {"what": "given_name"}, said()),
        Queue(Reader.objects.order_by("pk"), {"what": "record__title", "since": "at"}, said()),
    ]
    with django_assert_num_queries(1):
        found = words_of(*queues)
    assert found == [*(f"move {number}" for number in range(5)), "Ada", "ü"]
    with django_assert_num_queries(1):
        assert words_of(queues[1]) == ["Ada"]


def test_it_puts_what_is_due_first_first_whichever_queue_has_it(record: Record) -> None:
    even = moves(Move.objects.filter(verb__in=["move 0", "move 2", "move 4"]).order_by("-at"))
    odd = moves(Move.objects.filter(verb__in=["move 1", "move 3"]).order_by("pk"))
    timeless = Queue(Person.objects.order_by("pk"), {"what": "given_name"}, said())
    assert words_of(timeless, even, odd) == ["move 0", "move 1", "move 2", "move 3", "move 4", "Ada"]


def test_it_cuts_each_queue_after_its_most_in_the_order_of_its_rows(record: Record) -> None:
    newest = moves(Move.objects.order_by("-at"), most=2)
    assert words_of(newest) == ["move 3", "move 4"]
    assert words_of(newest, moves(most=1)) == ["move 0", "move 3", "move 4"]
    many = [Move(trust=record.trust, record=record, verb="more", at=WHEN, by="b") for _ in range(MOST)]
    Move.objects.bulk_create(many)
    assert len(lines_of([moves(), moves(most=3)])) == MOST + 3


def test_it_leaves_out_a_line_that_another_row_has_said(record: Record) -> None:
    seen: set[str] = set()

    def once(row: Waiting) -> WorkItem | None:
        if row["what"] in seen:
            return None
        seen.add(row["what"])
        return WorkItem.owed(due=None, since=WHEN, what=row["what"])

    assert words_of(Queue(Move.objects.order_by("at"), {"what": "record__reference"}, once)) == ["PAG-2026-00001"]


def test_it_asks_nothing_where_nothing_can_wait(
    record: Record, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    impossible = moves(Move.objects.filter(record__in=Record.objects.none()))
    with django_assert_num_queries(0):
        assert lines_of([]) == lines_of([moves(Move.objects.none()), impossible]) == lines_of([impossible]) == []
    with django_assert_num_queries(1) as seen:
        assert words_of(impossible, moves(Move.objects.none()), moves(most=1), impossible) == ["move 0"]
    assert "UNION" not in seen.captured_queries[0]["sql"]


def test_it_keeps_to_the_scope(record: Record) -> None:
    everyone = Queue(Person.objects.order_by("pk"), {"what": "given_name"}, said())
    queues = [moves(), everyone]
    assert len(lines_of(queues)) == 6
    with scope(Trust.objects.get(code="ZB2")):
        Person.objects.update(given_name="Bea")
        assert words_of(*queues)[-1] == "Bea"
    assert words_of(*queues)[-1] == "Ada"
    with no_scope(), pytest.raises(ScopeMissing):
        lines_of(queues)


def test_it_gives_columns_back_as_the_tables_hold_them(record: Record) -> None:
    told: list[Waiting] = []

    def keep(row: Waiting) -> None:
        told.append(row)

    readers = Reader.objects.annotate(moved=Exists(Move.objects.filter(record=OuterRef("record")))).order_by("pk")
    columns = {
        "at": "at",
        "left": "person__left",
        "started": "person__started",
        "closed": "record__closed_at",
        "first": Coalesce("record__closed_at", "record__opened_at"),
        "name": "person__family_name",
        "person": "person",
        "moved": "moved",
        "none": Value(""),
    }
    # Beside another queue and alone: what a union gives has no types of its own.
    lines_of([Queue(readers, columns, keep), moves(), Queue(readers.filter(Q(moved=True)), columns, keep)])
    lines_of([Queue(readers, columns, keep)])
    assert len(told) == 3
    for row in told:
        assert row.instant("at") == row.instant("first") == WHEN
        assert row.instant("closed") is None
        assert row.day("left") == date(2026, 6, 30)
        assert row.day("started") is None
        assert (row["name"], row["none"], bool(row["moved"])) == ('O’Example\n"<b>', "", True)
        assert row["person"] == Person.objects.get().pk


@pytest.mark.parametrize("told", ["2026-06-30 23:15:07.123456", "2026-06-30T23:15:07.123456+00:00"])
def test_it_reads_instants_as_either_database_writes_them(told: str) -> None:
    assert Waiting(at=told).instant("at") == WHEN
