"""What the report form (F2508) asks for: filled in from the record as far as it is known, to be copied."""

from __future__ import annotations

from holdfast.casework.liaison.models import InjuredPerson
from holdfast.casework.liaison.queries.riddor_facts import facts_of
from holdfast.casework.liaison.queries.wishes import name_of
from holdfast.casework.liaison.rules.injuries import specified
from holdfast.casework.liaison.rules.riddor_words import F2508, INJURIES, OUTCOMES, STANDINGS
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.pages.words import day_in_words, time_in_words

ACCIDENT_KINDS = {"physical-assault": "Physically assaulted by a person", "robbery": "Physically assaulted by a person",
                  "arson": "Exposed to fire"}  # fmt: skip


def begun_fields(injured: InjuredPerson, viewer: Viewer) -> dict[str, str]:
    """Each field of the form: what somebody filled in, else what the record knows, else nothing."""
    known = _known(injured, viewer)
    return {name: injured.report_fields.get(name) or known.get(name, "") for name in F2508}


def form_lines(injured: InjuredPerson, viewer: Viewer) -> list[tuple[str, str]]:
    """The form as lines of words and value, in its order."""
    begun = begun_fields(injured, viewer)
    return [(words, begun[name]) for name, words in F2508.items()]


def _known(injured: InjuredPerson, viewer: Viewer) -> dict[str, str]:
    incident = injured.incident
    site, victim = incident.site, injured.victim
    counted = _counted(injured)
    happened = incident.happened_at
    return {
        "notifier_name": str(viewer.person),
        "notifier_job": viewer.person.job_title,
        "notifier_email": viewer.person.email,
        "organisation": incident.trust.name,
        "happened_where": "At one of the organisation’s own addresses" if site else "Somewhere else",
        "exact_place": ", ".join(p for p in (str(site) if site else incident.address, incident.exact_place) if p),
        "premises_type": injured.get_premises_display(),
        "industry": "Healthcare",
        "date": day_in_words(injured.accident_on),
        "time": time_in_words(happened) if happened and not incident.happened_roughly else "",
        "department": str(incident.unit) if incident.unit else "",
        "accident_kind": ACCIDENT_KINDS.get(incident.type, "Another kind of accident"),
        "description": incident.description,
        "person_name": name_of(victim) if victim else "",
        "person_job": (victim.job or (victim.person.job_title if victim.person else "")) if victim else "",
        "person_status": STANDINGS.get(injured.standing, ""),
        "severity": OUTCOMES[injured.outcome].partition(": ")[2].capitalize() or OUTCOMES[injured.outcome],
        "injury_type": ", ".join(INJURIES.get(one, one) for one in counted) or injured.injury_words,
        "body_part": ", ".join(_parts_of_body(counted)) or injured.injury_words,
    }


def _counted(injured: InjuredPerson) -> list[str]:
    """The injuries for which it is reported: the specified ones where there are some, else all."""
    medical = facts_of(injured, None).medical
    return [one for one in injured.injuries if specified((one,), medical)] or list(injured.injuries)


def _parts_of_body(injuries: list[str]) -> list[str]:
    """The parts of the body that `injuries` name; how somebody lost consciousness is none."""
    told = (one.partition(":") for one in injuries)
    return [part for kind, _, part in told if part and kind != "loss_of_consciousness"]
