"""Which of the trust's people the names in a report mean."""

from __future__ import annotations

from dataclasses import replace

from holdfast.casework.incidents.rules.answers import ReportAnswers, VictimFacts, WitnessFacts
from holdfast.foundation.organisation.models import Person, Trust


def with_people(answers: ReportAnswers, trust: Trust, reporter: Person | None) -> ReportAnswers:
    """The answers, with the key of the person where a name means exactly one colleague, or the reporter.

    So that support, the line manager and the right unit are found without anybody picking from a list.
    """
    return replace(
        answers,
        victims=tuple(_victim(victim, trust, reporter) for victim in answers.victims),
        witnesses=tuple(_witness(witness, trust) for witness in answers.witnesses),
    )


def _victim(victim: VictimFacts, trust: Trust, reporter: Person | None) -> VictimFacts:
    if victim.person_id is not None:
        return victim
    if victim.is_reporter:
        if reporter is None:
            return victim
        return replace(
            victim,
            person_id=reporter.pk,
            name=victim.name or str(reporter),
            job=victim.job or reporter.job_title[:150],
        )
    if victim.standing in ("staff", "colleague"):
        person = the_one_called(victim.name, trust)
        return replace(victim, person_id=person.pk) if person else victim
    return victim


def _witness(witness: WitnessFacts, trust: Trust) -> WitnessFacts:
    if witness.person_id is not None or witness.standing not in ("staff", "colleague", "unknown"):
        return witness
    person = the_one_called(witness.name, trust)
    return replace(witness, person_id=person.pk, standing="staff") if person else witness


def the_one_called(name: str, trust: Trust) -> Person | None:
    """The one person of the trust with this whole name, who has not left; None for nobody, and for two of a name."""
    given, _, family = " ".join(name.split()).rpartition(" ")
    if not given:
        return None
    found = Person.objects.filter(trust=trust, given_name__iexact=given, family_name__iexact=family, left=None)[:2]
    return found[0] if len(found) == 1 else None
