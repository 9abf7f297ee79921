"""What liaison tells of an incident: RIDDOR decided and reported, people told, the police chased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.models import InjuredPerson, RiddorDecision
from holdfast.casework.liaison.queries.registers import REPORTABLE
from holdfast.oversight.assurance.measures.measure import Measure
from holdfast.oversight.assurance.measures.moments import ended

Facts = dict[str, Any]
Numbers = Mapping[str, Any]

LOADED = ("police_reports__steps__tellings", "riddor__decisions")
"""Relations that the measures read, to be fetched for many incidents at once."""


def _latest(injured: InjuredPerson) -> RiddorDecision | None:
    return next((row for row in injured.decisions.all() if row.superseded_at is None), None)


def riddor_decided(incident: Incident, numbers: Numbers) -> list[Facts]:
    """From the facts first asking for a report to the first decision of a named person; one subject a person."""
    facts = []
    for injured in incident.riddor.all():
        decided = min((row.at for row in injured.decisions.all()), default=None)
        start = injured.became_reportable_at or (decided if decided is not None else None)
        if start is not None:
            facts.append(
                {"subject": f"person-{injured.pk}", "start": start, "done": decided and max(decided, start),
                 "ended": ended(incident)}
            )  # fmt: skip
    return facts


def riddor_reported(incident: Incident, numbers: Numbers) -> list[Facts]:
    """From the day of the accident to the day of the report, by the limit of the Regulations; one subject a person.

    A person whose injury somebody decided not to be reportable is no subject, nor is one that is notified at once and
    has no day of its own.
    """
    facts = []
    for injured in incident.riddor.all():
        latest = _latest(injured)
        outcome = latest.decided if latest else injured.outcome
        limit = latest.report_due if latest else injured.report_due
        if outcome in REPORTABLE and limit is not None:
            facts.append(
                {"subject": f"person-{injured.pk}", "start": injured.accident_on, "done": injured.reported_on,
                 "limit": limit, "ended": None}
            )  # fmt: skip
    return facts


def victim_told(incident: Incident, numbers: Numbers) -> list[Facts]:
    """From news of police or court to each person affected being told of it; one subject a person and step."""
    return [
        {
            "subject": f"telling-{telling.pk}",
            "start": telling.since,
            "done": telling.told_at and max(telling.told_at, telling.since),
            "ended": telling.since if telling.not_told_reason else ended(incident),
        }
        for report in incident.police_reports.all()
        for step in report.steps.all()
        for telling in step.tellings.all()
    ]


def police_followed(incident: Incident, numbers: Numbers) -> list[Facts]:
    """Owed again and again from the report to the police until it ends: news of them, or being asked again."""
    return [
        {
            "subject": f"report-{report.pk}",
            "since": report.made_at,
            "done": sorted(step.at for step in report.steps.all()),
            "ended": report.ended_at or ended(incident),
        }
        for report in incident.police_reports.all()
        if report.purpose == "crime"
    ]


LIAISON_MEASURES = (
    Measure(
        name="liaison.riddor-decided",
        kind="deadline",
        title="RIDDOR decided by a named person",
        gives="start: when the facts first asked for a report; done: the first decision",
        facts=riddor_decided,
        area="liaison",
    ),
    Measure(
        name="liaison.riddor-reported",
        kind="deadline",
        title="RIDDOR report in within the limit of the Regulations",
        gives="start: the accident; done: the report; limit: the 10th or the 15th day after the accident",
        facts=riddor_reported,
        area="liaison",
    ),
    Measure(
        name="liaison.victim-told",
        kind="deadline",
        title="People affected told of each step of police and court",
        gives="start: when the news was recorded; done: when they were told; ended: when it was said why not",
        facts=victim_told,
        area="liaison",
    ),
    Measure(
        name="liaison.police-followed",
        kind="interval",
        title="Police reports followed up",
        gives="since: when the police were told; done: each news of them and each time they were asked; ended: the end",
        facts=police_followed,
        area="liaison",
        numbers=("every", "warn"),
    ),
)
