"""Whether a letter can be written on a case now, and if not, what must come first."""

from __future__ import annotations

from holdfast.casework.sanctions.models import Case
from holdfast.casework.sanctions.operations.holding import standing_of
from holdfast.casework.sanctions.rules.safeguards import refusal
from holdfast.casework.sanctions.rules.wording import TITLES


def before_the_letter(case: Case, kind: str) -> str:
    """What must come before a letter of `kind` is written on `case`; "" when it can be written.

    A letter may be drafted while its option is still considered, and is sent for approval only once it is decided.
    """
    if why := refusal(kind, standing_of(case)):
        return why
    again = "Consider the case again first, with the reason."
    if case.state == "closed":
        return f"This case is closed. {again}"
    if case.state == "decided" and not case.sanctioned:
        return f"It was decided that no sanction is sought. {again}"
    rows = [row for row in case.considerations.all() if row.kind == kind]
    if any(row.chosen for row in rows):
        return ""
    if case.state != "open":
        agreed = "agreed" if case.state in ("agreed", "decided") else "proposed"
        return f"{TITLES[kind]} is not among the options that were {agreed}. {again}"
    if rows:
        return f"{TITLES[kind]} was considered and not chosen. Choose it first, with the reason."
    return ""
