"""Days that must come in order: told by the field that is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


class WrongOrder(ValueError):
    """Days that cannot be; `faults` says what is wrong by field."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


def check_order(*days: tuple[str, str, date | None], past: Sequence[str] = (), today: date | None = None) -> None:
    """Raise WrongOrder unless each known day is on or after the known one before it.

    `days` are triples of field, what the day is called, and the day. Those in `past` must not come after `today`.
    """

    def written(known: date) -> str:
        return f"{known.day} {known:%B %Y}"

    faults: dict[str, str] = {}
    before: tuple[str, date] | None = None
    for field, called, day in days:
        if day is None:
            continue
        if before is not None and day < before[1]:
            faults[field] = (
                f"{called[:1].upper()}{called[1:]} cannot be before {before[0]}. Enter {written(before[1])} or later."
            )
        if today is not None and field in past and day > today:
            faults[field] = (
                f"{called[:1].upper()}{called[1:]} cannot be in the future. Enter {written(today)} or earlier."
            )
        before = (called, day)
    if faults:
        raise WrongOrder(faults)
