"""What a report must be, and which questions each type needs. Facts in, decisions out; no clock and no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from holdfast.casework.incidents.rules.answers import ReportAnswers
from holdfast.casework.incidents.rules.taxonomy import ASSAULTS, HATE_FACTORS, PLACES, TYPES, Family

GRACE = timedelta(minutes=1)
"""A clock that runs a little fast is no reason to refuse a report."""

LONGEST_SHIFT = timedelta(hours=18)
"""A shift that ends later than this after the incident was mistyped."""

LIFETIME = timedelta(days=80 * 365)
"""Nobody reports what happened longer ago: the year was mistyped."""

BEFORE = timedelta(days=1)
"""Times in a report are guesses. What follows an event can seem to come before it, but not by more than this."""

WORDS_AT_MOST = 10_000
CHARACTERS_AT_MOST = 100_000

JOINABLE = ("reported", "open", "closed")
"""States of an incident to which someone else's report of the same event may be added."""


class Section(StrEnum):
    """A group of questions of the report form."""

    WHERE = "where"
    WHEN = "when"
    WHAT = "what"
    HURT = "hurt"
    WHO = "who"
    THINGS = "things"
    POLICE = "police"
    CREW = "crew"
    WITNESSES = "witnesses"
    FILES = "files"


@dataclass(frozen=True)
class Questions:
    """Which questions one type needs: whole sections, and single questions that only some types ask."""

    sections: tuple[Section, ...]
    shift_end: bool = False
    found: bool = False
    hate: bool = False
    suspect: bool = False

    def asks(self, section: str) -> bool:
        """True when the section is asked."""
        return section in self.sections


_ALWAYS = (Section.WHERE, Section.WHEN, Section.WHAT)
_LAST = (Section.WITNESSES, Section.FILES)
_BY_FAMILY: dict[Family, tuple[Section, ...]] = {
    Family.VIOLENCE: (Section.HURT, Section.WHO, Section.POLICE),
    Family.PROPERTY: (Section.THINGS, Section.WHO, Section.POLICE),
    Family.PREMISES: (Section.WHO, Section.POLICE),
    Family.INFORMATION: (Section.THINGS,),
    Family.EQUIPMENT: (Section.THINGS,),
    Family.CONCERN: (),
}
_ALSO: dict[str, tuple[Section, ...]] = {
    "robbery": (Section.THINGS,),
    "arson": (Section.HURT,),
    "vehicle-damage": (Section.HURT,),
    "suspect-package": (Section.HURT,),
    "drugs": (Section.THINGS,),
    "fraud": (Section.WHO,),
    "other": (Section.HURT, Section.WHO, Section.THINGS, Section.POLICE),
}
_FOUND_LATER = frozenset({Family.PROPERTY, Family.INFORMATION, Family.EQUIPMENT})
_NOBODY_DID_IT = frozenset({"lost-property", "equipment-fault", "security-concern"})
_ORDER = tuple(Section)


def questions_for(type_key: str, *, ambulance: bool = False) -> Questions:
    """What to ask of the reporter of a `type_key`; an ambulance trust also asks for the call and the crew.

    Raises KeyError for an unknown type.
    """
    kind = TYPES[type_key]
    sections = {*_ALWAYS, *_BY_FAMILY[kind.family], *_ALSO.get(type_key, ()), *_LAST}
    if type_key in _NOBODY_DID_IT:
        sections.discard(Section.WHO)
    if not kind.crime and kind.family is Family.PROPERTY and type_key in _NOBODY_DID_IT:
        sections.discard(Section.POLICE)
    if ambulance and kind.family in (Family.VIOLENCE, Family.PREMISES):
        sections.add(Section.CREW)
    return Questions(
        sections=tuple(section for section in _ORDER if section in sections),
        shift_end=kind.family is Family.VIOLENCE,
        found=kind.family in (Family.PROPERTY, Family.INFORMATION, Family.EQUIPMENT)
        or type_key == "unauthorised-access",
        hate=type_key in ASSAULTS or type_key in ("criminal-damage", "arson", "antisocial"),
        # Of violence the answer to "who did it" says so already.
        suspect=Section.WHO in sections and kind.family is not Family.VIOLENCE,
    )


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a report: the field it belongs to, and how to mend it."""

    field: str
    message: str


class ReportRefused(ValueError):
    """A report cannot be taken as it is. `problems` says what is wrong with which field."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in self.problems))


def words_in(text: str) -> int:
    """How many words `text` has."""
    return len(text.split())


def too_long(text: str) -> str:
    """What to say when `text` is longer than a report may be; empty when it is not."""
    words = words_in(text)
    if words > WORDS_AT_MOST:
        return f"Your text has {words:,} words. It can have up to {WORDS_AT_MOST:,}."
    if len(text) > CHARACTERS_AT_MOST:
        return f"Your text has {len(text):,} characters. It can have up to {CHARACTERS_AT_MOST:,}."
    return ""


