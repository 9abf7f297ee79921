"""My work as a page shows it: in groups by how urgent it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

from holdfast.foundation.records.work import WorkItem

SOON = timedelta(hours=48)
"""What has no time of its own from which it warns is due soon from so long before its limit on."""

SHOWN = 10
"""Lines of each group that are shown at first: nobody does more in one go, and a phone shows them in three screens."""

GROUPS = {
    "overdue": ("Overdue", "late"),
    "soon": ("Due soon", "soon"),
    "later": ("Later", "waiting"),
    "undated": ("No date set", "plain"),
}


@dataclass(frozen=True)
class WorkLine:
    """One line for `pages/components/work_list.html`."""

    title: str
    url: str
    verb: str
    reference: str
    due: datetime | None
    tag: str
    meaning: str
    why: str
    restricted: bool


@dataclass
class WorkGroup:
    """The lines of one urgency, at first SHOWN of them. `all_url` leads to the page with all, when they are cut."""

    key: str
    title: str
    total: int = 0
    work: list[WorkLine] = field(default_factory=list)
    all_url: str = ""


def grouped(items: Sequence[WorkItem], now: datetime, *, whole: str = "") -> list[WorkGroup]:
    """`items`, in order of their dates, in groups; empty groups are left out.

    `whole` is the key of the group to show with all its lines. Due exactly now is not overdue yet.
    """
    groups = {key: WorkGroup(key, title) for key, (title, _) in GROUPS.items()}
    for item in items:
        group = groups[urgency(item, now)]
        group.total += 1
        if group.total <= SHOWN or group.key == whole:
            group.work.append(_line(item, group.key))
    for group in groups.values():
        if group.total > len(group.work):
            group.all_url = f"?{urlencode({'all': group.key})}#{group.key}"
    return [group for group in groups.values() if group.total]


def urgency(item: WorkItem, now: datetime) -> str:
    """The key of the group in GROUPS that `item` belongs to at `now`."""
    if item.due is None:
        return "undated"
    if item.due < now:
        return "overdue"
    return "soon" if (item.warns or item.due - SOON) <= now else "later"


def _line(item: WorkItem, group: str) -> WorkLine:
    title, meaning = GROUPS[group]
    why = f"{item.what}, for {item.on_behalf_of}, who is away" if item.on_behalf_of else item.what
    return WorkLine(
        title=item.title,
        url=item.url,
        verb=item.verb,
        reference=item.reference,
        due=item.due,
        tag=title if group in ("overdue", "soon") else "",
        meaning=meaning if group in ("overdue", "soon") else "",
        why=why,
        restricted=item.restricted,
    )
