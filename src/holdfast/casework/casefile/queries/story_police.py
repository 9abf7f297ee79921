"""What the police and the courts did on a case, as lines of its story."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.db.models import QuerySet
from django.urls import reverse

from holdfast.casework.casefile.queries.happenings import Happening, happened_at, happened_on
from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.models import Disclosure, PoliceReport, PoliceStep
from holdfast.foundation.pages.words import moment_in_words, money_in_words

STAGES = {step: number for number, (step, _) in enumerate(PoliceStep._meta.get_field("step").flatchoices, 1)}
"""In which order the steps of police and courts follow each other, for those of one day."""


def police_reports_of(incident: Incident) -> QuerySet[PoliceReport]:
    """The reports and calls to the police on `incident`, with all that came of them."""
    rows = PoliceReport.objects.filter(incident=incident).order_by("made_at", "pk")
    return rows.prefetch_related("numbers", "answers", "escalations", "steps")


def told_by_police(incident: Incident) -> list[Happening]:
    """All that passed between the trust and the police on `incident`, in its order."""
    url = reverse("liaison:police", args=[incident.reference])
    return sorted(chain.from_iterable(_of_report(report, url) for report in police_reports_of(incident)))


def _of_report(report: PoliceReport, url: str) -> Iterator[Happening]:
    asked = report.purpose == "attend"
    title = f"{report.force} asked to come" if asked else f"Reported to {report.force}"
    numbers = tuple(f"{row.get_kind_display()} {row.number}" for row in report.numbers.all())
    yield happened_at(report.made_at, title, written=report.at, by=report.made_by, marks=numbers, url=url)
    for row in report.answers.all():
        words = f"{report.force} comes, or takes it up" if row.taken else f"{report.force} declined"
        yield happened_at(
            row.answered_at, words, written=row.at, text=row.reason, url=url, meaning="" if row.taken else "late"
        )
    if report.refusal and report.answered_at and not report.answers.all():
        yield happened_at(report.answered_at, f"{report.force} declined", text=report.refusal, url=url, meaning="late")
    for taken_up in report.escalations.all():
        title = f"Refusal taken up with {taken_up.to}"
        yield happened_at(taken_up.at, title, by=taken_up.by, text=taken_up.words, url=url)
        if taken_up.answered_at:
            title = f"{taken_up.to} {'agreed' if taken_up.accepted else 'stands by the refusal'}"
            yield happened_at(taken_up.answered_at, title, text=taken_up.answer, url=url)
    for step in report.steps.all():
        marks = [step.court]
        if step.hearing_at:
            marks.append(f"Hearing {moment_in_words(step.hearing_at)}")
        if step.compensation:
            marks.append(f"Compensation {money_in_words(step.compensation)}")
        yield happened_on(
            step.on,
            f"Police: {step.get_step_display()}",
            written=step.at,
            stage=STAGES[step.step],
            text=step.words,
            marks=tuple(mark for mark in marks if mark),
            url=url,
        )
    if report.ended_at:
        yield happened_at(
            report.ended_at, "The police report ended", stage=len(STAGES) + 1, text=report.ended_why, url=url
        )


def disclosed(incident: Incident) -> Iterator[Happening]:
    """What was handed to somebody outside."""
    for row in Disclosure.objects.filter(incident=incident, given_on__isnull=False):
        words = f"Under: {row.get_power_display()}"
        if row.given_on:
            yield happened_on(row.given_on, f"Disclosed to {row.body}", by=row.given_by, text=words)
