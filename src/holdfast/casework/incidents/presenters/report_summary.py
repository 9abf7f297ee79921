"""What was told in a report, as rows for the pages that deal with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from holdfast.casework.incidents.models import Incident, Wish
from holdfast.casework.incidents.models.people import STANDINGS
from holdfast.casework.incidents.queries.wishes import last_wishes
from holdfast.casework.incidents.rules.report_words import APART
from holdfast.casework.incidents.rules.taxonomy import HATE_FACTORS
from holdfast.foundation.pages.words import day_in_words, moment_in_words, money_in_words


@dataclass(frozen=True)
class Row:
    """One line: what it is and what was told. `prose` for longer texts of people."""

    title: str
    value: str
    prose: bool = False


@dataclass(frozen=True)
class Section:
    """Rows that belong together, under a heading."""

    title: str
    rows: list[Row] = field(default_factory=list)


def told_in_report(incident: Incident, *, show_subjects: bool) -> list[Section]:
    """All that is known from the report and what was added, in the order in which one reads it.

    `show_subjects`: whether the reader may see who is held apart (a suspected colleague): only those who are named.
    """
    subjects = list(incident.subjects.all())
    wishes = last_wishes(incident.wishes.all())
    shown = [subject for subject in subjects if show_subjects or not subject.held_apart]
    sections = [
        Section("What happened", list(_kept(_happening(incident)))),
        Section("Where and when", list(_kept(_place_and_time(incident)))),
        *(
            Section(
                _person_title("Hurt or affected", number, victim.name),
                list(_kept(_victim(victim, wishes.get(victim.pk, {})))),
            )
            for number, victim in enumerate(incident.victims.all(), 1)
        ),
        *(
            Section(_person_title("Who did it", number, subject.name), list(_kept(_subject(subject))))
            for number, subject in enumerate(shown, 1)
        ),
        Section("Who did it", [Row("A colleague", APART)] if len(shown) < len(subjects) else []),
        Section("Who saw it", [Row(witness.name, _witness(witness)) for witness in incident.witnesses.all()]),
        Section("Lost or damaged", [Row(item.description, _item(item)) for item in incident.items.all()]),
        *(
            Section(f"Police contact {number}", list(_kept(_police(contact))))
            for number, contact in enumerate(incident.police_contacts.all(), 1)
        ),
        Section("Why facts are missing", list(_explained(incident))),
    ]
    return [section for section in sections if section.rows]


def _kept(rows: Iterable[tuple[str, Any] | tuple[str, Any, bool]]) -> Iterator[Row]:
    for title, value, *prose in rows:
        if value not in (None, "", [], ()):
            yield Row(title, str(value), bool(prose and prose[0]))


def _person_title(words: str, number: int, name: str) -> str:
    return f"{words}: {name}" if name else words if number == 1 else f"{words} ({number})"


def _when(moment: datetime | None) -> str:
    return moment_in_words(moment) if moment else ""


def _told(words: str, moment: datetime | None) -> str:
    return ", ".join(filter(None, [words, _when(moment)]))


def _yes_no(value: bool | None) -> str:
    return "" if value is None else "Yes" if value else "No"


def _happening(incident: Incident) -> Iterator[tuple[Any, ...]]:
    yield "In the reporter’s words", incident.description, True
    yield "Done at once", incident.done_at_once, True
    yield "Aimed at who someone is", ", ".join(HATE_FACTORS.get(key, key) for key in incident.hate_factors)
    yield "Alcohol played a part", _yes_no(incident.alcohol_factor)
    yield "Drugs played a part", _yes_no(incident.drugs_factor)
    yield "Weapon", incident.weapon


def _place_and_time(incident: Incident) -> Iterator[tuple[Any, ...]]:
    yield "Place", incident.get_place_display()
    yield "Site", str(incident.site) if incident.site else ""
    yield "Exact place", incident.exact_place
    yield "Address", " ".join(filter(None, [incident.address, incident.postcode]))
    yield "Vehicle", incident.vehicle
    yield "Happened", _when(incident.happened_at)
    yield "Found", _when(incident.found_at)
    yield "Reported", _when(incident.reported_at)
    yield "End of the shift", _when(incident.shift_ends_at)
    yield "Our CAD number", incident.cad_number
    yield "Call sign", incident.call_sign
    yield "Crew", incident.crew
    yield "Control room told", _told(incident.get_control_room_told_display(), incident.control_room_told_at)
    yield "Manager told", _told(incident.manager_told, incident.manager_told_at)
    yield "Police told", incident.get_police_told_display()
    yield "Why the police were not told", incident.police_not_told_reason


def _victim(victim: Any, wishes: Mapping[str, Wish]) -> Iterator[tuple[Any, ...]]:
    yield "Who they are", ", ".join(filter(None, [STANDINGS.get(victim.standing, ""), victim.job]))
    yield "Hurt", victim.get_injury_display()
    yield "Injury", victim.injury_details, True
    yield "Seen by a doctor", " ".join(filter(None, [_when(victim.examined_at), victim.examined_where]))
    yield "Why not seen by a doctor", victim.not_examined_reason
    if wish := wishes.get("police"):
        said = "" if wish.how == "report" else f". {wish.source}, {moment_in_words(wish.at)}"
        yield wish.get_about_display(), f"{wish.get_wants_display()}{said}"
    yield "Would like to be called", victim.wants_contact


def _subject(subject: Any) -> Iterator[tuple[Any, ...]]:
    yield "Who they are", ", ".join(filter(None, [STANDINGS.get(subject.standing, ""), subject.relation]))
    yield "Born", day_in_words(subject.born) if subject.born else ""
    yield "Address", subject.address
    yield "Appearance", subject.appearance, True


def _witness(witness: Any) -> str:
    parts = [STANDINGS.get(witness.standing, ""), witness.contact]
    return ", ".join(part for part in parts if part) or "No more is known"


def _explained(incident: Incident) -> Iterator[Row]:
    for fact, reason in incident.unknown_facts.items():
        yield Row(fact.replace("-", " ").replace("_", " ").capitalize(), reason)


def _item(item: Any) -> str:
    parts = [item.get_fate_display(), f"belongs to: {item.get_owner_display().lower()}"]
    if item.value is not None:
        parts.append(f"worth {money_in_words(item.value)}")
    if item.recovered is not None:
        parts.append(f"{money_in_words(item.recovered)} recovered")
    if item.asset_number:
        parts.append(f"asset {item.asset_number}")
    return ", ".join(parts)


def _police(contact: Any) -> Iterator[tuple[Any, ...]]:
    yield "Force", contact.force
    yield "Told", ", ".join(filter(None, [_when(contact.told_at), contact.get_channel_display(), contact.told_by]))
    yield "Their log number", contact.log_number
    yield "Crime number", contact.crime_number
    officer = [contact.officer_name, contact.officer_number, contact.officer_station, contact.officer_contact]
    yield "Officer", ", ".join(filter(None, officer))
    yield "Came", _yes_no(contact.attended)
    yield "Would not come or record it because", contact.refused_reason
