"""Rows that are gathered are the rows that their querysets give."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F, QuerySet
from pytest_django import DjangoAssertNumQueries

from holdfast.foundation.organisation.models import Person, Post, PostHolding, Trust
from holdfast.foundation.organisation.scope import ScopeMissing, scope
from holdfast.foundation.records.gathering import gather, hold, hold_targets
from holdfast.foundation.records.models import Move, Reader, Record

WHEN = datetime(2026, 6, 30, 23, 15, 7, 123456, tzinfo=UTC)


@pytest.fixture
def record(db: None) -> Any:
    trust = Trust.objects.create(code="ZA1", slug="za1", name="Invented Trust", live=True)
    other = Trust.objects.create(code="ZB2", slug="zb2", name="Other Trust", live=True)
    for one in (other, trust):
        with scope(one):
            person = Person.objects.create(
                trust=one, given_name="Ada", family_name="O’Example\n<b>", started=WHEN.date(), job_title='"Crew"'
            )
            held = Record.objects.create(trust=one, kind="page", reference="PAG-2026-00001", title="ü", opened_at=WHEN)
            for minutes in (3, 1, 2):
                at = WHEN + timedelta(minutes=minutes)
                Move.objects.create(trust=one, record=held, verb=f"v{minutes}", target="t", at=at, by="b", why="1\n2")
            Reader.objects.create(trust=one, record=held, person=person, by="b")
    with scope(trust):
        yield held


def told(rows: Any) -> list[dict[str, Any]]:
    return [{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} for row in rows]


def test_it_gives_what_the_querysets_give_in_one_statement(
    record: Record, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    wanted: list[QuerySet[Any]] = [
        Move.objects.filter(record=record),
        Reader.objects.filter(record=record).order_by("pk"),
        Person.objects.order_by("-family_name", "pk"),
        Record.objects.all(),
        Move.objects.filter(verb="none").order_by("pk"),
        Move.objects.order_by("-at"),
        Post.objects.order_by("pk"),
        PostHolding.objects.order_by("pk"),
    ]
    with django_assert_num_queries(1):
        found = gather(*wanted)
    assert [told(rows) for rows in found] == [told(rows) for rows in wanted]
    assert [row.verb for row in found[0]] == ["v1", "v2", "v3"]
    assert found[0][0].at == WHEN + timedelta(minutes=1)
    assert found[2][0].started == WHEN.date()
    assert not found[0][0]._state.adding


def test_it_holds_them_as_a_prefetch_would(record: Record, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    moves, readers = gather(Move.objects.filter(record=record), Reader.objects.filter(record=record).order_by("pk"))
    people = list(Person.objects.all())
    with django_assert_num_queries(0):
        hold(record, moves=moves, readers=readers)
        hold_targets(readers, "person", people)
        hold_targets(moves, "person", people)
        assert [move.verb for move in record.moves.all()] == ["v1", "v2", "v3"]
        assert record.readers.all()[0].person.given_name == "Ada"
        assert record.moves.all()[0].record is record
        assert record.moves.all()[0].person is None
    assert record.moves.filter(verb="v1").count() == 1


def test_it_gathers_one_table_and_none(record: Record) -> None:
    assert gather() == []
    assert len(gather(Move.objects.filter(record=record))[0]) == 3


def test_it_keeps_to_the_scope(record: Record) -> None:
    assert len(Record.objects.all()) == len(gather(Record.objects.order_by("pk"), Move.objects.all())[0]) == 1


@pytest.mark.django_db
def test_it_raises_without_a_scope() -> None:
    with pytest.raises(ScopeMissing):
        gather(Move.objects.order_by("pk"), Reader.objects.order_by("pk"))


def test_it_refuses_what_would_come_back_otherwise(record: Record) -> None:
    with pytest.raises(TypeError, match="cannot be gathered"):
        gather(Reader.objects.select_related("person"))
    with pytest.raises(TypeError, match="more than columns"):
        gather(Reader.objects.order_by(F("pk").desc()))
