"""The register of sanctions: filters, and pages by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Case as Choice
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from holdfast.casework.sanctions.models import Case, Letter, Outcome, Recovery
from holdfast.casework.sanctions.queries.visibility import visible_to
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.kernel import clock

PAGE = 50
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Chosen:
    """What someone filters by; empty means any. `waiting` is a key of WAITING."""

    text: str = ""
    states: Sequence[str] = ()
    waiting: str = ""

    @property
    def active(self) -> int:
        """How many filters are set."""
        return bool(self.text.strip()) + bool(self.states) + bool(self.waiting)


@dataclass
class Page:
    """One page of rows, and the cursors of its neighbours (empty: there is none)."""

    rows: list[Case] = field(default_factory=list)
    newer: str = ""
    older: str = ""


WAITING: dict[str, str] = {
    "approval": "A letter waits for approval",
    "service": "A letter waits to be served",
    "review": "A review is due",
    "ending": "A letter runs out",
    "publicity": "Publicity is undecided",
    "money": "Money is outstanding",
}


def chosen_cases(viewer: Viewer, chosen: Chosen) -> QuerySet[Case]:
    """The cases that `viewer` may see and that `chosen` asks for."""
    rows = visible_to(viewer)
    if chosen.states:
        rows = rows.filter(state__in=list(chosen.states))
    if text := chosen.text.strip():
        reference = Q(record__reference__icontains=text) | Q(incident__record__reference__icontains=text)
        rows = rows.filter(reference | Q(subject__name__icontains=text))
    return rows.filter(_waits_for(chosen.waiting)) if chosen.waiting in WAITING else rows


def _waits_for(what: str) -> Q:
    letters = Letter.objects.filter(case=OuterRef("pk"))
    in_force = letters.filter(state="in-force")
    today = clock.today()
    conditions = {
        "approval": Q(Exists(letters.filter(state="submitted"))),
        "service": Q(Exists(letters.filter(state="approved"))),
        "review": Q(Exists(in_force.filter(review_on__lte=today))),
        "ending": Q(Exists(in_force.filter(valid_until__lte=today + SOON))),
        "publicity": Q(Exists(Outcome.objects.filter(case=OuterRef("pk"), publicity__isnull=True))),
        "money": Q(Exists(_outstanding())),
    }
    return conditions[what]


def _outstanding() -> QuerySet[Recovery]:
    """Claims of the case of which something is still to come; see rules.money.Sums.outstanding."""
    rows = Recovery.objects.filter(case=OuterRef("pk"))
    rows = rows.annotate(
        whole=Choice(When(agreed__gt=0, then=F("agreed")), default=F("claimed")),
        got=Coalesce(Sum("receipts__pence"), Value(0)),
    )
    return rows.filter(whole__gt=F("got") + F("written_off"))


def page_of_cases(rows: QuerySet[Case], cursor: str = "") -> Page:
    """The page after (`o12`) or before (`n12`) the case with that key, newest first; else the first one."""
    direction, key = cursor[:1], cursor[1:]
    ordered = rows.select_related("record", "subject", "incident__record")
    if key.isdecimal() and len(key) < 19 and direction == "n":
        found = list(ordered.filter(pk__gt=int(key)).order_by("pk")[: PAGE + 1])
        more, found = len(found) > PAGE, found[:PAGE][::-1]
        if more:
            return Page(found, newer=f"n{found[0].pk}", older=f"o{found[-1].pk}")
        direction = ""
    older = direction == "o" and key.isdecimal() and len(key) < 19
    if older:
        ordered = ordered.filter(pk__lt=int(key))
    found = list(ordered.order_by("-pk")[: PAGE + 1])
    if not found and older:
        return page_of_cases(rows)
    more, found = len(found) > PAGE, found[:PAGE]
    return Page(found, newer=f"n{found[0].pk}" if older else "", older=f"o{found[-1].pk}" if more else "")
