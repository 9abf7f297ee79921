"""From the rows of one incident to its facts, or to the reasons why it cannot be brought in. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from holdfast.casework.incidents.rules.answers import PoliceFacts, SubjectFacts
from holdfast.casework.incidents.rules.history_columns import HISTORY, PERSON_FIELDS
from holdfast.casework.incidents.rules.history_people import SomeoneFacts, people_of, reporter_among
from holdfast.casework.incidents.rules.history_places import Places, unit_of, where_of
from holdfast.casework.incidents.rules.history_rows import HistoryRow
from holdfast.casework.incidents.rules.history_values import NOON, instant, read_day, read_time, time_within, yes_no
from holdfast.casework.incidents.rules.history_words import (
    LEFT_OUT,
    NOT_JUDGED,
    Meanings,
    hate_factors_of,
    plain_word,
    suspects_colleague,
)
from holdfast.casework.incidents.rules.report import CHARACTERS_AT_MOST
from holdfast.kernel.clock import LONDON

NO_DESCRIPTION = "The export holds no description."


@dataclass(frozen=True)
class Note:
    """Something worth knowing of a line that is brought in all the same."""

    line: int
    text: str
    times: int = 1


class Refused(Exception):
    """An incident cannot be brought in; each reason says how to mend it."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


@dataclass
class OldIncident:
    """One incident of the export, ready to be written; fields as in models.Incident. Instants have a time zone.

    `state` is reported, open or closed; `closed_at` is None for a closed one whose day nobody knows. `people`
    are by the digest of their row; `restrict` is why only named people may see it, empty when it is open to its unit.
    """

    key: str
    reference: str
    rows: list[HistoryRow]
    type: str
    state: str
    description: str
    reported_at: datetime
    happened_at: datetime | None
    happened_roughly: bool
    found_at: datetime | None
    closed_at: datetime | None = None
    near_miss: bool = False
    internal: bool = False
    hate_factors: list[str] = field(default_factory=list)
    severity: str = ""
    place: str = "site"
    site_id: int | None = None
    unit_id: int | None = None
    exact_place: str = ""
    done_at_once: str = ""
    outcome: str = ""
    reporter_name: str = ""
    police_told: str = ""
    medical_factors: bool | None = None
    people: dict[str, tuple[SomeoneFacts, ...]] = field(default_factory=dict)
    police: tuple[PoliceFacts, ...] = ()
    restrict: str = ""

    @property
    def line(self) -> int:
        """The first of its lines."""
        return self.rows[0].line

    @property
    def everyone(self) -> list[SomeoneFacts]:
        """The people on all of its rows."""
        return [person for people in self.people.values() for person in people]


@dataclass
class Whole:
    """The facts of an incident's rows put together: the first row that tells one counts."""

    first: int
    facts: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def text(self, name: str, longest: int = 0) -> str:
        """What the rows say of `name`, cut to `longest` characters (the row itself is kept whole)."""
        said = self.facts.get(name, "")
        return said[: longest - 1] + "…" if longest and len(said) > longest else said

    def note(self, name: str, text: str) -> None:
        """Note something about what was read as `name`, or about the whole for a name that no row tells."""
        self.notes.append(Note(self.lines.get(name, self.first), text))


def whole_of(rows: Sequence[HistoryRow]) -> Whole:
    """The rows of one incident put together. Where two contradict each other the first counts, and it is noted."""
    whole = Whole(rows[0].line)
    for row in rows:
        for name, text in row.facts.items():
            if name not in whole.facts:
                whole.facts[name], whole.lines[name] = text, row.line
            elif name not in PERSON_FIELDS and text != whole.facts[name]:
                title = HISTORY.by_key[name].title.lower()
                whole.notes.append(
                    Note(row.line, f"It says another {title} than line {whole.lines[name]}, which counts.")
                )
    return whole


def stage_of_rows(rows: Sequence[HistoryRow], meanings: Meanings) -> str:
    """What the status of an incident means: closed, open, new, or rejected; "" when it tells none."""
    text = next((row.facts["status"] for row in rows if row.facts.get("status")), "")
    return meanings["status"].get(plain_word(text), "") if text else ""


def kind_of_rows(rows: Sequence[HistoryRow], meanings: Meanings) -> str:
    """The key of the type of an incident, LEFT_OUT when it is not about security; "" when no row tells any."""
    text = next((row.facts["kind"] for row in rows if row.facts.get("kind")), "")
    return meanings["kind"].get(plain_word(text), "") if text else ""


