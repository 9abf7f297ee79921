"""A case as its page shows it: what is owed next, what can be done, and each part as far as the viewer may see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from holdfast.casework.sanctions.models import Appeal, Case, Letter, Recovery
from holdfast.casework.sanctions.operations.deciding import not_considered
from holdfast.casework.sanctions.operations.holding import standing_of
from holdfast.casework.sanctions.presenters.words import subject_in_words
from holdfast.casework.sanctions.queries.letters import before_the_letter
from holdfast.casework.sanctions.queries.policy import options_of
from holdfast.casework.sanctions.rules.money import in_pounds, instalments, together
from holdfast.casework.sanctions.rules.options import KINDS
from holdfast.casework.sanctions.rules.stages import CASE, CASE_MEANINGS, LETTER, LETTER_MEANINGS
from holdfast.casework.sanctions.rules.wording import TITLES
from holdfast.foundation.organisation.permissions import Permission as P
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.pages.words import listed
from holdfast.kernel import clock

DONE: dict[str, str] = {
    "propose": "Proposed",
    "agree": "Agreed",
    "refuse": "Refused",
    "decide": "Decided",
    "decide-on-nothing": "Decided on no sanction",
    "reconsider": "Opened to be considered again",
    "close": "Closed",
    "submit": "Letter sent for approval",
    "send-back": "Letter sent back",
    "approve": "Letter approved",
    "serve": "Letter served",
    "return": "Letter came back",
    "end": "Letter ended",
    "withdraw": "Letter withdrawn",
}
"""What the moves of cases and letters are called once they were made."""


@dataclass(frozen=True)
class Action:
    """A button or link."""

    title: str
    url: str


@dataclass
class Group:
    """Actions that belong together."""

    title: str
    actions: list[Action] = field(default_factory=list)


def _url(name: str, case: Case, *keys: Any) -> str:
    return reverse(f"sanctions:{name}", args=[case.reference, *keys])


def next_actions(case: Case, viewer: Viewer) -> list[Action]:
    """What the viewer owes on the case now, the first as a button."""
    found: list[Action] = []
    if case.state == "proposed" and viewer.may(P.AGREE_SANCTIONS):
        found += [
            Action(f"Answer as {row.title}", _url("agree", case, row.pk))
            for row in case.assents.all()
            if row.round == case.round and row.agreed is None and row.post_id in viewer.post_ids
        ]
    if viewer.may(P.MANAGE_SANCTIONS):
        if case.state == "open":
            found += _before_the_proposal(case)
        elif case.state == "agreed":
            found.append(Action("Record the decision", _url("decide", case)))
    if viewer.may(P.APPROVE_LETTERS):
        for letter in case.letters.all():
            if letter.state == "submitted" and not _wrote(letter, viewer):
                found.append(Action(f"Approve: {letter.title}", _url("letter", case, letter.pk)))
    if viewer.may(P.DECIDE_PUBLICITY):
        for outcome in case.outcomes.all():
            if not outcome.publicity.all():
                found.append(
                    Action(f"Decide on publicity: {outcome.words[:60]}", _url("decide-publicity", case, outcome.pk))
                )
    return found


def _before_the_proposal(case: Case) -> list[Action]:
    if not case.assessments.all():
        return [Action("Judge the evidence", _url("assess", case))]
    if not_considered(case):
        return [Action("Consider each option", _url("consider", case))]
    chosen = [row for row in case.considerations.all() if row.chosen]
    if not chosen:
        return [Action("Decide on no sanction", _url("decide-on-nothing", case))]
    if any(KINDS[row.kind].imposed for row in chosen) and "unknown" in (standing_of(case).age, case.capacity):
        return [Action("Say whether they are of age and have capacity", _url("standing", case))]
    return [Action("Propose it", _url("propose", case))]


def action_groups(case: Case, viewer: Viewer) -> list[Group]:
    """All that the viewer can do on the case."""
    groups: list[Group] = []
    if viewer.may(P.MANAGE_SANCTIONS):
        deciding = Group("Deciding")
        if case.state in ("open", "proposed", "agreed"):
            deciding.actions.append(Action("Age, capacity and counter fraud", _url("standing", case)))
            deciding.actions.append(Action("Judge the evidence", _url("assess", case)))
        if case.state == "open":
            deciding.actions += [
                Action("Consider each option", _url("consider", case)),
                Action("Propose a course", _url("propose", case)),
                Action("Decide on no sanction", _url("decide-on-nothing", case)),
            ]
        else:
            deciding.actions.append(Action("Consider again", _url("reconsider", case)))
        if case.state == "decided":
            deciding.actions.append(Action("Close", _url("close", case)))
        groups.append(deciding)
        colleague = standing_of(case).colleague
        if colleague:
            groups.append(Group("A colleague", [
                Action("Hand to Human Resources", _url("human-resources", case)),
                Action("Arrange a deduction from pay", _url("deduction", case)),
            ]))  # fmt: skip
        else:
            kinds = {option.kind for option in options_of(case.trust)}
            letters = [
                Action(title, _url("write-letter", case, kind))
                for kind, title in TITLES.items()
                if kind in kinds and not before_the_letter(case, kind)
            ]
            groups += [Group("Letters", letters)] if letters else []
        groups.append(Group("Others who act", [
            Action("Report to a regulator", _url("regulator", case)),
            Action("Ask for an order", _url("order", case)),
            Action("Proceedings", _url("proceedings", case)),
            Action("A sanction was obtained", _url("outcome", case)),
        ]))  # fmt: skip
        groups.append(Group("Money", [
            Action("Record a loss", _url("loss", case)), Action("Record a claim", _url("recovery", case))
        ]))  # fmt: skip
    return groups


def _wrote(letter: Letter, viewer: Viewer) -> bool:
    return any(author.person_id == viewer.person.pk for author in letter.authors.all())


def letter_card(letter: Letter, viewer: Viewer) -> dict[str, Any]:
    """A letter with what can be done with it."""
    case, state = letter.case, letter.state
    manages, own = viewer.may(P.MANAGE_SANCTIONS), _wrote(letter, viewer)
    actions: list[Action] = []

    def offer(verb: str, title: str) -> None:
        actions.append(Action(title, _url(verb, case, letter.pk)))

    if manages and state == "draft":
        offer("change-letter", "Change it")
        offer("submit-letter", "Send for approval")
    if viewer.may(P.APPROVE_LETTERS) and state == "submitted":
        if not own:
            offer("approve-letter", "Approve")
        offer("send-back-letter", "Send back")
    if manages and state == "approved":
        offer("serve-letter", "Record how it was served")
    if manages and state == "in-force":
        if letter.kind == "agreement" and not letter.signed_on:
            offer("sign-letter", "They signed it")
        offer("review-letter", "Review it")
        offer("breach", "It was broken")
        offer("return-letter", "It came back")
        if not any(row.decided_on is None for row in letter.appeals.all()):
            offer("appeal", "They appeal")
        offer("end-letter", "End it")
    if manages and state in ("draft", "submitted", "approved"):
        offer("withdraw-letter", "Withdraw it")
    today = clock.today()
    return {
        "letter": letter,
        "url": _url("letter", case, letter.pk),
        "state": LETTER.states[state],
        "meaning": LETTER_MEANINGS[state],
        "review_late": state == "in-force" and letter.review_on < today,
        "run_out": state == "in-force" and letter.valid_until < today,
        "actions": actions,
        "open_appeals": [
            (row, _url("decide-appeal", case, row.pk)) for row in letter.appeals.all() if row.decided_on is None
        ],
        "results": Appeal.RESULTS,
    }


def recovery_line(recovery: Recovery, viewer: Viewer) -> dict[str, Any]:
    """A claim with its sums in pounds and pence."""
    sums, case = recovery.sums, recovery.case
    whole = sums.agreed or sums.claimed
    plan = (
        instalments(whole, recovery.instalment, recovery.first_on) if recovery.instalment and recovery.first_on else []
    )
    paid, due = sums.received, None
    for day, pence in plan:
        if paid < pence:
            due = day
            break
        paid -= pence
    actions = []
    if viewer.may(P.MANAGE_SANCTIONS) and sums.outstanding:
        actions = [
            Action("Agreed or ordered", _url("agreed", case, recovery.pk)),
            Action("Money came in", _url("receipt", case, recovery.pk)),
            Action("Write off", _url("write-off", case, recovery.pk)),
        ]
    return {
        "recovery": recovery,
        "claimed": in_pounds(sums.claimed),
        "agreed": in_pounds(sums.agreed) if recovery.agreed_on else "",
        "received": in_pounds(sums.received),
        "written_off": in_pounds(sums.written_off),
        "outstanding": in_pounds(sums.outstanding),
        "instalment": in_pounds(recovery.instalment) if recovery.instalment else "",
        "instalments": len(plan),
        "next_due": due if sums.outstanding else None,
        "actions": actions,
    }


def shown_of(case: Case, viewer: Viewer, *, whole: bool) -> dict[str, Any]:
    """Everything on the page of `case`. `whole`: the viewer may open the incident as well."""
    manages = viewer.may(P.MANAGE_SANCTIONS)
    recoveries = [recovery_line(row, viewer) for row in case.recoveries.all()]
    sums, outstanding = together(row.sums for row in case.recoveries.all())
    asked = list(case.assents.all())
    return {
        "case": case,
        "incident": case.incident,
        "whole": whole,
        "manages": manages,
        "reference": case.reference,
        "page_title": f"Sanction: {subject_in_words(case.subject)}",
        "state": CASE.states[case.state],
        "meaning": CASE_MEANINGS[case.state],
        "standing": standing_of(case),
        "next_actions": next_actions(case, viewer),
        "groups": action_groups(case, viewer),
        "assessment": case.assessments.last() if case.assessments.all() else None,
        "considerations": list(case.considerations.all()),
        "not_considered": listed(not_considered(case)) if case.state == "open" else "",
        "assents": [row for row in asked if row.round == case.round],
        "earlier_assents": [row for row in asked if row.round != case.round],
        "letters": [letter_card(letter, viewer) for letter in case.letters.all()],
        "approaches": [(row, _url("answer", case, row.pk) if manages else "") for row in case.approaches.all()],
        "proceedings": [
            (row, _url("hearing", case, row.pk), _url("end-proceedings", case, row.pk))
            for row in case.proceedings.all()
        ],
        "outcomes": [_outcome(case, row, viewer) for row in case.outcomes.all()],
        "losses": [(row, in_pounds(row.pence)) for row in case.losses.all()],
        "recoveries": recoveries,
        "totals": {
            "Lost": in_pounds(sum(row.pence for row in case.losses.all())),
            "Claimed": in_pounds(sums.claimed),
            "Agreed or ordered": in_pounds(sums.agreed),
            "Recovered": in_pounds(sums.received),
            "Written off": in_pounds(sums.written_off),
            "Outstanding": in_pounds(outstanding),
        },
        "moves": [_move(row) for row in case.record.moves.all()],
    }


def _move(row: Any) -> dict[str, Any]:
    return {"what": DONE.get(row.verb, row.verb), "by": row.by, "at": row.at, "why": row.why}


def _outcome(case: Case, outcome: Any, viewer: Viewer) -> dict[str, Any]:
    decisions = list(outcome.publicity.all())
    newest = decisions[-1] if decisions else None
    may = viewer.may(P.DECIDE_PUBLICITY)
    return {
        "outcome": outcome,
        "decision": newest,
        "publications": [
            (row, _url("withdraw-publication", case, row.pk) if may and not row.withdrawn_on else "")
            for one in decisions
            for row in one.publications.all()
        ],
        "decide_url": _url("decide-publicity", case, outcome.pk) if may else "",
        "publish_url": _url("publish", case, newest.pk) if may and newest and newest.choice != "none" else "",
    }
