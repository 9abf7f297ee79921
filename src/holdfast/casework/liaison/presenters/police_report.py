"""One report to the police, or one call to them, as a card: numbers, refusals taken up, news, who was told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from holdfast.casework.liaison.models import Force, ForceStep, PoliceReport, PoliceStep
from holdfast.casework.liaison.presenters.links import Action, action
from holdfast.casework.liaison.queries.policy import next_step
from holdfast.casework.liaison.queries.refusals import last_refusal
from holdfast.casework.liaison.queries.silence import chase_after, chase_due
from holdfast.casework.liaison.queries.wishes import name_of
from holdfast.casework.liaison.rules.stages import MEANINGS, NUMBERS, PURPOSES, STATES, STEPS_AND_CHASES
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.pages.words import day_in_words, moment_in_words, money_in_words
from holdfast.kernel import clock


@dataclass(frozen=True)
class Line:
    """A line with its tag and what can be done about it."""

    words: str
    tag: tuple[str, str] | None = None
    note: str = ""
    more: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class StepLine:
    """What the police or a court did, and who was told of it."""

    title: str
    day: str
    words: str
    facts: tuple[str, ...]
    tellings: tuple[Line, ...]


@dataclass(frozen=True)
class ReportCard:
    """One report to the police, or one call to them."""

    key: int
    title: str
    state: tuple[str, str]
    made: str
    words: str
    numbers: tuple[str, ...]
    officer: str
    refusal: str
    earlier_refusals: tuple[str, ...]
    agreed: str
    silent: str
    escalations: tuple[Line, ...]
    steps: tuple[StepLine, ...]
    ended: str
    actions: tuple[Action, ...] = ()
    first: tuple[Action, ...] = ()


def agreed_next(report: PoliceReport) -> ForceStep | None:
    """The next step agreed with the force that declined; None when nothing more, or nothing, is agreed."""
    taken = report.escalations.filter(agreed=True).order_by("-step").values_list("step", flat=True).first() or 0
    return next_step(report.trust_id, report.force, taken)


def report_cards(
    reports: Iterable[PoliceReport], forces: Sequence[Force], viewer: Viewer, *, calls: bool = False
) -> list[ReportCard]:
    """The card of each report. `calls`: on the list of calls, for whoever may only call the police."""
    steps = {force.name: list(force.steps.all()) for force in forces}
    return [_card(report, steps, viewer, calls=calls) for report in reports]


def _card(
    report: PoliceReport, agreed: Mapping[str, Sequence[ForceStep]], viewer: Viewer, *, calls: bool
) -> ReportCard:
    key, state = report.pk, report.state
    taken = max((row.step for row in report.escalations.all() if row.agreed), default=0)
    following = next((one for one in agreed.get(report.force, ()) if one.step > taken), None)
    waiting = any(row.answered_at is None for row in report.escalations.all())
    wait = chase_after(viewer.trust)
    may_take_up = state != "ended" and not waiting and last_refusal(report) is not None
    due = chase_due(report.heard_at, report.chased_at, wait)
    silent = state in ("made", "taken", "charged") and due is not None and due <= clock.now()
    first: list[Action] = []
    more: list[Action] = []
    if state == "made":
        first.append(action("What they answered", "liaison:answer", key))
    if may_take_up and state == "refused":
        first.append(action("Take the refusal up", "liaison:escalate", key))
    elif may_take_up:
        more.append(action("Take the earlier refusal up", "liaison:escalate", key))
    if viewer.may(Permission.WORK_WITH_POLICE) and not calls:
        if state in ("taken", "charged"):
            first.append(action("News from police or court", "liaison:step", key))
        if silent:
            first.append(action("Asked them again", "liaison:chase", key))
        if state != "ended":
            more += [
                action("Add a number", "liaison:number", key),
                action("Name the officer", "liaison:officer", key),
                *((action("News from police or court", "liaison:step", key),) if state in ("made", "refused") else ()),
                *((action("Asked them again", "liaison:chase", key),) if not silent else ()),
                *((action("They declined after all", "liaison:answer", key),) if state == "taken" else ()),
                *((action("They take it up", "liaison:answer", key),) if state == "refused" else ()),
                action("Nothing more is expected", "liaison:end", key),
            ]
        else:
            more.append(action("Take it up again", "liaison:resume", key))
    elif state in ("made", "taken", "refused"):
        more.append(action("Add a number", "liaison:number", key))
        if viewer.may(Permission.WORK_WITH_POLICE):
            if report.incident_id is None:
                more.append(action("Say which incident it was", "liaison:tie-call", key))
            more.append(action("Nothing more is expected", "liaison:end", key))
    title = f"{PURPOSES[report.purpose]}: {report.force}"
    where = ", ".join(part for part in (report.cad_number, report.place) if part) if calls else ""
    return ReportCard(
        key=key,
        title=title,
        state=standing_of(report),
        made=", ".join(
            part
            for part in (moment_in_words(report.made_at), report.get_channel_display(), f"by {report.made_by}", where)
            if part
        ),
        words=report.words,
        numbers=tuple(f"{NUMBERS[row.kind]} {row.number}" for row in report.numbers.all()),
        officer=_officer(report),
        refusal=report.refusal if state == "refused" else "",
        earlier_refusals=tuple(_earlier_refusals(report)),
        agreed=_agreed(report, following) if state == "refused" else "",
        silent=f"Nothing heard since {day_in_words(report.heard_at)}" if silent else "",
        escalations=tuple(_escalation(row, report) for row in report.escalations.all()),
        steps=tuple(_step(row, report) for row in in_order(report)),
        ended=report.ended_why if state == "ended" else "",
        first=tuple(first),
        actions=tuple(more),
    )


def in_order(report: PoliceReport) -> list[PoliceStep]:
    """What the police and courts did, by its day, and on one day by its stage. Steps fetched before."""
    stages = list(STEPS_AND_CHASES)
    return sorted(report.steps.all(), key=lambda row: (row.on, stages.index(row.step), row.pk))


FURTHEST = ("sentence", "verdict", "hearing")


def standing_of(report: PoliceReport) -> tuple[str, str]:
    """Where a report stands, as a tag: while it runs, the furthest that the court has come to. Steps fetched before."""
    if report.state in ("taken", "charged"):
        reached = {row.step for row in report.steps.all()}
        for step in FURTHEST:
            if step in reached:
                return STEPS_AND_CHASES[step], MEANINGS[report.state]
    return STATES[report.state], MEANINGS[report.state]


def _earlier_refusals(report: PoliceReport) -> Iterable[str]:
    declined = [row for row in report.answers.all() if not row.taken]
    for row in declined[:-1] if report.state == "refused" else declined:
        yield f"They declined, {moment_in_words(row.answered_at)}: {row.reason}"


def _officer(report: PoliceReport) -> str:
    number = f"collar number {report.officer_number}" if report.officer_number else ""
    parts = (report.officer_name, number, report.officer_station, report.officer_contact)
    return ", ".join(part for part in parts if part)


def _agreed(report: PoliceReport, following: ForceStep | None) -> str:
    if following is not None:
        return f"Next step agreed with {report.force}: {following.to}{f' ({following.how})' if following.how else ''}."
    if any(row.agreed for row in report.escalations.all()):
        return f"All steps agreed with {report.force} are taken."
    return f"Nothing is agreed with {report.force} about refusals."


def _escalation(row: Any, report: PoliceReport) -> Line:
    if row.answered_at is None:
        act = action("Record the answer", "liaison:escalation-answer", report.pk, row.pk)
        tag, actions = ("Waiting", "waiting"), [act]
    else:
        tag, actions = (("Accepted", "done") if row.accepted else ("Declined again", "bad")), []
    outside = "" if row.agreed else " (outside the agreed way)"
    return Line(
        f"{row.to}{outside}", tag, f"{row.by}, {moment_in_words(row.at)}", row.answer or row.words, tuple(actions)
    )


def _step(row: PoliceStep, report: PoliceReport) -> StepLine:
    facts = [row.court]
    if row.hearing_at:
        facts.append(f"Hearing {moment_in_words(row.hearing_at)}")
    if row.compensation:
        facts.append(f"Compensation {money_in_words(row.compensation)}")
    return StepLine(
        title=STEPS_AND_CHASES[row.step],
        day=day_in_words(row.on),
        words=row.words,
        facts=tuple(fact for fact in facts if fact),
        tellings=tuple(_telling(one, report) for one in row.tellings.all()),
    )


def _telling(row: Any, report: PoliceReport) -> Line:
    name = name_of(row.victim)
    if row.told_at:
        return Line(name, ("Told", "done"), f"{moment_in_words(row.told_at)}, {row.how}")
    if row.not_told_reason:
        return Line(name, ("Not told", "off"), row.not_told_reason)
    return Line(name, ("Not told yet", "waiting"), actions=(action("Was told", "liaison:told", report.pk, row.pk),))
