"""References: each is used once, in order, and a gap tells nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.test import override_settings

from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.records.operations.spine import LONGEST_STEP, next_reference, past_references


@pytest.fixture
def trust(db: None) -> Trust:
    return Trust.objects.create(code="ZA1", name="Example", slug="example", live=True)


def numbers(trust: Trust, count: int) -> list[int]:
    with scope(trust):
        return [next_reference(trust, "INC").number for _ in range(count)]


def test_it_steps_by_chance_and_never_back(trust: Trust) -> None:
    found = numbers(trust, 60)
    steps = {after - before for before, after in pairwise(found)}
    assert found[0] == 1
    assert steps == set(range(1, LONGEST_STEP + 1))


def test_it_goes_on_after_what_was_brought_in(trust: Trust) -> None:
    with scope(trust):
        first = next_reference(trust, "INC")
        past = past_references(trust, "INC", first.year, 20)
        found = [first, *past, next_reference(trust, "INC")]
    assert len({reference.number for reference in found}) == 22
    assert [reference.number for reference in found] == sorted(reference.number for reference in found)


def test_it_steps_as_nobody_outside_can_foresee(trust: Trust) -> None:
    with override_settings(SECRET_KEY="one" * 20):
        ours = numbers(trust, 30)
    other = Trust.objects.create(code="ZB2", name="Other", slug="other", live=True)
    with override_settings(SECRET_KEY="one" * 20):
        assert numbers(other, 30) != ours
