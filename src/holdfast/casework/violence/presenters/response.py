"""The checklist of each person affected, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.violence.models import NoMarker
from holdfast.casework.violence.queries.response import checklists
from holdfast.casework.violence.queries.visibility import markers_visible_to, supported_by
from holdfast.casework.violence.rules.response import Line
from holdfast.foundation.organisation.models import Post
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.kernel import clock


@dataclass(frozen=True)
class Row:
    """One item as a row: `tag` with its meaning, who did it when or why not, and the addresses that act on it."""

    words: str
    clause: str
    tag: tuple[str, str]
    due: datetime | None
    at: datetime | None = None
    by: str = ""
    why_not: str = ""
    note: str = ""
    shown: bool = False
    open: bool = False
    optional: bool = False
    url: str = ""
    done_url: str = ""
    here_url: str = ""


@dataclass(frozen=True)
class PersonCard:
    """One person affected: the rows by who owes them, how many are still open, and the way to their support."""

    key: int
    name: str
    standing: str
    groups: list[tuple[str, list[Row]]]
    open: int
    all: int
    support_url: str


def cards_of(incident: Incident, viewer: Viewer) -> list[PersonCard]:
    """Each person affected by the incident, with the checklist."""
    found = checklists(incident)
    titles = dict(
        Post.objects.filter(trust=incident.trust, key__in={line.item.who for _, lines in found for line in lines})
        .order_by("-unit_id")
        .values_list("key", "title")
    )
    seen = set(supported_by(viewer).filter(incident=incident).values_list("pk", flat=True))
    return [_card(incident, victim, lines, titles, seen) for victim, lines in found]


def _card(incident: Incident, victim: Victim, lines: list[Line], titles: dict[str, str], seen: set[int]) -> PersonCard:
    groups: dict[str, list[Row]] = {}
    for line in lines:
        who = "The person affected" if line.item.who == "victim" else titles.get(line.item.who, line.item.who)
        groups.setdefault(who, []).append(_row(incident, victim, line))
    duties = [line for line in lines if not line.item.optional]
    return PersonCard(
        key=victim.pk,
        name=str(victim.person) if victim.person else victim.name or "Someone whose name is not known",
        standing=victim.get_standing_display(),
        groups=list(groups.items()),
        open=sum(line.open for line in duties),
        all=len(duties),
        support_url=reverse("violence:support", args=[incident.reference, victim.pk]) if victim.pk in seen else "",
    )


def _row(incident: Incident, victim: Victim, line: Line) -> Row:
    where = [incident.reference, victim.pk, line.item.key]
    answer = line.answer
    return Row(
        words=line.item.words,
        clause=line.item.clause,
        tag=_tag(line),
        due=line.due,
        at=answer.done_at if answer else None,
        by=answer.by if answer else "",
        why_not=answer.why_not if answer else "",
        note=answer.note if answer else "",
        shown=bool(answer and answer.shown),
        open=answer is None,
        optional=line.item.optional,
        url=reverse("violence:step", args=where),
        done_url=reverse("violence:step-done", args=where),
    )


def _tag(line: Line) -> tuple[str, str]:
    if line.answer is not None:
        if line.answer.why_not:
            return "Not done", "off"
        return ("Done late", "soon") if line.late else ("Done", "done")
    if line.item.optional:
        return "If they wish", "plain"
    if line.overdue(clock.now()):
        return "Overdue", "late"
    return ("Under way: offered, no answer yet", "going") if line.begun else ("To do", "waiting")


@dataclass(frozen=True)
class MarkerLine:
    """Whether a marker was asked for from an incident, and what can be done about it."""

    reference: str = ""
    state: str = ""
    url: str = ""
    none: str = ""
    ask_url: str = ""
    none_url: str = ""


def marker_line(incident: Incident, viewer: Viewer) -> MarkerLine:
    """The incident's newest marker, or why there is none, or the way to ask for one."""
    marker = incident.markers.select_related("record").order_by("-asked_at", "-pk").first()
    asks = reverse("violence:ask-for-marker", args=[incident.reference])
    none = reverse("violence:no-marker", args=[incident.reference])
    if marker is not None:
        seen = markers_visible_to(viewer).filter(pk=marker.pk).exists()
        url = reverse("violence:marker", args=[marker.reference]) if seen else ""
        over = marker.state in ("refused", "removed", "lapsed")
        return MarkerLine(marker.reference, marker.get_state_display(), url, ask_url=asks if over else "")
    reason = NoMarker.objects.filter(incident=incident).values_list("reason", flat=True).first() or ""
    return MarkerLine(none=reason, ask_url=asks, none_url=none)


def own_rows(victim: Victim) -> list[Row]:
    """What the policy asks of, and offers to, the person affected: for their own page, with nobody else's part.

    `here_url` leads to the page of an item that has one: asking for a marker, saying what one wishes.
    """
    places = {
        "marker-asked": reverse("violence:ask-for-marker", args=[victim.incident.reference]),
        "wishes": reverse("violence:my-wishes", args=[victim.pk]),
    }
    found = next((lines for one, lines in checklists(victim.incident) if one.pk == victim.pk), [])
    return [
        replace(
            _row(victim.incident, victim, line),
            tag=("If you wish", "plain") if line.answer is None and line.item.optional else _tag(line),
            done_url=reverse("violence:my-step", args=[victim.pk, line.item.key]),
            here_url=places.get(line.item.shown_by, ""),
        )
        for line in found
        if line.item.who == "victim"
    ]
