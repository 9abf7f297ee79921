"""What someone owes on incidents, as lines of "my work"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from django.urls import reverse

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.queries.awaiting import (
    awaiting_check,
    awaiting_closure,
    awaiting_review,
    awaiting_triage,
    investigations_of,
    statements_overdue_for,
    statements_owed_by,
    units_checked_by,
    unread_answers,
    unread_lessons,
    unread_referrals,
)
from holdfast.casework.incidents.queries.visibility import covered_for
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.work import WorkItem
from holdfast.kernel.durations import Duration, after

MOST = 100
"""How many lines one queue gives; the list of incidents shows the rest."""


def due_by(trust: Trust, number: str, start: datetime) -> datetime | None:
    """The instant by which the trust's `number` asks for something that began at `start`; None where it sets none."""
    within = trust.number(number)
    return after(start, Duration.parse(within)) if within else None


def owed_by(viewer: Viewer) -> list[WorkItem]:
    """Everything about incidents that the viewer owes, or owes for whom they stand in, what is due first first."""
    return sorted(
        chain(
            _to_triage(viewer),
            _to_check(viewer),
            _to_investigate(viewer),
            _to_review(viewer),
            _to_close(viewer),
            _statements(viewer),
            _to_chase(viewer),
            _referrals(viewer),
            _answers(viewer),
            _lessons(viewer),
        )
    )


def _page(incident: Incident) -> str:
    return reverse("incidents:incident", args=[incident.reference])


def _item(
    incident: Incident,
    *,
    what: str,
    verb: str,
    since: datetime,
    url: str,
    due: datetime | None = None,
    covered: str = "",
) -> WorkItem:
    item = WorkItem.owed(
        due=due,
        since=since,
        reference=incident.reference,
        title=incident.record.title,
        what=what,
        verb=verb,
        url=url,
        restricted=incident.restricted,
    )
    return item.on_behalf(covered) if covered else item


def _to_triage(viewer: Viewer) -> Iterator[WorkItem]:
    covered = covered_for(viewer, Permission.TRIAGE_INCIDENTS)
    for incident in awaiting_triage(viewer).select_related("record")[:MOST]:
        yield _item(
            incident,
            what="Waits for triage",
            verb="Triage",
            since=incident.reported_at,
            due=due_by(viewer.trust, "incidents.triage-within", incident.reported_at),
            url=reverse("incidents:triage", args=[incident.reference]),
            covered=covered,
        )


def _to_check(viewer: Viewer) -> Iterator[WorkItem]:
    covered = units_checked_by(viewer)
    for incident in awaiting_check(viewer).select_related("record")[:MOST]:
        yield _item(
            incident,
            what="Report from your team: read it and check that it is whole",
            verb="Check",
            since=incident.reported_at,
            due=due_by(viewer.trust, "incidents.check-within", incident.reported_at),
            url=_page(incident),
            covered=covered.get(incident.unit_id or 0, ""),
        )


def _to_investigate(viewer: Viewer) -> Iterator[WorkItem]:
    for row in investigations_of(viewer)[:MOST]:
        incident = row.investigation.incident
        role = "You lead the investigation" if row.lead else "You help to investigate"
        yield _item(
            incident,
            what="Your findings came back: read what is asked for" if getattr(row, "came_back", False) else role,
            verb="Investigate",
            since=row.investigation.assigned_at,
            due=row.investigation.due_at,
            url=reverse("incidents:investigate", args=[incident.reference, row.investigation_id]),
            covered="" if row.person_id == viewer.person.pk else str(row.person),
        )


def _to_review(viewer: Viewer) -> Iterator[WorkItem]:
    covered = covered_for(viewer, Permission.REVIEW_INVESTIGATIONS)
    for investigation in awaiting_review(viewer)[:MOST]:
        incident = investigation.incident
        since = investigation.submitted_at or investigation.assigned_at
        yield _item(
            incident,
            what="Findings wait for your review",
            verb="Review",
            since=since,
            due=due_by(viewer.trust, "incidents.review-within", since),
            url=reverse("incidents:review", args=[incident.reference, investigation.pk]),
            covered=covered,
        )


def _to_close(viewer: Viewer) -> Iterator[WorkItem]:
    covered = covered_for(viewer, Permission.CLOSE_INCIDENTS)
    for incident in awaiting_closure(viewer).select_related("record")[:MOST]:
        yield _item(
            incident,
            what="Investigated and approved: close it and tell the reporter",
            verb="Close",
            since=incident.reported_at,
            url=reverse("incidents:close", args=[incident.reference]),
            covered=covered,
        )


def _statements(viewer: Viewer) -> Iterator[WorkItem]:
    for statement in statements_owed_by(viewer)[:MOST]:
        incident = statement.incident
        # The title is left out: someone asked for what they saw need not know what others reported.
        yield WorkItem.owed(
            due=statement.due_at,
            since=statement.asked_at,
            reference=incident.reference,
            title="A statement is asked of you",
            what=f"{statement.asked_by} asks what you saw",
            verb="Write it",
            url=reverse("incidents:statement", args=[incident.reference, statement.pk]),
        )


def _to_chase(viewer: Viewer) -> Iterator[WorkItem]:
    for statement in statements_overdue_for(viewer)[:MOST]:
        whose = statement.person or (statement.witness.name if statement.witness else "")
        yield _item(
            statement.incident,
            what=f"The statement of {whose} is still missing",
            verb="Chase",
            since=statement.asked_at,
            due=statement.due_at,
            url=_page(statement.incident) + "#statements",
        )


def _referrals(viewer: Viewer) -> Iterator[WorkItem]:
    for referral in unread_referrals(viewer)[:MOST]:
        yield _item(
            referral.incident,
            what=f"Sent to you: {referral.reason}",
            verb="Read",
            since=referral.at,
            url=_page(referral.incident),
        )


def _answers(viewer: Viewer) -> Iterator[WorkItem]:
    seen: set[int] = set()
    for exchange in unread_answers(viewer)[:MOST]:
        if exchange.incident_id not in seen:
            seen.add(exchange.incident_id)
            yield _item(
                exchange.incident,
                what="The reporter wrote to you",
                verb="Read",
                since=exchange.at,
                url=_page(exchange.incident) + "#messages",
            )


def _lessons(viewer: Viewer) -> Iterator[WorkItem]:
    for lesson in unread_lessons(viewer)[:MOST]:
        yield WorkItem.owed(
            due=None,
            since=lesson.at,
            reference="",
            title=lesson.title,
            what="Something we learnt",
            verb="Read",
            url=reverse("incidents:lesson", args=[lesson.pk]),
        )
