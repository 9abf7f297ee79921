"""RIDDOR on the page of an incident: a card for each person affected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.models import InjuredPerson, RiddorDecision
from holdfast.casework.liaison.presenters.links import Action, action
from holdfast.casework.liaison.queries.policy import arrangement_of
from holdfast.casework.liaison.queries.riddor_facts import facts_of
from holdfast.casework.liaison.queries.wishes import name_of
from holdfast.casework.liaison.rules.incapacity import runs
from holdfast.casework.liaison.rules.riddor import decide
from holdfast.casework.liaison.rules.riddor_facts import OTHERS_REPORT, REPORTED
from holdfast.casework.liaison.rules.riddor_words import INJURIES, MEANINGS, OUTCOMES
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.pages.words import day_in_words
from holdfast.kernel import clock


@dataclass(frozen=True)
class InjuredCard:
    """One person affected, or a fire: what the rule says, why, what was decided, and what is left to do."""

    injured: InjuredPerson
    name: str
    outcome: tuple[str, str]
    reason: str
    regulation: str
    responsible: str
    due: str
    urgent: str
    injuries: str
    days: tuple[dict[str, Any], ...]
    longest: str
    ask_again: str
    also: tuple[str, ...]
    decision: RiddorDecision | None
    decided: tuple[str, str] | None
    earlier: tuple[RiddorDecision, ...]
    reported: bool
    must_report: bool
    first: tuple[Action, ...]
    actions: tuple[Action, ...]


def name_for(injured: InjuredPerson) -> str:
    """Who it is about."""
    return name_of(injured.victim) if injured.victim else "Fire or explosion"


def outcome_tag(outcome: str, *, settled: bool = False) -> tuple[str, str]:
    """An outcome as a tag; what is to be reported is red until it is `settled`."""
    meaning = MEANINGS.get(outcome, "done" if settled else "late")
    return OUTCOMES[outcome], "done" if settled and outcome in MEANINGS and meaning == "soon" else meaning


def riddor_page(incident: Incident, viewer: Viewer) -> dict[str, Any]:
    """What the template needs: the cards, those affected of whom nothing is known yet, and the policy's words."""
    rows = incident.riddor.select_related("victim__person").prefetch_related("decisions", "incapacity")
    known = list(rows)
    for row in known:
        row.incident = incident
    missing = incident.victims.exclude(pk__in=[row.victim_id for row in known if row.victim_id])
    arrangement = arrangement_of(incident.trust_id)
    return {
        "cards": [card_of(row, viewer) for row in known],
        "missing": [
            {"name": name_of(victim), "action": action("Record what is known", "liaison:riddor-facts",
                                                      incident.reference, victim.pk)}
            for victim in missing.select_related("person")
        ],
        "policy_words": arrangement.riddor_words,
        "policy_clause": arrangement.riddor_clause,
        "occurrence": None
        if any(row.victim_id is None for row in known)
        else action("A fire or explosion stopped work", "liaison:riddor-occurrence", incident.reference),
        "decides": viewer.may(Permission.DECIDE_RIDDOR),
    }  # fmt: skip


def card_of(injured: InjuredPerson, viewer: Viewer) -> InjuredCard:
    """The card of one person, with the rule asked as at today (London)."""
    facts = facts_of(injured, clock.today())
    proposal = decide(facts)
    decisions = list(injured.decisions.all())
    latest = next((row for row in decisions if row.superseded_at is None), None)
    must = (latest.decided if latest else proposal.outcome) in REPORTED
    reported = injured.reported_on is not None
    due = latest.report_due if latest else proposal.report_due
    settled = reported or (latest is not None and not must)
    return InjuredCard(
        injured=injured,
        name=name_for(injured),
        outcome=outcome_tag(proposal.outcome, settled=settled),
        reason=proposal.reason,
        regulation=proposal.regulation or "",
        responsible=_who(proposal.responsible_person),
        due=day_in_words(due) if due and must else "",
        urgent="" if reported else _urgent(injured, proposal, must=must),
        injuries=", ".join(INJURIES.get(one, one.replace(":", ": ")) for one in injured.injuries) or "None recorded",
        days=tuple(_days(injured)),
        longest=_longest(facts),
        ask_again=proposal.ask_again if latest is None or not must else "",
        also=tuple(f"{OUTCOMES[duty.outcome]}, regulation {duty.regulation}" for duty in proposal.also),
        decision=latest,
        decided=outcome_tag(latest.decided, settled=settled) if latest else None,
        earlier=tuple(row for row in decisions if row.superseded_at is not None),
        reported=reported,
        must_report=must,
        first=tuple(_first(injured, viewer, latest, must=must)),
        actions=tuple(_more(injured, viewer, latest)),
    )


