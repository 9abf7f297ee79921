"""Facts that come after the report: added or put right, with what was known before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from holdfast.casework.incidents.models import (
    Addition,
    Incident,
    Item,
    PoliceContact,
    Referral,
    Subject,
    Victim,
    Witness,
)
from holdfast.casework.incidents.operations.indexing import index_incident
from holdfast.casework.incidents.operations.report import add_people_and_things
from holdfast.casework.incidents.operations.restriction import keep_from_suspects, make_restricted
from holdfast.casework.incidents.operations.telling import tell_of_incident
from holdfast.casework.incidents.rules.answers import (
    IncidentFacts,
    ItemFacts,
    PoliceFacts,
    ReportAnswers,
    SubjectFacts,
    VictimFacts,
    WitnessFacts,
)
from holdfast.casework.incidents.rules.report import (
    Problem,
    ReportRefused,
    problems_with_people_and_things,
    problems_with_times,
    starts_restricted,
    title_of,
    too_long,
)
from holdfast.casework.incidents.rules.report_words import (
    FACT_WORDS,
    PART_WORDS,
    PARTS,
    fact_in_words,
    in_words,
    part_in_words,
)
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.models import Record
from holdfast.foundation.records.operations import check_version, touch
from holdfast.kernel import clock

HELD_APART = "(held apart)"
"""Stands in an addition for a suspected colleague's details, which not every later reader of the incident may see."""

FACTS = frozenset({field.name for field in fields(IncidentFacts)} - {"written_at", "site_id"} | {"site", "unit"})
"""Fields of an incident that may be put right after its report. The type is triage's, once it has judged."""

PLAIN_FACTS = frozenset(
    {
        "type", "near_miss", "internal", "place", "site", "unit", "happened_at", "happened_roughly", "found_at",
        "shift_ends_at", "control_room_told", "control_room_told_at", "manager_told_at", "police_told",
    }
)  # fmt: skip
"""Facts whose values go into the audit trail too; of the others, which tell of people, only that they changed."""

Row = Victim | Subject | Witness | Item | PoliceContact


@dataclass(frozen=True)
class Amendment:
    """Something to put right on one person or thing of the incident: new values by field name."""

    row: Row
    changes: Mapping[str, Any]


@operation
def add_facts(
    *,
    by: Actor,
    incident: Incident,
    seen_version: int | None = None,
    changes: Mapping[str, Any] | None = None,
    amendments: Sequence[Amendment] = (),
    victims: Sequence[VictimFacts] = (),
    subjects: Sequence[SubjectFacts] = (),
    witnesses: Sequence[WitnessFacts] = (),
    items: Sequence[ItemFacts] = (),
    police: Sequence[PoliceFacts] = (),
    words: str = "",
    from_reporter: bool = False,
    second_report: Addition | None = None,
) -> Addition:
    """Add facts to an incident, or put them right; the Addition that comes back keeps what was known before.

    `changes` are new values of the incident's own fields (names in FACTS), `amendments` new values on people and
    things that it has already, the sequences new people and things, `words` what the one who tells it says.
    `seen_version` is the record's version that the form was opened on. `second_report`: whoever tells it had reported
    the same event, and theirs was added to this incident. A colleague who is suspected now restricts the
    incident. What the reporter adds is told to the posts that know of the incident.

    Raises EditedMeanwhile, ReportRefused with what is wrong by field, ValueError for a field that is no fact and when
    nothing is added.
    """
    check_version(incident.record, seen_version)
    incident.refresh_from_db()
    changes = dict(changes or {})
    if unknown := changes.keys() - FACTS:
        raise ValueError(f"not facts of an incident: {', '.join(sorted(unknown))}")
    if "type" in changes and incident.state != "reported":
        raise ValueError("The type is changed by judging the incident again.")
    if _colleague_among(subjects, amendments):
        changes["internal"] = True
    newcomers = ReportAnswers(
        IncidentFacts(incident.type, incident.place, incident.description),
        victims=tuple(victims),
        subjects=tuple(subjects),
        witnesses=tuple(witnesses),
        items=tuple(items),
        police=tuple(police),
    )
    _refuse_what_cannot_be(incident, changes, newcomers, words)
    written, plain = _change(incident, changes)
    for amendment in amendments:
        written |= _amend(incident, amendment, held_apart=incident.internal)
    now = clock.now()
    how = "report" if from_reporter or second_report is not None else "told"
    add_people_and_things(incident, newcomers, by=by, at=now, how=how)
    written |= _told_anew(newcomers, held_apart=incident.internal)
    if not written and not words.strip():
        raise ValueError("There is nothing to add yet.")
    if incident.internal:
        Subject.objects.filter(incident=incident, held_apart=False).update(held_apart=True)
    if not incident.restricted and (why := starts_restricted(incident.type, incident.internal)):
        make_restricted(incident, by=by, why=why)
    elif incident.restricted and (subjects or changes.get("internal") or _about_subjects(amendments)):
        keep_from_suspects(incident, by=by, why="Whoever was named before is suspected.")
    if changes.keys() & {"type", "near_miss"}:
        Record.objects.filter(pk=incident.pk).update(title=title_of(incident.type, incident.near_miss))
    addition = Addition.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        at=now,
        by=by.name,
        person_id=by.person_id,
        from_reporter=from_reporter,
        words=words.strip(),
        changes=written,
        second_report=second_report,
    )
    index_incident(incident)
    touch(incident.record)
    if from_reporter:
        tell_of_addition(incident, f"The reporter of {incident.reference} told more")
    enter(
        "incidents.add_facts",
        by=by,
        subject=incident.record,
        changes=plain,
        details={"facts": sorted(written), "words": bool(words.strip()), "from_reporter": from_reporter},
    )
    return addition


