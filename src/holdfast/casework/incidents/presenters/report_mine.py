"""What a reporter sees of their own reports: what they told, what was added, what came of it; not how it is judged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from holdfast.casework.incidents.models import Addition, Draft, Exchange, Incident
from holdfast.casework.incidents.queries.report import news_for, reports_of, second_reports_of
from holdfast.casework.incidents.rules.report_words import FACT_WORDS
from holdfast.casework.incidents.rules.taxonomy import TYPES, Family
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.records.models import Evidence
from holdfast.kernel import clock

PER_PAGE = 30
NEW_ROW = re.compile(r" \(new \d+\)$")

PROGRESS: dict[str, tuple[str, str]] = {
    "reported": ("Received", "new"),
    "triaged": ("Read, decided what happens next", "going"),
    "investigating": ("Being looked into", "going"),
    "reviewing": ("Being looked into", "going"),
    "concluded": ("Looked into", "going"),
    "closed": ("Closed", "done"),
    "routed-out": ("Passed on", "off"),
    "merged": ("Kept with another report", "off"),
}
"""Where a report stands, in words for whoever sent it, and the meaning of their tag."""

STEPS: dict[str, str] = {
    "reported": "Received",
    "triaged": "Read and decided",
    "assigned": "Someone looks into it",
    "approved": "Looked into",
    "routed": "Passed on",
    "merged": "Kept with another report",
    "closed": "Closed",
    "reopened": "Opened again",
    "message": "A message for you",
    "answer": "Your message",
}


@dataclass(frozen=True)
class Event:
    """One line of what happened, as pages/components/timeline.html shows it."""

    at: datetime
    title: str
    by: str = ""
    text: str = ""
    tag: str = ""
    meaning: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listed:
    """One report in the list of somebody's reports."""

    reference: str
    title: str
    url: str
    at: datetime
    stage: str
    meaning: str
    news: int = 0
    second: bool = False


def draft_words(draft: Draft) -> dict[str, Any]:
    """A draft in the list of what was begun: what it is about, as far as that was chosen, and when it was saved."""
    kinds = draft.answers.get("type") or [""]
    kind = TYPES.get(kinds[0])
    told = " ".join((draft.answers.get("description") or [""])[0].split())
    return {
        "title": kind.title if kind else "Not chosen yet",
        "beginning": told[:80] + ("…" if len(told) > 80 else ""),
        "saved_at": draft.saved_at,
        "key": draft.key,
        "url": f"{reverse('incidents:report')}?draft={draft.key}",
        "discard_url": reverse("incidents:discard-draft", args=[draft.key]),
    }


def receipt_page(incident: Incident, addition: Addition | None, *, signed_in: bool) -> dict[str, Any]:
    """What the receipt says."""
    first = next(iter(news_for(incident, addition)), None)
    return {
        "incident": incident,
        "trust": incident.trust,
        "addition": addition,
        "page_title": "We have added what you told" if addition else "We have your report",
        "reference": incident.reference,
        "first": first,
        "violence": TYPES[incident.type].family is Family.VIOLENCE or (addition is None and incident.victims.exists()),
        "restricted": incident.restricted,
        "signed_in": signed_in,
        "hurt": addition is None and incident.victims.exclude(injury__in=("", "none")).exists(),
    }


def listed_reports(person: Person, *, before: str = "") -> dict[str, Any]:
    """A page of somebody's reports, the last one first; `before` is the mark that the older page goes on from."""
    mark = _moment(before)
    own, second = reports_of(person), second_reports_of(person)
    if mark is not None:
        own, second = own.filter(reported_at__lt=mark), second.filter(at__lt=mark)
    rows = [_listed(incident) for incident in own[: PER_PAGE + 1]]
    rows += [_listed_second(addition) for addition in second[: PER_PAGE + 1]]
    rows.sort(key=lambda row: row.at, reverse=True)
    shown = rows[:PER_PAGE]
    return {
        "page_title": "My reports",
        "reports": _with_news(shown, person),
        "older_url": f"?before={shown[-1].at.timestamp():.6f}" if len(rows) > PER_PAGE else "",
        "report_url": reverse("incidents:report"),
    }