def old_incident(
    rows: Sequence[HistoryRow], meanings: Meanings, places: Places, now: datetime
) -> tuple[OldIncident, list[Note]]:
    """The incident that `rows` tell of, and what is worth knowing of it. Raises Refused.

    `meanings` is what each word means (history_words.meanings); `now` is the instant of the import.
    """
    whole = whole_of(rows)
    facts = whole.facts
    happened, roughly = _moment(whole, "happened_on", "happened_time", now)
    reported, _ = _moment(whole, "reported_on", "reported_time", now)
    reported = reported or _moment(whole, "opened_on", "", now)[0]
    closed, _ = _moment(whole, "closed_on", "", now)
    kind = kind_of_rows(rows, meanings)
    if not kind:
        whole.note("", "It has no kind, and comes in as “Something else”.")
    if happened is None and reported is None and not whole.faults:
        whole.faults.append("It has neither incident date nor date reported. Fill one in, such as 03/02/2024.")
    if happened is not None and reported is not None and reported < happened:
        if reported.date() == happened.date() or roughly:
            reported = happened  # a day without a time stands for noon
        else:
            whole.note("reported_on", "It was reported before it happened, by its dates. Both stay as they are.")
    description = facts.get("description") or facts.get("title") or ""
    for name in ("description", "action", "outcome"):
        if len(facts.get(name, "")) > CHARACTERS_AT_MOST:
            whole.faults.append(
                f"The text of {len(facts[name]):,} characters on line {whole.lines[name]} is too long: up to "
                f"{CHARACTERS_AT_MOST:,} are kept. Shorten it, and keep the whole text as a file."
            )
    if not description:
        whole.note("", NO_DESCRIPTION)
    if whole.faults:
        raise Refused(whole.faults)
    if happened is None:
        whole.note("", "When it happened is not known: the day of the report counts as the day it was found.")
    if reported is None:
        whole.note("", "When it was reported is not known: the time of the incident counts.")
    state = _state(stage_of_rows(rows, meanings), closed)
    incident = OldIncident(
        key=facts.get("number") or facts["reference"],
        reference=(facts.get("reference") or facts["number"])[:80],
        rows=list(rows),
        type=kind if kind and kind != LEFT_OUT else "other",
        state=state,
        description=description or NO_DESCRIPTION,
        reported_at=reported or happened or now,
        happened_at=happened,
        happened_roughly=roughly,
        found_at=None if happened else reported,
        closed_at=closed if state == "closed" else None,
        near_miss="near miss" in plain_word(f"{facts.get('result', '')} {facts.get('kind', '')}"),
        hate_factors=hate_factors_of(facts.get("kind", "")),
        severity=_severity(facts, meanings),
        done_at_once=facts.get("action", ""),
        outcome=facts.get("outcome", ""),
        reporter_name=whole.text("reporter", 160),
        medical_factors=_any([yes_no(row.facts.get("clinical_factors", "")) for row in rows]),
    )
    where = where_of(facts, places)
    incident.place, incident.site_id, incident.exact_place = where.place, where.site_id, where.exact_place
    incident.unit_id = unit_of(facts, places)
    _police(incident, whole)
    incident.people = {row.digest: people_of(row.facts, meanings) for row in rows}
    incident.reporter_name = incident.reporter_name or reporter_among(rows, meanings)
    incident.internal = suspects_colleague(facts.get("kind", "")) or any(
        isinstance(one, SubjectFacts) and one.standing == "colleague" for one in incident.everyone
    )
    return incident, whole.notes


def _moment(whole: Whole, day_name: str, time_name: str, now: datetime) -> tuple[datetime | None, bool]:
    """A day with its time, and whether the time is only roughly known. What is wrong goes into the faults."""
    text = whole.facts.get(day_name, "")
    try:
        day = read_day(text)
    except ValueError as fault:
        whole.faults.append(f"{str(fault)[:1].upper()}{str(fault)[1:]}, on line {whole.lines[day_name]}. Put it right.")
        return None, False
    if day is None:
        if text:
            whole.note(day_name, f"“{text[:20]}” stands for a day that nobody knows.")
        return None, False
    at = (_time(whole, time_name) if time_name else None) or time_within(text)
    moment = instant(day, at or NOON)
    if moment <= now:
        return moment, at is None
    if at is None and day <= now.astimezone(LONDON).date():
        return now, True
    whole.faults.append(f"{day:%d/%m/%Y} on line {whole.lines[day_name]} has not come yet. Put the date right.")
    return None, False


def _time(whole: Whole, name: str) -> time | None:
    try:
        return read_time(whole.facts.get(name, ""))
    except ValueError as fault:
        whole.note(name, f"{fault}. The day counts, the time is not known.")
        return None


def _state(stage: str, closed: datetime | None) -> str:
    if closed is not None or stage == "closed":
        return "closed"
    return "reported" if stage == "new" else "open"


def _severity(facts: Mapping[str, str], meanings: Meanings) -> str:
    meaning = meanings["severity"].get(plain_word(facts.get("severity", "")), "")
    return "" if meaning == NOT_JUDGED else meaning


def _any(values: Sequence[bool | None]) -> bool | None:
    told = [value for value in values if value is not None]
    return any(told) if told else None


def _police(incident: OldIncident, whole: Whole) -> None:
    told = yes_no(whole.facts.get("police_told", ""))
    number = whole.text("crime_number", 60)
    incident.police_told = "yes" if told or number else "no" if told is False else ""
    if number:
        incident.police = (PoliceFacts(crime_number=number),)
