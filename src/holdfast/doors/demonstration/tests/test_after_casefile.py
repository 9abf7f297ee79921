"""What the demonstration keeps in case files holds the rules of real use."""

from __future__ import annotations

import random
from datetime import timedelta
from types import SimpleNamespace

from holdfast.casework.casefile.models import CaseReview, Exhibit, Handover, Search
from holdfast.casework.incidents.operations.report_answers import SubjectFacts
from holdfast.doors.demonstration.after_casefile import keep_case
from holdfast.kernel import clock
from holdfast.oversight.assurance.tests.policy_cast import DAY, NOW, Trial, assault, trial_of


def report(trial: Trial, number: int):
    """Every third is a theft of which a colleague is suspected, the others are grave assaults."""
    at = NOW - number * DAY
    if number % 3:
        return trial.triage(trial.report(at=at), at=at + DAY / 8, severity="serious")
    told = assault(at)
    answers = type(told)(incident=told.incident, victims=(), subjects=(SubjectFacts(standing="colleague"),))
    return trial.report(answers, at=at, type="theft", internal=True)


def lived(seed: int) -> tuple[object, ...]:
    """A dozen incidents kept with this seed: what is in their files."""
    with trial_of("secamb") as trial:
        trial.holds("silver-officer")
        cast = SimpleNamespace(
            by_role={"lsms": [trial.lsms], "security-lead": [trial.lead]}, actor=trial.actor, trust=trial.trust
        )
        team = SimpleNamespace(staff=[trial.paramedic], unit=trial.unit)
        waiting = []

        def later(after: timedelta, do) -> None:
            waiting.append((clock.now() + after, len(waiting), do))

        for number in range(12):
            incident = report(trial, number)
            with clock.at(NOW - number * DAY + DAY / 4):
                keep_case(cast, team, incident, random.Random(seed + number), later)
        for moment, _, do in sorted(waiting):
            with clock.at(moment):
                do()
        searches = sorted(Search.objects.values_list("state", flat=True))
        return Exhibit.objects.count(), Handover.objects.count(), CaseReview.objects.count(), searches


def test_it_keeps_files_without_breaking_a_rule(db: None) -> None:
    exhibits, handovers, reviews, searches = lived(7)
    assert exhibits
    assert handovers >= exhibits
    assert reviews
    assert searches
