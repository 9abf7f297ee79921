"""Who the rows of an export are about, as the sort of person that their role makes them. Plain Python.

Nobody is joined to a person of the trust by name: a name in an old list is no proof, and the namesake who works here
today would find someone else's assault on their page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from holdfast.casework.incidents.rules.answers import SubjectFacts, VictimFacts, WitnessFacts
from holdfast.casework.incidents.rules.history_rows import HistoryRow, name_of, person_of
from holdfast.casework.incidents.rules.history_values import injury_of, standing_of
from holdfast.casework.incidents.rules.history_words import Meanings, plain_word
from holdfast.foundation.organisation.queries.table_files import read_date

SomeoneFacts = VictimFacts | SubjectFacts | WitnessFacts


def people_of(facts: Mapping[str, str], meanings: Meanings) -> tuple[SomeoneFacts, ...]:
    """The person in a row; nobody where it is about none, or about someone whose role keeps them with the row only.

    Where the export has no column for roles, it is the person who was affected.
    """
    if not person_of(facts) and not facts.get("injury"):
        return ()
    role = _role(facts, meanings)
    name = name_of(facts)[:160]
    who = standing_of(facts.get("person_standing", ""))
    if role == "affected":
        return (_victim(facts, name),)
    if role == "assailant":
        return (SubjectFacts(standing="colleague" if who == "staff" else who, name=name, born=_born(facts)),)
    if role == "witness" and name:
        return (WitnessFacts(name=name, standing=who),)
    return ()


def reporter_among(rows: Sequence[HistoryRow], meanings: Meanings) -> str:
    """The name of the one whose role says that they reported it; "" when nobody's does."""
    return next((name_of(row.facts)[:160] for row in rows if _role(row.facts, meanings) == "reporter"), "")


def _role(facts: Mapping[str, str], meanings: Meanings) -> str:
    if "person_role" not in facts:
        return "affected"
    return meanings["person_role"].get(plain_word(facts["person_role"]), "")


def _victim(facts: Mapping[str, str], name: str) -> VictimFacts:
    return VictimFacts(
        name=name,
        standing=standing_of(facts.get("person_standing", ""), standing_of(facts.get("affecting", ""))),
        job=facts.get("person_job", "")[:150],
        injury=injury_of(facts.get("injury", "")),
        injury_details=", ".join(filter(None, (facts.get("injury", ""), facts.get("body_part", "")))),
    )


def _born(facts: Mapping[str, str]) -> date | None:
    """The date of birth; one that cannot be read stays with the row."""
    try:
        return read_date(facts.get("born", ""))
    except ValueError:
        return None
