"""Asking for a marker, or saying why none is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from holdfast.casework.incidents.models import Incident
from holdfast.casework.violence.models import Marker, NoMarker
from holdfast.casework.violence.operations.response import BadAnswer, hold_open, refuse
from holdfast.casework.violence.operations.telling import SECURITY_ROLES, posts_with, tell_of_marker
from holdfast.casework.violence.queries.policy import categories
from holdfast.casework.violence.rules.addresses import Address, read_address
from holdfast.casework.violence.rules.markers import ACTIONS, CRITERIA, PLACES, fault_in_place, fault_in_subject
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.records.models import LinkKind
from holdfast.foundation.records.operations import check_version, link, open_record, touch
from holdfast.kernel import clock

COLLEAGUES = ("staff", "colleague")


@dataclass(frozen=True)
class MarkerFacts:
    """What is told when a marker is asked for. `place` is one of rules.markers.PLACES; `subject_standing` as in
    incidents."""

    place: str
    address: str
    postcode: str = ""
    part: str = ""
    uprn: str = ""
    subject_name: str = ""
    subject_born: date | None = None
    subject_standing: str = ""
    facts: str = ""
    advice: str = ""
    actions: Sequence[str] = ()
    category: str = ""
    criteria: Mapping[str, str] = field(default_factory=dict)


def read(told: MarkerFacts) -> Address:
    """The address in its parts. A UPRN of its own box wins over one that was typed as the address."""
    address = read_address(told.address, postcode=told.postcode, part=told.part)
    uprn = "".join(told.uprn.split()).lstrip("0") or address.uprn
    return Address(address.postcode, address.building, address.street, address.part, uprn)


def hold_marker(marker: Marker, seen_version: int | None = None) -> None:
    """Hold a marker while a verb works on it, and read it anew. Raises EditedMeanwhile."""
    check_version(marker.record, seen_version)
    marker.refresh_from_db()


@operation
def ask_for_marker(
    *, by: Actor, incident: Incident, told: MarkerFacts, asker: Person | None = None, seen_version: int | None = None
) -> Marker:
    """Ask for a marker on the address of an incident. Nothing shows to crews before somebody places or confirms it.

    The control room and the security team are told at once. Raises BadAnswer for a public place, for part of a building
    without the exact part, an address that nobody would find, a child, a colleague, and facts that are missing;
    ValueError when the incident is about a colleague or has a marker asked for already; EditedMeanwhile.
    """
    hold_open(incident, seen_version)
    if incident.internal:
        raise ValueError(
            "A colleague is suspected here, and colleagues are not marked. Bring in Human Resources through the "
            "investigation instead."
        )
    address = read(told)
    faults = _faults(told, address, incident)
    if faults:
        raise BadAnswer(faults)
    if running := Marker.objects.filter(incident=incident, state__in=("asked", "temporary", "confirmed")).first():
        raise ValueError(f"{running.reference} was asked for from this incident already. Open it to add what is new.")
    NoMarker.objects.filter(incident=incident).delete()  # the reason why none was wanted no longer holds
    # The title names no incident: it stands in lists of people who may not know that there is a restricted one.
    record = open_record(trust=incident.trust, kind="marker", series="MRK", title="Marker asked for")
    marker = Marker.objects.create(
        record=record,
        trust=incident.trust,
        incident=incident,
        category=told.category,
        place=told.place,
        address=told.address.strip()[:300],
        postcode=address.postcode,
        building=address.building,
        street=address.street,
        part=address.part,
        uprn=address.uprn[:12],
        subject_name=told.subject_name.strip()[:160],
        subject_born=told.subject_born,
        facts=told.facts.strip(),
        advice=told.advice.strip()[:500],
        actions=[key for key in ACTIONS if key in told.actions],
        criteria={key: words.strip() for key, words in told.criteria.items() if key in CRITERIA and words.strip()},
        asked_at=clock.now(),
        asked_by=by.name,
        asker=asker,
    )
    link(source=record, target=incident.record, kind=LinkKind.FOLLOWS, by=by)
    tell_of_marker(
        marker,
        subject=f"A {incident.trust.term('marker')} was asked for: {marker.reference}",
        words="Open it to place a temporary one, or to decide.",
        kind="violence.marker_asked",
        posts=posts_with(incident.trust_id, ["control-room", *SECURITY_ROLES]),
        at_once=True,
    )
    touch(incident.record)
    enter("violence.ask_for_marker", by=by, subject=record, details={"incident": incident.reference})
    return marker


def _faults(told: MarkerFacts, address: Address, incident: Incident) -> dict[str, str]:
    faults: dict[str, str] = {}
    if told.place not in PLACES:
        faults["place"] = "Choose what kind of place it is."
    else:
        field_name, words = fault_in_place(told.place, address.part, says_where=address.says_where)
        if words:
            faults[field_name] = words
    colleague = told.subject_standing in COLLEAGUES or _works_here(told.subject_name, incident)
    field_name, words = fault_in_subject(
        name=told.subject_name, born=told.subject_born, colleague=colleague, today=clock.today()
    )
    if words:
        faults[field_name] = words
    if not told.facts.strip():
        faults["facts"] = "Say what happened, in plain facts and without a diagnosis."
    if told.category and told.category not in categories(incident.trust):
        faults["category"] = "Choose one of the trust’s categories."
    return faults


def _works_here(name: str, incident: Incident) -> bool:
    """True when the name is that of a subject whom the report calls a colleague."""
    wanted = " ".join(name.split()).casefold()
    colleagues = incident.subjects.filter(standing__in=COLLEAGUES).values_list("name", flat=True)
    return bool(wanted) and any(" ".join(one.split()).casefold() == wanted for one in colleagues)


@operation
def explain_no_marker(*, by: Actor, incident: Incident, reason: str, seen_version: int | None = None) -> NoMarker:
    """Say why no marker is asked for. Raises BadAnswer without a reason, ValueError when one was asked for."""
    hold_open(incident, seen_version)
    refuse("reason", "" if reason.strip() else "Say why no marker is asked for.")
    if Marker.objects.filter(incident=incident).exclude(state__in=("refused", "removed", "lapsed")).exists():
        raise ValueError("A marker was asked for from this incident. It is refused or removed on its own page.")
    told = {"trust_id": incident.trust_id, "reason": reason.strip()[:300], "by": by.name}
    row, made = NoMarker.objects.get_or_create(incident=incident, defaults=told | {"at": clock.now()})
    before = "" if made else row.reason
    if not made:
        NoMarker.objects.filter(pk=row.pk).update(reason=told["reason"], by=by.name)
        row.refresh_from_db()
    touch(incident.record)
    enter("violence.explain_no_marker", by=by, subject=incident.record, changes={"reason": [before, row.reason]})
    return row
