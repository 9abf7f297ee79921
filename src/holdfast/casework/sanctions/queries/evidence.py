"""What an incident holds of the facts that a sanction must be able to stand on."""

from __future__ import annotations

from collections.abc import Callable

from holdfast.casework.incidents.models import Incident, Investigation, Subject
from holdfast.casework.sanctions.models import Case
from holdfast.casework.sanctions.queries.policy import facts_of
from holdfast.casework.sanctions.rules.evidence import FactFound, facts_found

SHOWN = 200


def facts_of_case(case: Case, reasons: dict[str, str] | None = None) -> list[FactFound]:
    """Each fact that the trust asks for, with what the incident holds of it now.

    `reasons` says why some are missing; the incident's own reasons count as well.
    """
    incident = case.incident
    held = {check: look(incident, case.subject) for check, look in LOOKS.items()}
    known = {check: incident.unknown_facts.get(name, "") for check, name in SAME_FACT.items()}
    return facts_found(facts_of(case.trust), held, {**known, **{k: v for k, v in (reasons or {}).items() if v}})


SAME_FACT = {
    "assailant": "assailant-name",
    "injuries": "injury",
    "police-officers": "officer",
    "witnesses": "witnesses",
}
"""What incidents call the same fact when somebody said why it is missing."""


def _assailant(incident: Incident, subject: Subject) -> str:
    return ", ".join(part for part in (subject.name, subject.address) if part) if subject.name else ""


def _place(incident: Incident, subject: Subject) -> str:
    return next((told for told in (incident.exact_place, incident.address, incident.vehicle) if told), "")


def _injuries(incident: Incident, subject: Subject) -> str:
    told = []
    for victim in incident.victims.all():
        if not victim.injury:
            return ""
        told.append(victim.injury_details or victim.get_injury_display())
    return "; ".join(told)


def _officers(incident: Incident, subject: Subject) -> str:
    return "; ".join(
        ", ".join(part for part in (row.officer_name, row.officer_number, row.officer_station) if part)
        for row in incident.police_contacts.all()
        if row.officer_name or row.officer_number
    )


def _witnesses(incident: Incident, subject: Subject) -> str:
    return ", ".join(witness.name for witness in incident.witnesses.all())


def _at_once(incident: Incident, subject: Subject) -> str:
    return incident.done_at_once or next((row.manager_action for row in _running(incident) if row.manager_action), "")


def _investigation(incident: Incident, subject: Subject) -> str:
    return next((row.findings for row in _running(incident) if row.findings and (row.why or row.causes)), "")


def _running(incident: Incident) -> list[Investigation]:
    return [row for row in incident.investigations.all() if row.state != "withdrawn"]


LOOKS: dict[str, Callable[[Incident, Subject], str]] = {
    "assailant": _assailant,
    "description": lambda incident, subject: incident.description,
    "exact-place": _place,
    "injuries": _injuries,
    "police-officers": _officers,
    "witnesses": _witnesses,
    "immediate-action": _at_once,
    "investigation": _investigation,
}
