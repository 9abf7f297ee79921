"""The numbers of the policy as pages and files show them, and what setting one would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from holdfast.foundation.pages.words import day_in_words
from holdfast.oversight.assurance.operations.previewing import Preview
from holdfast.oversight.assurance.presenters.own_numbers import plainly, set_in_words
from holdfast.oversight.assurance.presenters.sheet import Sheet
from holdfast.oversight.assurance.presenters.words import Line, line_of, value_in_words
from holdfast.oversight.assurance.queries.numbers import NumberInPolicy
from holdfast.oversight.assurance.rules.decided import ALWAYS


@dataclass(frozen=True)
class NumberShown:
    """A number with its value in words, and, where it is the trust's own, how that came about."""

    number: NumberInPolicy
    value: str
    printed: str
    own: str


@dataclass(frozen=True)
class Would:
    """One duty as it stands and as it would stand."""

    now: Line
    then: Line


def shown_of(number: NumberInPolicy) -> NumberShown:
    """One number for people."""
    value, printed = (value_in_words(one, number.unit) for one in (number.value, number.printed))
    return NumberShown(number, value, printed, _own(number))


def numbers_shown(numbers: Sequence[NumberInPolicy]) -> dict[str, list[NumberShown]]:
    """Those that nobody has set, and those that are set."""
    rows = [shown_of(one) for one in numbers]
    return {"unset": [one for one in rows if not one.value], "set": [one for one in rows if one.value]}


def _own(number: NumberInPolicy) -> str:
    decided = number.decided
    if decided is None or not number.set_by_trust:
        return ""
    printed = f"The policy prints: {plainly(number.printed)}." if number.printed else "The policy prints none."
    since = "" if decided.since == ALWAYS else f" It holds from {day_in_words(decided.since)} on."
    return f"{printed} {set_in_words(decided)}{since}"


def preview_shown(found: Preview) -> dict[str, Any]:
    """What a number would change, for its page: the duties that would stand otherwise first, and how many would not."""
    rows = [Would(line_of(now), line_of(then)) for now, then in found.duties]
    changed = [row for row in rows if (row.now.shown, row.now.sentence) != (row.then.shown, row.then.sentence)]
    return {"changed": changed, "same": len(rows) - len(changed), "duties": len(rows), "partly": found.partly}


def sheet_of(numbers: Sequence[NumberInPolicy]) -> Sheet:
    """One row a number; empty where nobody has set it."""
    return Sheet(
        title="Numbers of the policy",
        name="policy-numbers",
        columns=(
            *("Question", "Key", "Clause", "Now", "Printed", "Set by the trust", "Why", "Holds from", "Entered by"),
            *("Entered", "Duties that turn on it"),
        ),
        rows=[
            [
                *(one.asks, one.key, one.clause),
                *(value_in_words(one.value, one.unit), value_in_words(one.printed, one.unit)),
                *("Yes" if one.set_by_trust else "", one.reason),
                *(
                    (one.decided.since if one.decided.since > ALWAYS else None, one.decided.by, one.decided.at)
                    if one.decided and one.set_by_trust
                    else (None, "", None)
                ),
                ", ".join(duty.clause.ref or duty.key for duty in one.duties),
            ]
            for one in numbers
        ],
    )
