"""The paper of a bundle on the contacts with the police: what they were told, what they answered, what came of it."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.casework.casefile.presenters.papers import held, paper
from holdfast.casework.casefile.queries.story_police import STAGES, police_reports_of
from holdfast.casework.incidents.models import Incident, PoliceContact
from holdfast.casework.liaison.models import PoliceReport, PoliceStep
from holdfast.foundation.pages.words import day_in_words, moment_in_words, money_in_words
from holdfast.foundation.printing.papers import Block, Facts, Heading, Paper, Table, Words


def police(incident: Incident) -> Paper:
    """Each report and call to the police with its answers and what came of it; then what the report alone told."""
    reports = list(police_reports_of(incident))
    followed = {row.contact_id for row in reports}
    blocks: list[Block] = []
    for report in reports:
        blocks += _report(report)
    for number, row in enumerate((row for row in incident.police_contacts.all() if row.pk not in followed), 1):
        blocks += [Heading(f"Contact {number} in the report of the incident"), Facts(held(_contact(row)))]
    return paper(incident, "Contacts with the police", blocks or [Words("None is on record.")])


def _report(report: PoliceReport) -> Iterator[Block]:
    yield Heading(f"{report.get_purpose_display()}: {report.force}, {day_in_words(report.made_at)}")
    facts = [
        ("Told", moment_in_words(report.made_at)),
        ("By", report.made_by),
        ("How", report.get_channel_display()),
        ("What they were told or asked", report.words),
        *((row.get_kind_display(), row.number) for row in report.numbers.all()),
        ("Officer", _officer(report)),
        ("Where it stands", report.get_state_display()),
        ("Ended", report.ended_why),
    ]
    yield Facts(held(facts))
    answers = [
        (moment_in_words(row.answered_at), "They take it up, or come" if row.taken else "They declined", row.reason)
        for row in report.answers.all()
    ]
    if not answers and report.refusal and report.answered_at:
        answers = [(moment_in_words(report.answered_at), "They declined", report.refusal)]
    if answers:
        yield Heading("What they answered", 3)
        yield Table("Answers", ("When", "Answer", "Reason"), tuple(answers), (3, 3, 5))
    taken_up = tuple(
        (moment_in_words(row.at), f"{row.to}: {row.words}", _outcome(row.accepted, row.answer))
        for row in report.escalations.all()
    )
    if taken_up:
        yield Heading("Refusals taken up", 3)
        yield Table("Taken up", ("When", "With whom, and what was asked", "Answer"), taken_up, (3, 5, 4))
    steps = tuple(
        (day_in_words(row.on), row.get_step_display(), _step(row))
        for row in sorted(report.steps.all(), key=lambda row: (row.on, STAGES[row.step]))
    )
    if steps:
        yield Heading("What came of it", 3)
        yield Table("Steps", ("Day", "What", "In words"), steps, (3, 3, 6))


def _officer(row: PoliceReport | PoliceContact) -> str:
    return " ".join(part for part in (row.officer_name, row.officer_number) if part)


def _outcome(accepted: bool | None, answer: str) -> str:
    return {True: "Agreed", False: "Refused again", None: "No answer yet"}[accepted] + (f": {answer}" if answer else "")


def _step(row: PoliceStep) -> str:
    hearing = f"Hearing {moment_in_words(row.hearing_at)}" if row.hearing_at else ""
    sum_ = f"Compensation {money_in_words(row.compensation)}" if row.compensation else ""
    return "; ".join(part for part in (row.words, row.court, hearing, sum_) if part)


def _contact(row: PoliceContact) -> Iterator[tuple[str, str]]:
    yield "Force", row.force
    yield "Told", moment_in_words(row.told_at) if row.told_at else ""
    yield "By", row.told_by
    yield "Log number", row.log_number
    yield "Crime number", row.crime_number
    yield "Officer", _officer(row)
    yield "Would not come or record it", row.refused_reason