def _who(responsible: str | None) -> str:
    """Who has the duty, in words for a page of the trust."""
    words = responsible or ""
    return "The trust, as their employer" if words == "employer" else words[:1].upper() + words[1:]


def _urgent(injured: InjuredPerson, proposal: Any, *, must: bool) -> str:
    if not must:
        return ""
    if injured.standing in OTHERS_REPORT:
        whose = injured.employer or "Their employer"
        return f"{whose} has the duty to report. Tell them, and keep the reference that they give you."
    if proposal.report_at_once:
        return "The limit had passed when this became reportable. Report it at once, and keep the explanation."
    if proposal.notify_without_delay:
        return "Tell the Health and Safety Executive without delay, by the quickest means, before the report."
    return ""


def _days(injured: InjuredPerson) -> list[dict[str, Any]]:
    today = clock.today()
    return [
        {
            "kind": row.get_kind_display(),
            "first": row.first,
            "last": row.last,
            "count": ((min(row.last, today) if row.last else today) - row.first).days + 1,
            "actions": (
                action(
                    "Change the last day" if row.last else "It has ended", "liaison:riddor-last-day", injured.pk, row.pk
                ),
                action("Entered by mistake", "liaison:riddor-take-off", injured.pk, row.pk),
            ),
        }
        for row in injured.incapacity.all()
        if row.withdrawn_at is None
    ]


def _longest(facts: Any) -> str:
    found = runs(facts.incapacity, facts.accident_date, facts.as_at)
    days = max((run.days or 0 for run in found), default=0)
    return "" if not found else f"{days} day{'' if days == 1 else 's'} in a row, the day of the accident not counted"


def _first(injured: InjuredPerson, viewer: Viewer, latest: RiddorDecision | None, *, must: bool) -> list[Action]:
    found = []
    if viewer.may(Permission.DECIDE_RIDDOR):
        if latest is None:
            found.append(action("Decide", "liaison:riddor-decide", injured.pk))
        elif injured.decide_again:
            found.append(action("Decide again", "liaison:riddor-decide", injured.pk))
        elif must and injured.reported_on is None:
            found.append(action("It was reported", "liaison:riddor-reported", injured.pk))
            found.append(action("Sheet for the report", "liaison:riddor-sheet", injured.pk))
    return found


def _more(injured: InjuredPerson, viewer: Viewer, latest: RiddorDecision | None) -> list[Action]:
    reference = injured.incident.reference
    if injured.victim_id is None:
        found = [action("Change what is known", "liaison:riddor-occurrence", reference)]
    else:
        found = [
            action("Change what is known", "liaison:riddor-facts", reference, injured.victim_id),
            action("Add days lost", "liaison:riddor-days", injured.pk),
        ]
    if viewer.may(Permission.DECIDE_RIDDOR) and latest is not None:
        if not injured.decide_again:
            found.append(action("Decide again", "liaison:riddor-decide", injured.pk))
        found.append(action("Fill in the report form", "liaison:riddor-form", injured.pk))
        found.append(action("Sheet for the report", "liaison:riddor-sheet", injured.pk))
    return found
