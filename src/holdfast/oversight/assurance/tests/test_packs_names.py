"""The names that packs may use of built areas lead to code, and no kind or flag of the code is missing."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

from holdfast.casework.incidents.models import Investigation
from holdfast.casework.incidents.queries.policy import REQUIREMENTS
from holdfast.casework.incidents.queries.taxonomy import FLAGS, SEVERITIES, TYPES
from holdfast.oversight.assurance.measures import MEASURES
from holdfast.oversight.assurance.measures.facts_held import HELD
from holdfast.oversight.assurance.packs.kinds import KINDS
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.reading_rules import SELECTION
from holdfast.oversight.assurance.packs.vocabulary import area_of
from holdfast.oversight.assurance.queries.deeds import verb_of

OPERATIONS = {
    "violence": "holdfast.casework.violence.operations",
    "casefile": "holdfast.casework.casefile.operations",
    "actions": "holdfast.tools.actions.operations",
    "incidents": "holdfast.casework.incidents.operations",
    "liaison": "holdfast.casework.liaison.operations",
    "organisation": "holdfast.foundation.organisation.operations",
    "records": "holdfast.foundation.records.operations",
    "sanctions": "holdfast.casework.sanctions.operations",
}
NAMES = vocabulary()


def verbs(package: str) -> set[str]:
    """The names in all modules of a package, as packs write them."""
    modules = pkgutil.iter_modules(importlib.import_module(package).__path__, f"{package}.")
    return {name.replace("_", "-") for module in modules for name in vars(importlib.import_module(module.name))}


@pytest.mark.parametrize("area", OPERATIONS)
def test_it_names_operations_that_exist(area: str) -> None:
    named = {name.partition(".")[2] for name in NAMES.operations if area_of(name) == area}
    assert named <= verbs(OPERATIONS[area])


def test_it_counts_operations_by_the_verb_that_they_leave_in_the_audit_trail() -> None:
    """A verb that nothing writes would show “none in the past year” for ever."""
    for name in NAMES.deeds:
        assert name in NAMES.operations
        folder = Path(importlib.import_module(OPERATIONS[area_of(name)]).__path__[0])
        verb = verb_of(name)
        written = {f'"{verb}"', f'leave_entry("{verb.partition(".")[2]}"'}
        assert any(words in path.read_text() for path in folder.rglob("*.py") for words in written), name


def test_it_knows_where_the_operations_of_every_built_area_are() -> None:
    assert {area_of(name) for name in NAMES.operations} & NAMES.built == set(OPERATIONS)


def test_it_names_the_measures_that_exist_each_with_its_kind() -> None:
    named = {name: measure.kind for name, measure in NAMES.measures.items() if area_of(name) in NAMES.built}
    assert named == {name: measure.kind for name, measure in MEASURES.items()}


def test_it_names_the_facts_that_an_incident_can_hold() -> None:
    assert set(NAMES.measures["incidents.facts-held"].required) == set(HELD)


def test_it_knows_every_type_flag_severity_strand_and_requirement() -> None:
    assert set(NAMES.types) == set(TYPES)
    assert set(NAMES.flags) == set(FLAGS)
    assert set(NAMES.severities) == set(SEVERITIES)
    assert set(NAMES.strands) == set(Investigation.STRANDS)
    assert set(NAMES.closing) == set(REQUIREMENTS)


@pytest.mark.parametrize("measure", NAMES.measures.values(), ids=NAMES.measures.keys())
def test_it_describes_each_measure_by_facts_that_its_kind_takes(measure) -> None:
    facts = {
        "deadline": {"start", "done", "limit", "ended"},
        "interval": {"since", "done", "ended"},
        "period": {"since", "done", "reports", "ended"},
        "rota": {"since", "subjects", "turns", "ended"},
        "coverage": {"since", "items", "ended"},
        "completeness": {"created", "held", "reasons", "ended"},
    }
    assert set(measure.facts) <= facts[measure.kind]
    assert all(isinstance(words, str) and words for words in measure.facts.values())
    assert KINDS[measure.kind].takes_facts == bool(measure.required)
    assert set(measure.takes) <= set(SELECTION)
    assert measure.about.endswith("?")
