"""What the triage page offers: who could investigate, by when, how serious it looks, and where the policy sends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.report import routing_lines
from holdfast.casework.incidents.operations.report_telling import posts_for
from holdfast.casework.incidents.operations.restriction import perhaps_suspected
from holdfast.casework.incidents.queries.queues import due_by
from holdfast.casework.incidents.queries.traits import traits_of
from holdfast.casework.incidents.rules.routing import Routing, route
from holdfast.casework.incidents.rules.triage import suggested_severity
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.queries.people import line_manager_of
from holdfast.foundation.organisation.queries.posts import Holder, acting_in
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.kernel import clock

SECURITY = ("lsms", "security-lead")


@dataclass(frozen=True)
class Candidate:
    """Someone who could investigate; `key` stands for them and their strand in the form."""

    person: Person
    strand: str
    words: str
    hint: str = ""

    @property
    def key(self) -> str:
        return f"{self.strand}-{self.person.pk}"


def routing_of(incident: Incident) -> Routing:
    """What the trust's lines say of the incident as it is told now."""
    return route(traits_of(incident), routing_lines(incident.trust))


def candidates(incident: Incident, viewer: Viewer, routing: Routing) -> list[Candidate]:
    """Who could investigate, the likeliest first, each once and nobody who is suspected.

    First the post that the policy names, then the line manager, then the viewer. Of a restricted incident the line
    manager comes last: being asked would show it to them.
    """
    managers = list(_managers(incident))
    mine = _myself(viewer)
    found = [*_named_by_policy(incident, routing), *([mine, *managers] if incident.restricted else [*managers, mine])]
    once: dict[int, Candidate] = {}
    for candidate in found:
        if not perhaps_suspected(incident, candidate.person):
            once.setdefault(candidate.person.pk, candidate)
    return list(once.values())


def _named_by_policy(incident: Incident, routing: Routing) -> Iterator[Candidate]:
    posts = posts_for(incident.trust_id, [routing.investigate] if routing.investigate else [], incident.unit)
    for holders in acting_in(posts).values():
        for holder in holders:
            yield Candidate(holder.person, routing.strand, f"{holder.person}, {holder.post}", _named_hint(holder))


def _named_hint(holder: Holder) -> str:
    covers = f", standing in for {holder.covers_for}" if holder.covers_for else ""
    return f"The policy gives incidents like this to this post{covers}"


def _managers(incident: Incident) -> Iterator[Candidate]:
    reporter, unit = incident.reporter, incident.unit
    # A manager who reports does not look into their own report: the next one up does.
    who = reporter if reporter is not None and reporter.unit_id == incident.unit_id else unit
    for holder in line_manager_of(who) if who is not None else []:
        title = str(holder.post) if holder.post.pk else incident.trust.term("line_manager")
        hint = f"Stands in for {holder.covers_for}" if holder.covers_for else ""
        yield Candidate(holder.person, "manager", f"{holder.person}, {title}", hint)


def _myself(viewer: Viewer) -> Candidate:
    strand = "lsms" if any(post.role in SECURITY for post in viewer.posts) else "specialist"
    return Candidate(viewer.person, strand, "I do")


def due_to_begin_with(incident: Incident) -> datetime | None:
    """When the findings of an investigation that starts now are due by the trust's policy; None where it sets none."""
    return due_by(incident.trust, "incidents.investigate-within", clock.now())


def suggested_severity_of(incident: Incident) -> str:
    """The severity that the report suggests; empty once one was judged."""
    if incident.severity:
        return ""
    return suggested_severity(
        incident.type,
        injuries={victim.injury for victim in incident.victims.all()},
        weapon=bool(incident.weapon.strip()),
        hate=bool(incident.hate_factors),
        near_miss=incident.near_miss,
    )
