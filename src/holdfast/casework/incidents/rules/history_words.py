"""What the words of another system's incidents mean here: kinds, stages, severities and roles. Plain Python.

Holdfast guesses what it can, people set it right once, and what they chose is remembered. It never guesses that a kind
it does not know is none of its business: that is asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from holdfast.casework.incidents.rules.taxonomy import SEVERITIES, TYPES

LEFT_OUT = "left-out"
NOT_JUDGED = "not-judged"
UNKNOWN = ""

KINDS: dict[str, str] = {key: kind.title for key, kind in TYPES.items()} | {LEFT_OUT: "Leave out: not about security"}
STATUSES: dict[str, str] = {
    "closed": "Closed",
    "open": "Open: someone is working on it",
    "new": "Not looked at yet: it waits for triage here",
    "rejected": "Rejected there: leave it out",
}
GRADES: dict[str, str] = SEVERITIES | {NOT_JUDGED: "Not judged"}
ROLES: dict[str, str] = {
    "affected": "Hurt or affected",
    "assailant": "Did it, as far as is known",
    "witness": "Saw it",
    "reporter": "Reported it",
    "other": "Someone else: keep them with the row only",
}

VOCABULARIES: dict[str, dict[str, str]] = {
    "kind": KINDS,
    "status": STATUSES,
    "severity": GRADES,
    "person_role": ROLES,
}
"""The choices for the words of each field."""
TITLES: dict[str, str] = {
    "kind": "Kinds of incident",
    "status": "Approval status",
    "severity": "Severity",
    "person_role": "Roles of people",
}
PATH = " › "


@dataclass(frozen=True)
class Word:
    """One word of a vocabulary as the file has it: how often, on which line first, and what it means (UNKNOWN: ask)."""

    vocabulary: str
    text: str
    times: int
    line: int
    meaning: str

    @property
    def plain(self) -> str:
        """The word under which the choice is remembered."""
        return plain_word(self.text)


Meanings = Mapping[str, Mapping[str, str]]
"""What each word means, by vocabulary and plain word."""


def plain_word(text: str) -> str:
    """A word without what differs from export to export: case and blanks."""
    return " ".join(text.casefold().split())


def _table(*lines: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), meaning) for pattern, meaning in lines)


# In this order: a bomb threat is no threat, a theft of medicines no theft, and a fall no assault.
_KINDS = _table(
    (r"bomb|hoax", "bomb-or-hoax"),
    (r"terroris|espionage|hostile reconn", "terrorism-or-espionage"),
    (r"suspicious (package|parcel|letter|substance)|suspect package|white powder", "suspect-package"),
    (r"sexual", "sexual-offence"),
    (r"robbery|mugg(ed|ing)", "robbery"),
    (r"weapon|firearm|knife|\bgun\b|shooting|stabb", "weapon"),
    (
        r"physical(ly)? (assault|abuse|violence|attack|aggress|contact)|(assault|violence|attack).{0,20}\bphysical"
        r"|\b(punch|kick|hit|bit|bite|bitten|spat|spit|spitting|slap|grab|scratch|headbutt|strangl)",
        "physical-assault",
    ),
    (r"threat|intimidat", "threat"),
    (r"harass|stalk", "harassment"),
    (r"verbal|swear|insult|(racial|racist|homophob|transphob|religious) abuse|aggressive language", "verbal-abuse"),
    (r"^assault|\bassault\b", "physical-assault"),
    (r"(medic|drug|controlled).{0,25}(missing|theft|stolen|tamper|diver|discrep|unaccount)", "medicines"),
    (r"burglar|break.?in|broken into", "burglary"),
    (r"vehicle.{0,15}(theft|crime|stolen|broken)|theft (of|from) (a )?(motor )?vehicle", "vehicle-crime"),
    (r"theft|stolen|steal|larceny", "theft"),
    (r"arson|fire.?setting|deliberate fire", "arson"),
    (r"criminal damage|vandal|graffiti|malicious damage|(deliberate|wilful) damage|damage to (trust )?property",
     "criminal-damage"),
    (r"(lost|missing|loss).{0,12}(propert|badge|key|card|radio|equipment|item|device|phone|laptop)", "lost-property"),
    (r"fraud|brib|corrupt", "fraud"),
    (r"trespass|intruder", "trespass"),
    (r"unauthori[sz]ed (access|entry)|tailgat|security breach|breach of security|unsecured|insecure (door|premises)",
     "unauthorised-access"),
    (r"suspicious", "suspicious"),
    (r"anti.?social|nuisance|drunk|disorderly", "antisocial"),
    (r"(illegal|illicit).{0,6}(drug|substance)|drugs? (use|dealing|possess|found)", "drugs"),
    (r"confidential|information governance|data (breach|loss|protection)|records? (breach|lost|missing)",
     "information-breach"),
    (r"(lock|alarm|cctv|camera|access control|panic|barrier).{0,20}(fault|fail|broken|defect|not work)",
     "equipment-fault"),
    (r"\bsecurity\b.{0,12}(concern|worry|issue|other|general)", "security-concern"),
    (
        r"\b(fall|falls|slip|trip|needle|sharps?|medication|prescri|dispens|pressure (ulcer|sore|damage)|infection|"
        r"treatment|diagnos|blood|transfus|appointment|discharge|admission|clinical|maternity|birth|consent|laborator|"
        r"specimen|nutrition|moving and handling|manual handling|staffing|delay|ambulance response|patient transport|"
        r"radiation|equipment failure|medical device)",
        LEFT_OUT,
    ),
)  # fmt: skip

_STATUS_CODES = {
    "reject": "rejected", "awarev": "new", "inrev": "open", "awafa": "open", "infa": "open", "fa": "closed",
    "unap": "new", "new": "new",
}  # fmt: skip
_STATUSES = _table(
    (r"reject|duplicate|\btest\b|delet", "rejected"),
    (r"holding area|awaiting review|unapproved|not (yet )?reviewed|\bnew\b|submitted", "new"),
    (r"await|being|in (the )?(review|progress)|under|pending|open|investigat|active", "open"),
    (r"final(ly)? approv|closed|complete|approved|resolved", "closed"),
)
_GRADES = _table(
    (r"catastroph|death|fatal|critical|extreme|died|^\W*5\b", "critical"),
    (r"near miss|no harm|^none|negligible|insignificant|very low|not harmed|no injury|^\W*[01]\b", "minor"),
    (r"major|severe|serious|high|permanent|^\W*4\b", "serious"),
    (r"moderate|medium|semi|^\W*3\b", "moderate"),
    (r"minor|low|minimal|^\W*2\b", "minor"),
    (r"not (known|stated|applicable|assessed|judged)|unknown|tbc|^n/?a$", NOT_JUDGED),
)
_ROLE_CODES = {"affect": "affected", "assail": "assailant", "witn": "witness", "repor": "reporter"}
_ROLES = _table(
    (r"assailant|alleged|perpetrator|aggressor|suspect|offender|accused|attacker|assaulter", "assailant"),
    (r"witness|saw it", "witness"),
    (r"reporter|reported by|person reporting|reporting", "reporter"),
    (r"affect|victim|injured|target|complainant|assaulted", "affected"),
)
_HATE = {
    "race": r"\braci|ethnic|xenophob", "religion": r"religio|antisemit|islamophob|\bfaith\b",
    "sexual-orientation": r"homophob|biphob|sexual orientation", "transgender": r"transphob|gender identity",
    "disability": r"disabilit|disablist",
}  # fmt: skip
_COLLEAGUE = re.compile(
    r"\b(staff|colleague|employee)\b.{0,10}\b(on|to|against|upon|v|vs|versus)\b|\bby (a |another )?(member of )?"
    r"(staff|colleague|employee)|staff.on.staff|(bullying|misconduct).{0,20}(staff|colleague)"
)


def kind_of(text: str) -> str:
    """The key of a type for the path of a kind in the old system, the last part counting most; UNKNOWN: ask.

    >>> kind_of("Abuse, violence › Verbal abuse"), kind_of("Abuse, violence › Other"), kind_of("Slip, trip or fall")
    ('verbal-abuse', '', 'left-out')
    """
    if text in TYPES:
        return text
    parts = [part for part in plain_word(text).split(PATH.strip()) if part.strip()]
    for part in reversed(parts):
        for pattern, meaning in _KINDS:
            if pattern.search(part.strip()):
                return meaning
    return UNKNOWN


def meaning_of(vocabulary: str, text: str) -> str:
    """What a word of a vocabulary most likely means: a key of VOCABULARIES[vocabulary], or UNKNOWN."""
    plain = plain_word(text)
    if vocabulary == "kind":
        return kind_of(text)
    if vocabulary == "status":
        return _STATUS_CODES.get(plain) or _first(_STATUSES, plain)
    if vocabulary == "severity":
        return _first(_GRADES, plain)
    code = next((meaning for code, meaning in _ROLE_CODES.items() if plain == code), UNKNOWN)
    return code or _first(_ROLES, plain)


def _first(table: Sequence[tuple[re.Pattern[str], str]], plain: str) -> str:
    return next((meaning for pattern, meaning in table if pattern.search(plain)), UNKNOWN)


def suspects_colleague(text: str) -> bool:
    """True when a kind says that a member of staff did it.

    >>> suspects_colleague("Assault › staff on patient"), suspects_colleague("Assault › patient on staff")
    (True, False)
    """
    return bool(_COLLEAGUE.search(plain_word(text)))


def hate_factors_of(text: str) -> list[str]:
    """The keys of hate factors that a kind names."""
    plain = plain_word(text)
    return [key for key, pattern in _HATE.items() if re.search(pattern, plain)]


def faults_of_words(words: Sequence[Word]) -> list[str]:
    """A sentence for each word that nobody has given a meaning and Holdfast cannot guess."""
    return [
        f"Say what “{word.text[:80]}” means ({TITLES[word.vocabulary].lower()}, line {word.line}"
        f"{f' and {word.times - 1:,} more' if word.times > 1 else ''})."
        for word in words
        if word.meaning == UNKNOWN
    ]


def meanings(words: Sequence[Word]) -> Meanings:
    """What each word means, by vocabulary and plain word."""
    found: dict[str, dict[str, str]] = {name: {} for name in VOCABULARIES}
    for word in words:
        found[word.vocabulary][word.plain] = word.meaning
    return found
