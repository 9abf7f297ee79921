from __future__ import annotations

import pytest

from holdfast.foundation.audit.models import Entry, Seal, SealedEntry
from holdfast.foundation.audit.operations import seal, sealing
from holdfast.foundation.audit.queries import unsealed
from holdfast.foundation.audit.verification import verify

from .trail import LSMS, TICK, triage, triage_many, write_with_number


def held_by(number: int) -> list[int]:
    return list(SealedEntry.objects.filter(seal=number).order_by("entry").values_list("entry_id", flat=True))


@pytest.mark.django_db
def test_it_seals_all_entries_since_the_last_seal():
    first = triage_many(by=LSMS, count=3)
    [one] = seal(by=TICK)
    second = triage_many(by=LSMS, count=2)
    [two] = seal(by=TICK)

    assert held_by(one.number) == [entry.pk for entry in first]
    assert held_by(two.number) == [entry.pk for entry in second]
    assert (one.number, one.count, two.number, two.count) == (1, 3, 2, 2)
    assert two.previous_hash == one.seal_hash
    assert two.sealed_by == "Holdfast (tick) (system:tick)"


@pytest.mark.django_db
def test_it_makes_no_seal_when_nothing_waits():
    assert seal(by=TICK) == []
    triage(by=LSMS)
    seal(by=TICK)

    assert seal(by=TICK) == []
    assert Seal.objects.count() == 1


@pytest.mark.django_db
def test_it_writes_down_the_hash_that_each_entry_had():
    entry = triage(by=LSMS)
    seal(by=TICK)

    assert SealedEntry.objects.get(entry=entry).entry_hash == entry.entry_hash


@pytest.mark.django_db
def test_it_seals_an_entry_that_comes_late_with_an_earlier_number():
    write_with_number(20)
    [one] = seal(by=TICK)
    write_with_number(10)
    [two] = seal(by=TICK)

    assert (held_by(1), held_by(2)) == ([20], [10])
    assert (one.reached, two.reached) == (20, 20)
    assert verify().intact


@pytest.mark.django_db
def test_it_looks_a_day_of_seals_back_and_now_and_then_at_everything(monkeypatch):
    monkeypatch.setattr(sealing, "A_DAY_OF_SEALS", 3)
    for number in (20, 30, 40):
        write_with_number(number)
        seal(by=TICK)
    write_with_number(10)  # later than any transaction lasts
    write_with_number(25)

    seal(by=TICK)
    assert held_by(4) == [25]
    write_with_number(50)
    seal(by=TICK)
    assert held_by(5) == [50]
    write_with_number(60)
    seal(by=TICK)
    assert held_by(6) == [10, 60]
    assert verify().intact


@pytest.mark.django_db
def test_it_makes_several_seals_of_very_many_entries(monkeypatch):
    monkeypatch.setattr(sealing, "MOST_IN_ONE_SEAL", 4)
    triage_many(by=LSMS, count=10)

    assert [made.count for made in seal(by=TICK)] == [4, 4, 2]
    assert not unsealed().exists()
    assert verify().intact


@pytest.mark.django_db
def test_it_costs_a_fixed_number_of_statements(django_assert_num_queries):
    triage_many(by=LSMS, count=200)
    seal(by=TICK)
    triage_many(by=LSMS, count=50)

    with django_assert_num_queries(13):
        seal(by=TICK)


@pytest.mark.django_db
def test_it_leaves_no_entry_of_its_own_that_would_wait_for_the_next_seal():
    triage(by=LSMS)
    seal(by=TICK)

    assert Entry.objects.count() == 1