def problems_with_times(
    *,
    now: datetime,
    happened_at: datetime | None,
    found_at: datetime | None = None,
    shift_ends_at: datetime | None = None,
) -> list[Problem]:
    """What cannot be right with the moments of a report that is made at `now` (all instants with time zone)."""
    problems = []
    latest = now + GRACE
    if happened_at is None and found_at is None:
        problems.append(Problem("happened_at", "Enter when it happened, or when it was found"))
    if happened_at is not None and happened_at > latest:
        problems.append(Problem("happened_at", "When it happened must be now or in the past"))
    if found_at is not None and found_at > latest:
        problems.append(Problem("found_at", "When it was found must be now or in the past"))
    for name, moment in (("happened_at", happened_at), ("found_at", found_at)):
        if moment is not None and moment < now - LIFETIME:
            problems.append(Problem(name, "Check the year: that is too long ago"))
    if happened_at is not None and found_at is not None and found_at < happened_at:
        problems.append(Problem("found_at", "When it was found must be after it happened"))
    start = happened_at or found_at
    if_ended = "If it had ended already, leave this empty"
    if shift_ends_at is not None and start is not None:
        if shift_ends_at < start:
            problems.append(
                Problem(
                    "shift_ends_at", "The shift ends before this happened. If it had ended already, leave this empty"
                )
            )
        elif shift_ends_at - start > LONGEST_SHIFT:
            hours = round((shift_ends_at - start).total_seconds() / 3600)
            problems.append(
                Problem("shift_ends_at", f"Check when the shift ends: that is {hours} hours later. {if_ended}")
            )
    return problems


def problems_with(answers: ReportAnswers, *, now: datetime) -> list[Problem]:
    """What stands in the way of taking this report, made at `now`; an empty list when nothing does.

    Holds for every way in, so it asks only for what no report can do without.
    """
    facts = answers.incident
    problems = []
    if facts.type not in TYPES:
        problems.append(Problem("type", "Select what kind of incident it was"))
    if facts.place not in PLACES:
        problems.append(Problem("place", "Select what kind of place it was"))
    if not facts.description.strip():
        problems.append(Problem("description", "Enter what happened"))
    for name, text in (("description", facts.description), ("done_at_once", facts.done_at_once)):
        if message := too_long(text):
            problems.append(Problem(name, message))
    if not set(facts.hate_factors) <= HATE_FACTORS.keys():
        problems.append(Problem("hate_factors", "Select reasons from the list"))
    problems += problems_with_times(
        now=now, happened_at=facts.happened_at, found_at=facts.found_at, shift_ends_at=facts.shift_ends_at
    )
    return problems + problems_with_people_and_things(answers, now=now) + contradictions(answers)


def contradictions(answers: ReportAnswers) -> list[Problem]:
    """What would have followed the event before there was one."""
    facts = answers.incident
    start = facts.happened_at or facts.found_at
    if start is None:
        return []
    followed = [
        ("control_room_told_at", facts.control_room_told_at, "When the control room was told"),
        *((f"police-{n}-told_at", one.told_at, "When the police were told") for n, one in enumerate(answers.police)),
        *(
            (f"victims-{n}-examined_at", one.examined_at, "When they were seen")
            for n, one in enumerate(answers.victims)
        ),
    ]
    return [
        Problem(field, f"{what} is before this happened. Check both dates")
        for field, moment, what in followed
        if moment is not None and moment < start - BEFORE
    ]


def problems_with_people_and_things(answers: ReportAnswers, *, now: datetime) -> list[Problem]:
    """What cannot be right about the people and things in a report made at `now`. Fields are named as in formsets."""
    problems = []
    for number, victim in enumerate(answers.victims):
        if victim.examined_at is not None and victim.examined_at > now + GRACE:
            problems.append(Problem(f"victims-{number}-examined_at", "When they were seen must be in the past"))
    for number, subject in enumerate(answers.subjects):
        if subject.born is not None and subject.born > now.date():
            problems.append(Problem(f"subjects-{number}-born", "A date of birth must be in the past"))
    for number, item in enumerate(answers.items):
        for amount, name in ((item.value, "value"), (item.recovered, "recovered")):
            if amount is not None and amount < 0:
                problems.append(Problem(f"items-{number}-{name}", "The value must be £0 or more"))
    for number, contact in enumerate(answers.police):
        if contact.told_at is not None and contact.told_at > now + GRACE:
            problems.append(Problem(f"police-{number}-told_at", "When the police were told must be in the past"))
    return problems


def title_of(type_key: str, near_miss: bool) -> str:
    """The title of an incident's record. Names nobody and no place, because titles are seen beside references."""
    title = TYPES[type_key].title
    return f"{title} (near miss)" if near_miss else title


def starts_restricted(type_key: str, internal: bool) -> str:
    """Why an incident is restricted from its report on; empty when it is not."""
    if internal:
        return "A colleague is suspected."
    if TYPES[type_key].sensitive:
        return f"Every report of this kind is restricted: {TYPES[type_key].title.lower()}."
    return ""


def is_ambulance(trust_name: str) -> bool:
    """True for an ambulance trust, whose crews have calls and call signs. Read from the name that ODS publishes."""
    return "ambulance" in trust_name.lower()
