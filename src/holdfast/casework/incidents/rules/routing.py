"""Who is told of an incident, who investigates, and whether it is restricted: the trust's lines held against facts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from holdfast.casework.incidents.rules.answers import ReportAnswers
from holdfast.casework.incidents.rules.report import starts_restricted
from holdfast.casework.incidents.rules.selection import Selection, Traits
from holdfast.casework.incidents.rules.taxonomy import TYPES

FLAGS: dict[str, str] = {
    "near_miss": "A near miss",
    "internal": "A colleague is suspected",
    "crime": "A crime, or usually one",
    "serious": "Serious: judged so, or a weapon, an injury that needs a doctor, or a grave type",
    "hate": "Somebody was targeted for who they are",
    "hate-race": "Somebody was targeted for their race or nationality",
    "patient-on-patient": "Between patients",
    "staff-on-staff": "Between members of staff",
    "restricted": "Restricted already",
}
"""What a line can ask for besides types and severities. A line applies when the incident has all of its flags."""

GRAVE_TYPES = frozenset(
    {"sexual-offence", "weapon", "robbery", "arson", "bomb-or-hoax", "terrorism-or-espionage", "suspect-package"}
)
GRAVE_INJURIES = frozenset({"treated", "serious", "death"})


@dataclass(frozen=True)
class RoutingLine:
    """One line of a trust's routing, as in models.RoutingRule. Empty `types`, `severities` and `flags` mean any."""

    types: Collection[str] = ()
    severities: Collection[str] = ()
    flags: Collection[str] = ()
    without: Collection[str] = ()
    tell: tuple[str, ...] = ()
    at_once: bool = False
    investigate: str = ""
    strand: str = "manager"
    restrict: bool = False
    route_out: str = ""
    clause: str = ""

    def applies(self, traits: Traits) -> bool:
        """True when an incident with these traits falls under the line."""
        return Selection.of(self.types, self.severities, self.flags, self.without).fits(traits)

    @property
    def knows_restricted(self) -> bool:
        """True when the line was written for incidents that are restricted, so that its posts may be named on them."""
        only_sensitive = bool(self.types) and all(TYPES[key].sensitive for key in self.types if key in TYPES)
        return self.restrict or only_sensitive or bool({"internal", "restricted"} & set(self.flags))


@dataclass(frozen=True)
class Told:
    """A post to tell, by key; `named`: its holders are named on the incident, because it is restricted."""

    post: str
    reason: str
    at_once: bool = False
    named: bool = False


@dataclass(frozen=True)
class Routing:
    """What the trust's lines ask for.

    `restrict`: why the incident is restricted, empty when it is not. `at_once`: it is serious, or a line says so.
    """

    tell: tuple[Told, ...] = ()
    restrict: str = ""
    investigate: str = ""
    strand: str = "manager"
    route_out: str = ""
    at_once: bool = False


def flags_of_report(answers: ReportAnswers) -> frozenset[str]:
    """The flags that can be told from a report alone, before anyone has judged it."""
    facts = answers.incident
    hurt = {victim.injury for victim in answers.victims}
    victims = {victim.standing for victim in answers.victims}
    subjects = {subject.standing for subject in answers.subjects}
    holds = {
        "near_miss": facts.near_miss,
        "internal": suspects_colleague(answers),
        "crime": TYPES[facts.type].crime and not facts.near_miss,
        "serious": facts.type in GRAVE_TYPES or bool(facts.weapon.strip()) or bool(hurt & GRAVE_INJURIES),
        "hate": bool(facts.hate_factors),
        "hate-race": "race" in facts.hate_factors,
        "patient-on-patient": victims == {"patient"} and subjects == {"patient"},
        "staff-on-staff": bool(victims)
        and victims <= {"staff", "colleague"}
        and bool(subjects)
        and subjects <= {"staff", "colleague"},
    }
    return frozenset(flag for flag, held in holds.items() if held)


def suspects_colleague(answers: ReportAnswers) -> bool:
    """True when the reporter says that a colleague did it, in whichever place of the form."""
    return answers.incident.internal or any(subject.standing in ("colleague", "staff") for subject in answers.subjects)


def route(traits: Traits, lines: Iterable[RoutingLine]) -> Routing:
    """Hold `lines`, in the trust's order, against an incident with `traits`.

    Every line that applies adds the posts it tells; the first that names an investigator, and the first that routes
    out, win. Sensitive types and a suspected colleague are restricted whatever the lines say. On a restricted incident
    only posts of lines written for such incidents are told: telling anyone else would give its existence away.
    """
    fitting = [line for line in lines if line.applies(traits)]
    restrict = starts_restricted(traits.type, "internal" in traits.flags)
    if not restrict:
        restricting = next((line for line in fitting if line.restrict), None)
        if restricting:
            restrict = "The trust's policy restricts incidents of this kind" + (
                f" ({restricting.clause})." if restricting.clause else "."
            )
    restricted = bool(restrict) or "restricted" in traits.flags
    if restricted:
        fitting = [line for line in fitting if line.knows_restricted]
    told: dict[str, Told] = {}
    for line in fitting:
        for key in (*line.tell, *filter(None, [line.investigate if restricted else ""])):
            before = told.get(key)
            told[key] = Told(
                post=key,
                reason=before.reason if before else _reason(line),
                at_once=line.at_once or bool(before and before.at_once),
                named=restricted,
            )
    investigator = next((line for line in fitting if line.investigate), None)
    return Routing(
        tell=tuple(told.values()),
        restrict=restrict,
        investigate=investigator.investigate if investigator else "",
        strand=investigator.strand if investigator else "manager",
        route_out=next((line.route_out for line in fitting if line.route_out), ""),
        at_once="serious" in traits.flags or any(line.at_once for line in fitting),
    )


def _reason(line: RoutingLine) -> str:
    what = [TYPES[key].title for key in line.types if key in TYPES]
    what += [FLAGS[flag] for flag in line.flags if flag in FLAGS]
    words = "The policy tells this post of " + (", ".join(what).lower() if what else "every incident")
    return (words + (f" ({line.clause})" if line.clause else ""))[:200]