def tell_of_addition(incident: Incident, subject: str) -> None:
    """Tell those who know of the incident that more was told about it."""
    words = "Open the incident to read what was added."
    if incident.restricted:
        people = [reader.person for reader in incident.record.readers.select_related("person")]
        tell_of_incident(incident, subject=subject, words=words, people=people, kind="incidents.added")
        return
    referrals = Referral.objects.filter(incident=incident).select_related("post")
    posts = [referral.post for referral in referrals]
    tell_of_incident(incident, subject=subject, words=words, posts=posts, kind="incidents.added")


def _refuse_what_cannot_be(
    incident: Incident, changes: Mapping[str, Any], newcomers: ReportAnswers, words: str
) -> None:
    moments = {
        name: changes.get(name, getattr(incident, name)) for name in ("happened_at", "found_at", "shift_ends_at")
    }
    problems = problems_with_times(now=clock.now(), **moments) if moments.keys() & changes.keys() else []
    if "description" in changes and not changes["description"].strip():
        problems.append(Problem("description", "Enter what happened"))
    for name, text in (("description", changes.get("description", "")), ("words", words)):
        if message := too_long(text):
            problems.append(Problem(name, message))
    problems += problems_with_people_and_things(newcomers, now=clock.now())
    if problems:
        raise ReportRefused(problems)


def _change(incident: Incident, changes: Mapping[str, Any]) -> tuple[dict[str, list[str]], dict[str, list[Any]]]:
    """Set the new values. Gives what changed, in words by the words of each field, and the plain facts by name."""
    changed = {name: value for name, value in changes.items() if getattr(incident, name) != value}
    written, plain = {}, {}
    for name, value in changed.items():
        before = getattr(incident, name)
        written[FACT_WORDS[name]] = [fact_in_words(name, before), fact_in_words(name, value)]
        if name in PLAIN_FACTS and not incident.restricted:
            plain[name] = [fact_in_words(name, before), fact_in_words(name, value)]
        setattr(incident, name, value)
    if changed:
        incident.save(update_fields=list(changed))
    return written, plain


def _about_subjects(amendments: Sequence[Amendment]) -> list[Amendment]:
    return [amendment for amendment in amendments if isinstance(amendment.row, Subject)]


def _colleague_among(subjects: Sequence[SubjectFacts], amendments: Sequence[Amendment]) -> bool:
    """True when somebody is said to have done it who is a colleague, as someone new or as someone known before."""
    known = [amendment.changes.get("standing") for amendment in _about_subjects(amendments)]
    return any(standing in ("colleague", "staff") for standing in (*known, *(one.standing for one in subjects)))


def _amend(incident: Incident, amendment: Amendment, *, held_apart: bool) -> dict[str, list[str]]:
    row, model = amendment.row, str(amendment.row._meta.model_name)
    if row.incident_id != incident.pk:
        raise ValueError("This belongs to another incident.")
    # What someone wants is never put right: they say it anew, and both stay (see operations.wishes).
    if unknown := amendment.changes.keys() - (PART_WORDS[model].keys() - {"wants_police"}):
        raise ValueError(f"not facts of a {PARTS[model].lower()}: {', '.join(sorted(unknown))}")
    row.refresh_from_db()
    hidden = isinstance(row, Subject) and (row.held_apart or held_apart)
    written = {}
    changed = {name: value for name, value in amendment.changes.items() if getattr(row, name) != value}
    for name, value in changed.items():
        labels = dict(getattr(row._meta.get_field(name), "choices", None) or ())
        before, after = in_words(getattr(row, name), labels), in_words(value, labels)
        key = f"{PARTS[model]} {row.pk}: {PART_WORDS[model][name]}"
        written[key] = [HELD_APART, HELD_APART] if hidden else [before, after]
        setattr(row, name, value)
    if changed:
        row.save(update_fields=list(changed))
    return written


def _told_anew(newcomers: ReportAnswers, *, held_apart: bool) -> dict[str, list[str]]:
    """Who and what is new, in words: one line each, nothing before it."""
    lines: dict[str, list[str]] = {}
    for part, rows in (
        ("victim", newcomers.victims),
        ("subject", newcomers.subjects),
        ("witness", newcomers.witnesses),
        ("item", newcomers.items),
        ("policecontact", newcomers.police),
    ):
        for number, row in enumerate(rows, 1):
            hidden = part == "subject" and held_apart
            lines[f"{PARTS[part]} (new {number})"] = ["", HELD_APART if hidden else part_in_words(part, row)]
    return lines