def report_page(incident: Incident, addition: Addition | None) -> dict[str, Any]:
    """Everything on the page of one report, for who sent it. Marks the words to them as read."""
    words = list(news_for(incident, addition))
    unread = [exchange.pk for exchange in words if not exchange.from_reporter and exchange.read_at is None]
    if unread:
        Exchange.objects.filter(pk__in=unread).update(read_at=clock.now())
    stage, meaning = PROGRESS[incident.stage]
    expected = next((exchange for exchange in reversed(words) if not exchange.from_reporter), None)
    later = incident.additions.filter(is_report=False, second_report=addition).order_by("at", "pk")
    return {
        "incident": incident,
        "trust": incident.trust,
        "addition": addition,
        "reference": incident.reference,
        "page_title": incident.record.title if addition is None else "What you added",
        "stage": stage,
        "meaning": meaning,
        "expected": expected if expected and expected.next_by and incident.stage != "closed" else None,
        "timeline": _events(incident, words, later, addition),
        "told_at": addition.at if addition else incident.reported_at,
        "told_words": addition.words if addition else _first_told("description", incident),
        "told_at_once": "" if addition else _first_told("done_at_once", incident),
        "told": [] if addition else incident.told,
        "files": _own_files(incident, addition),
        "closed": incident.stage == "closed",
    }


def _events(
    incident: Incident, words: list[Exchange], later: QuerySet[Addition], addition: Addition | None
) -> list[Event]:
    events = [
        Event(
            at=exchange.at,
            title=STEPS.get(exchange.step, "News"),
            by=_who(exchange) if not exchange.from_reporter else "you",
            text=exchange.words,
            tag="New" if not exchange.from_reporter and exchange.read_at is None else "",
            meaning="new" if not exchange.from_reporter and exchange.read_at is None else "",
            marks=(f"Next step by {exchange.next_by:%-d %B %Y}",) if exchange.next_by else (),
        )
        for exchange in words
    ]
    for row in later:
        if row.from_reporter:
            # Numbers of rows mean nothing to people.
            marks = tuple(f"{NEW_ROW.sub('', name)}: {after}" for name, (_, after) in row.changes.items())
            events.append(Event(at=row.at, title="You added", by="you", text=row.words, marks=marks))
        elif addition is None and (put_right := [name for name in row.changes if name in FACT_WORDS.values()]):
            title = "Put right: " + ", ".join(name[:1].lower() + name[1:] for name in put_right)
            events.append(Event(at=row.at, title=title, by=row.by))
    return sorted(events, key=lambda event: event.at)


def _who(exchange: Exchange) -> str:
    if exchange.step == "reported":
        return ""  # nobody has decided anything yet
    return ", ".join(dict.fromkeys(part for part in (exchange.by, exchange.post) if part))


def _first_told(name: str, incident: Incident) -> str:
    """A long text as it was first told: what the first later change of it keeps as before, or what it still is."""
    words = FACT_WORDS[name]
    for row in incident.additions.filter(is_report=False).order_by("at", "pk"):
        if words in row.changes:
            return str(row.changes[words][0])
    return str(getattr(incident, name))


def _own_files(incident: Incident, addition: Addition | None) -> list[dict[str, Any]]:
    """The files that this reporter sent: that they are there, not the files themselves."""
    person = addition.person_id if addition else incident.reporter_id
    files = Evidence.objects.filter(record_id=incident.pk, withdrawn_at=None, erased_at=None, person_id=person)
    if person is None:
        strangers = incident.additions.filter(is_report=True, person=None).count() + (incident.reporter_id is None)
        # Files of two people without an account cannot be told apart: then neither sees the other's.
        files = files.filter(added_by__in=ANONYMOUS_NAMES) if strangers == 1 else files.none()
    return [{"name": file.name, "size": file.size, "at": file.added_at} for file in files.order_by("added_at", "pk")]


ANONYMOUS_NAMES = ("Someone without an account", "Someone anonymous")
"""By these names files of reporters without an account are kept."""


def _listed(incident: Incident) -> Listed:
    stage, meaning = PROGRESS[incident.stage]
    return Listed(
        reference=incident.reference,
        title=incident.record.title,
        url=reverse("incidents:my-report", args=[incident.reference]),
        at=incident.reported_at,
        stage=stage,
        meaning=meaning,
    )


def _listed_second(addition: Addition) -> Listed:
    incident = addition.incident
    stage, meaning = PROGRESS[incident.stage]
    return Listed(
        reference=incident.reference,
        title="You added to a report that we had already",
        url=reverse("incidents:my-report", args=[incident.reference]),
        at=addition.at,
        stage=stage,
        meaning=meaning,
        second=True,
    )


def _with_news(rows: list[Listed], person: Person) -> list[dict[str, Any]]:
    unread = Exchange.objects.filter(from_reporter=False, read_at=None)
    own = unread.filter(incident__reporter=person, addition=None).exclude(step="reported")
    second = unread.filter(addition__person=person).exclude(step="reported")
    news: set[tuple[str, bool]] = {
        *((reference, False) for reference in own.values_list("incident__record__reference", flat=True)),
        *((reference, True) for reference in second.values_list("incident__record__reference", flat=True)),
    }
    return [{"row": row, "news": (row.reference, row.second) in news} for row in rows]


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(text), tz=clock.LONDON) if text else None
    except (ValueError, OverflowError, OSError):
        return None
