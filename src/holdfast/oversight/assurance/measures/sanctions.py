"""What sanctions tell: one function a measure, each from a case with its rows loaded to facts for the engine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from holdfast.casework.sanctions.models import Case, Letter
from holdfast.kernel.durations import first_instant, last_instant
from holdfast.oversight.assurance.measures.measure import Measure

Facts = dict[str, Any]
Numbers = Mapping[str, Any]

LOADED = ("assents", "outcomes__publicity", "letters__reviews")
"""Relations of a case that the measures read."""


def decided(case: Case, numbers: Numbers) -> Facts:
    """From opened to decided, on a sanction or on none."""
    return {"start": case.record.opened_at, "done": case.decided_at, "ended": None}


def agreed(case: Case, numbers: Numbers) -> list[Facts]:
    """From asked to answered, each post that must agree to the newest proposal."""
    return [
        {
            "subject": row.title,
            "start": row.asked_at,
            "done": row.answered_at,
            "ended": case.decided_at if row.answered_at is None else None,
        }
        for row in case.assents.all()
        if row.round == case.round
    ]


def publicity_decided(case: Case, numbers: Numbers) -> list[Facts]:
    """From kept that a sanction was obtained to the decision whether it is made known, each sanction."""
    return [
        {
            "subject": f"{outcome.get_kind_display()}, {outcome.on:%d.%m.%Y}",
            "start": outcome.at,
            "done": min((row.at for row in outcome.publicity.all()), default=None),
            "ended": None,
        }
        for outcome in case.outcomes.all()
    ]


def reviewed(case: Case, numbers: Numbers) -> list[Facts]:
    """From the service of a letter, or its last review, to the next review, by the day that was set for it."""
    return [facts for letter in case.letters.all() if letter.served_on for facts in _reviews(letter)]


def _reviews(letter: Letter) -> list[Facts]:
    assert letter.served_on is not None
    ended = last_instant(letter.ended_on) if letter.ended_on else None
    start: datetime = first_instant(letter.served_on)
    found: list[Facts] = []
    for number, row in enumerate(sorted(letter.reviews.all(), key=lambda one: one.pk), start=1):
        limit = max(last_instant(row.due_on), start)
        found.append(
            {"subject": f"{letter}, review {number}", "start": start, "done": max(row.at, start), "limit": limit}
        )
        start = max(row.at, start)
    if ended is None:
        limit = max(last_instant(letter.review_on), start)
        found.append({"subject": f"{letter}, review {len(found) + 1}", "start": start, "done": None, "limit": limit})
    return found


SANCTION_MEASURES: tuple[Measure, ...] = tuple(
    Measure(f"sanctions.{name}", "deadline", title, facts.__doc__ or "", facts, area="sanctions", of="sanction")
    for name, title, facts in (
        ("decided", "Decided in time", decided),
        ("agreed", "Answered in time by those who must agree", agreed),
        ("publicity-decided", "Publicity decided in time", publicity_decided),
        ("reviewed", "Letters reviewed in time", reviewed),
    )
)
