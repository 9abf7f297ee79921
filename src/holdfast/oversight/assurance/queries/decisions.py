"""What a trust decided about the numbers of its policy, and what of it concerns one duty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from holdfast.foundation.organisation.models import Number, Trust
from holdfast.oversight.assurance.models import NumberDecision
from holdfast.oversight.assurance.rules.decided import ALWAYS, Decided


def decisions_of(trust: Trust) -> list[NumberDecision]:
    """All of them in the order in which they were made. The trust's scope must be open.

    A number that the trust has of its own without a decision (it was set before there was a policy) holds from ever on.
    """
    rows = list(NumberDecision.objects.filter(trust=trust).order_by("pk"))
    known = {row.key for row in rows}
    own = Number.objects.filter(trust=trust, set_by_trust=True).exclude(value="").exclude(key__in=known)
    earlier = [
        NumberDecision(trust=trust, key=row.key, value=row.value, since=ALWAYS, why=row.reason, by="") for row in own
    ]
    return [*earlier, *rows]


def decided_of(
    decisions: Iterable[NumberDecision], uses: Mapping[str, str], printed: Mapping[str, Any]
) -> list[Decided]:
    """What of it concerns a duty that `uses` numbers, by name, for which its policy has `printed` values."""
    found = []
    for row in decisions:
        at = row.at if row.by else None
        for name, key in uses.items():
            if key == row.key:
                found.append(Decided(name, row.value or None, printed.get(name), row.since, at, row.by, row.why))
    return found
