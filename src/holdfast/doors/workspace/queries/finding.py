"""Finding whatever the viewer may know of: incidents, places, people, and their own reports."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.urls import reverse

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.queries.report import reports_of, second_reports_of
from holdfast.casework.incidents.queries.searching import matching
from holdfast.casework.incidents.queries.visibility import visible_to, with_reference
from holdfast.foundation.organisation.models import Person, Site
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.queries.people import find_people
from holdfast.foundation.organisation.queries.sites import find_sites
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.models import Record
from holdfast.foundation.records.visibility import page_of, sees
from holdfast.kernel.references import Reference

INCIDENTS = 20
OTHERS = 10


@dataclass
class Found:
    """What answers to some words; each list is cut, and `more_…` says that there is more of it."""

    incidents: list[Incident] = field(default_factory=list)
    more_incidents: bool = False
    own: list[Incident] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    more_sites: bool = False
    people: list[Person] = field(default_factory=list)
    more_people: bool = False

    def __bool__(self) -> bool:
        return bool(self.incidents or self.own or self.sites or self.people)


def find(viewer: Viewer, words: str) -> Found:
    """What answers to `words` of all that `viewer` may know of, the newest incidents first. Nothing for no words."""
    found = Found()
    if not words.strip():
        return found
    if viewer.may(Permission.LIST_INCIDENTS):
        rows = matching(visible_to(viewer), words).select_related("record", "site")
        found.incidents = list(rows.order_by("-reported_at", "-pk")[: INCIDENTS + 1])
    else:
        found.own = list(_own_reports(viewer, words)[:INCIDENTS])
    if sees_sites(viewer):
        found.sites = list(find_sites(viewer.trust, words, closed=True)[: OTHERS + 1])
    if sees_people(viewer):
        found.people = list(find_people(viewer.trust, words, left=True).select_related("unit")[: OTHERS + 1])
    found.incidents, found.more_incidents = _cut(found.incidents, INCIDENTS)
    found.sites, found.more_sites = _cut(found.sites, OTHERS)
    found.people, found.more_people = _cut(found.people, OTHERS)
    return found


def referred_to(viewer: Viewer, words: str) -> str | None:
    """Where the reference in `words` leads: the page of a record that the viewer may open, or their own report.

    None for words that are no reference, and alike for what is not theirs and what does not exist.
    """
    try:
        reference = str(Reference.parse(words))
    except ValueError:
        return None
    record = Record.objects.filter(reference=reference).first()
    if record is None:
        return None
    if record.kind != "incident":
        return page_of(record) if sees(viewer, record) else None
    if viewer.may(Permission.LIST_INCIDENTS) and sees(viewer, record):
        return page_of(record)
    second = second_reports_of(viewer.person).filter(incident__record__reference=reference)
    if with_reference(reports_of(viewer.person), reference).exists() or second.exists():
        return reverse("incidents:my-report", args=[reference])
    return None


def sees_sites(viewer: Viewer) -> bool:
    """True when the viewer may look up places."""
    return viewer.may(Permission.LIST_INCIDENTS) or viewer.may(Permission.MANAGE_ORGANISATION)


def sees_people(viewer: Viewer) -> bool:
    """True when the viewer may look up any colleague."""
    return viewer.may(Permission.SEE_ALL_INCIDENTS) or viewer.may(Permission.MANAGE_PEOPLE)


def _own_reports(viewer: Viewer, words: str) -> QuerySet[Incident]:
    """The viewer's own reports by what they told themselves.

    Not by the index of all words: it holds what others found out since, and a reporter must not learn it by asking.
    """
    rows = reports_of(viewer.person)
    for word in re.findall(r"\w+", words)[:6]:
        rows = rows.filter(
            Q(description__icontains=word) | Q(record__title__icontains=word) | Q(site__name__icontains=word)
        )
    return rows


def _cut(rows: list, most: int) -> tuple[list, bool]:
    return rows[:most], len(rows) > most
