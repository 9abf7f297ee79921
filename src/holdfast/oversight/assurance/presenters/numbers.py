"""The numbers of the policy as a table to take away."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.oversight.assurance.presenters.sheet import Sheet
from holdfast.oversight.assurance.presenters.words import value_in_words
from holdfast.oversight.assurance.queries.numbers import NumberInPolicy


def sheet_of(numbers: Sequence[NumberInPolicy]) -> Sheet:
    """One row a number; empty where nobody has set it."""
    return Sheet(
        title="Numbers of the policy",
        name="policy-numbers",
        columns=("Question", "Key", "Clause", "Now", "Printed", "Set by the trust", "Why", "Duties that turn on it"),
        rows=[
            [
                *(one.asks, one.key, one.clause),
                *(value_in_words(one.value, one.unit), value_in_words(one.printed, one.unit)),
                *("Yes" if one.set_by_trust else "", one.reason),
                ", ".join(duty.clause.ref or duty.key for duty in one.duties),
            ]
            for one in numbers
        ],
    )
