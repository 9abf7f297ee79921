"""The five packs that come with Holdfast: whole, without a fault, and live where they must be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import holdfast
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.pack import Content, Counting, Obligation, Process, Selection
from holdfast.oversight.assurance.packs.status import awaits
from holdfast.oversight.assurance.packs.vocabulary import area_of
from holdfast.oversight.assurance.tests.small_pack import packs

CLAUSES = {"scas": 382, "secamb": 204, "las": 308, "waht": 212, "uhmbt": 215}
ASSAULTS = ("physical-assault", "sexual-offence", "verbal-abuse", "threat", "harassment")
PHYSICAL = ("physical-assault", "sexual-offence")
NON_PHYSICAL = ("verbal-abuse", "threat", "harassment")
BY_STAFF = Selection(types=("theft", "criminal-damage", "fraud"), flags=("internal",))
CRIME, SERIOUS = Selection(flags=("crime",)), Selection(flags=("serious",))


def counted(id_: str) -> Counting:
    """The measure and numbers of a clause."""
    found = packs()[id_.partition("-")[0]].clause(id_).counted
    assert found is not None, f"{id_} is not measured"
    return found


def test_it_ships_the_five_policies_with_every_clause_placed_once() -> None:
    assert {id_: len(pack.clauses) for id_, pack in packs().items()} == CLAUSES
    ids = [clause.id for pack in packs().values() for clause in pack.clauses]
    assert len(ids) == len(set(ids)) == 1321


def test_it_names_the_trusts_by_their_ods_codes() -> None:
    codes = {id_: pack.ods for id_, pack in packs().items()}
    assert codes == {"scas": "RYE", "secamb": "RYD", "las": "RRU", "waht": "RWP", "uhmbt": "RTX"}


@pytest.mark.parametrize("id_", CLAUSES)
def test_it_leaves_no_sentence_empty_and_no_machine_behind(id_: str) -> None:
    for clause in packs()[id_].clauses:
        words = (clause.gist, clause.note, clause.settled, clause.superseded)
        assert len(clause.gist) > 10, clause.id
        assert not re.search(r"@[a-z]|https?://|/home/|/work/", " ".join(words)), clause.id


@pytest.mark.parametrize("id_", CLAUSES)
def test_it_gives_every_duty_an_owner_inside_the_trust_who_can_be_told(id_: str) -> None:
    levels = {post.key: post.level for post in packs()[id_].posts}
    for clause in packs()[id_].clauses:
        if isinstance(clause.met_by, Obligation):
            assert levels[clause.met_by.owner] == "trust", clause.id


@pytest.mark.parametrize("id_", CLAUSES)
def test_it_has_somebody_who_sees_restricted_incidents_and_somebody_who_triages(id_: str) -> None:
    roles = {post.role for post in packs()[id_].posts}
    assert "security-lead" in roles
    assert "line-manager" in roles


@pytest.mark.parametrize("id_", CLAUSES)
def test_it_sends_every_incident_to_somebody_and_ends_with_a_rule_for_all(id_: str) -> None:
    pack = packs()[id_]
    last = pack.routing[-1]
    assert last.when == Selection()
    assert last.tell
    assert last.investigate
    roles = {post.key: post.role for post in pack.posts}
    for rule in pack.routing:
        if {"fraud", "sexual-offence"} & set(rule.when.types) or "internal" in rule.when.flags:
            assert rule.restrict, rule
        if rule.restrict:
            assert "staff" not in {roles[post] for post in rule.tell}


def test_it_routes_out_what_the_policy_leaves_out_and_still_tells_of_it() -> None:
    out = [rule for rule in packs()["las"].routing if rule.route_out]
    assert [rule.when.flags for rule in out] == [("patient-on-patient",), ("staff-on-staff",)]
    assert all(rule.tell and rule.clause == "las-3.4-d" for rule in out)


def test_it_never_invents_a_figure() -> None:
    """Every time limit other than “at that moment” is printed in the policy."""
    printed = {
        (clause.id, number.name): number.printed
        for pack in packs().values()
        for clause in pack.clauses
        if clause.counted
        for number in clause.counted.numbers
        if number.printed not in {None, "PT0S"} and number.unit == "duration"
    }
    assert printed == {
        ("scas-9.1-d3", "within"): "PT24H",
        ("scas-18.1-a", "within"): "PT24H",
        ("scas-14.7", "every"): "P6M",
        ("scas-25.1-b", "within"): "P7D",
        ("scas-25.1-c", "within"): "P7D",
        ("scas-25.2", "within"): "P7D",
        ("scas-28-intro", "every"): "P3Y",
        ("scas-29.2", "every"): "P3Y",
        ("secamb-3.2.4", "within"): "PT48H",
        ("secamb-4.2.1-b", "every"): "P6W",
        ("secamb-4.2.1-c", "every"): "P6W",
        ("secamb-8.2-b", "within"): "P6M",
        ("secamb-8.4-a", "every"): "P3Y",
        ("las-profile-c", "every"): "P3Y",
        ("waht-front-c", "every"): "P3Y",
        ("waht-12-a", "every"): "P3Y",
        ("uhmbt-4.1-d", "within"): "P5Y",
        ("uhmbt-4.6-e", "within"): "P10Y",
        ("uhmbt-4.7-h", "within"): "P1Y",
        ("uhmbt-4.7-i", "within"): "P3Y",
        ("uhmbt-4.8-a", "every"): "P7D",
        ("uhmbt-4.9-d", "within"): "P1Y",
        ("uhmbt-4.9-e", "every"): "P3Y",
        ("uhmbt-app1-k", "every"): "P1Y",
    }


@pytest.mark.parametrize(
    ("id_", "measure", "numbers", "chosen"),
    [
        ("scas-9.1-d3", "incidents.reported", {"within": "PT24H"}, CRIME),
        ("scas-18.1-a", "incidents.reported", {"within": "PT24H"}, CRIME),
        ("scas-5.5.1-s", "incidents.told-risk-team", {"within": "PT0S"}, SERIOUS),
        ("secamb-2.2.3.7-a", "incidents.reported", {"limit_from": "shift-end"}, Selection(types=ASSAULTS)),
        ("secamb-3.2.3-a", "incidents.reported", {"limit_from": "shift-end"}, Selection(types=PHYSICAL)),
        ("secamb-2.2.3.5-b", "incidents.reported", {"limit_from": "shift-end"}, Selection(types=NON_PHYSICAL)),
        ("secamb-3.2.4", "incidents.examined", {"within": "PT48H"}, Selection(types=PHYSICAL)),
        ("secamb-7.5.3", "incidents.manager-checked", {"within": None}, Selection()),
        ("secamb-2.3.1-a", "incidents.investigated", {"within": None}, Selection()),
        ("las-6.1-a", "incidents.reported", {"within": None}, Selection()),
        ("las-6.1-d", "incidents.investigated", {"within": None}, Selection()),
        ("las-4.10-l", "incidents.investigated", {"within": None}, Selection()),
        ("las-10.2-a", "incidents.triaged", {"within": None}, Selection()),
        ("waht-3.4-c", "incidents.reported", {"within": None}, Selection()),
        ("uhmbt-4.10.1-a", "incidents.reported", {"within": None}, Selection()),
        ("uhmbt-4.4.6-c", "incidents.police-told", {"within": None}, CRIME),
        ("uhmbt-4.4.6-f", "incidents.reported", {"within": None}, CRIME),
    ],
)
def test_it_measures_the_duties_that_have_a_clock(
    id_: str, measure: str, numbers: dict[str, str | None], chosen: Selection
) -> None:
    found = counted(id_)
    assert (found.measure, found.kind) == (measure, "deadline")
    assert found.for_engine({}) == numbers
    assert found.filter == chosen


def test_it_tells_the_posts_that_must_know_at_once() -> None:
    serious = {"within": "PT0S", "post": "head-hs-fire", "start": "serious"}
    assert counted("waht-4.2-h").for_engine({}) == serious
    assert counted("waht-4.2-h").filter == SERIOUS
    assert counted("secamb-4.3.2-a").for_engine({}) == {"within": "PT0S", "post": "silver-officer"}
    assert counted("secamb-4.3.2-a").filter == BY_STAFF


@pytest.mark.parametrize(
    ("id_", "since", "required", "chosen"),
    [
        ("scas-5.5.1-r", "triaged", ["investigator"], Selection()),
        ("scas-18.1-b", "triaged", ["police-told"], CRIME),
        ("scas-18.1-c", "reported", ["lsms-told"], CRIME),
        ("scas-18.1-d", "closed", ["crime-number"], CRIME),
        ("scas-5.9.3-e", "closed", ["learning"], Selection()),
        ("secamb-3.2.5", "reported", ["date-and-time", "exact-place", "crew"], Selection(types=PHYSICAL)),
        ("secamb-3.2.6", "triaged", ["officer-name", "officer-number", "officer-station"], Selection(types=PHYSICAL)),
        ("secamb-3.2.7", "triaged", ["police-reference"], Selection(types=PHYSICAL)),
        ("secamb-3.2.8", "triaged", ["description", "category", "injury"], Selection(types=PHYSICAL)),
        ("secamb-3.2.10-a", "triaged", ["hate-factors"], Selection(types=PHYSICAL)),
        ("secamb-3.2.10-b", "triaged", ["drugs", "alcohol"], Selection(types=PHYSICAL)),
        ("secamb-4.3.2-b", "triaged", ["police-told"], BY_STAFF),
        ("secamb-4.3.4", "closed", ["human-resources"], Selection(flags=("internal",))),
        ("secamb-7.4.12-b", "closed", ["proportionality"], Selection()),
        ("las-4.10-m", "triaged", ["severity"], Selection()),
        ("las-4.10-n", "investigated", ["learning"], Selection()),
        ("las-4.10-o", "closed", ["reporter-told"], Selection()),
        ("las-6.1-b", "reported", ["manager-told"], Selection()),
        ("las-6.1-f", "closed", ["outcome-to-lsms"], Selection()),
        ("las-6.2-c", "triaged", ["description"], Selection(types=ASSAULTS)),
        ("las-6.2-d", "triaged", ["exact-place"], Selection(types=ASSAULTS)),
        ("las-6.2-h", "investigated", ["manager-action"], Selection(types=ASSAULTS)),
        ("las-6.2-i", "investigated", ["findings", "probable-cause"], Selection(types=ASSAULTS)),
        ("las-6.2-j", "investigated", ["learning"], Selection(types=ASSAULTS)),
        ("waht-3.4-d", "reported", ["lsms-told"], Selection()),
        ("waht-10-e", "triaged", ["lsms-investigation"], SERIOUS),
        ("waht-10-f", "closed", ["findings-to-security-lead"], SERIOUS),
        ("uhmbt-4.4.6-e", "reported", ["lsms-told"], Selection()),
        ("uhmbt-4.4.7-s", "triaged", ["lsms-investigation"], Selection(types=ASSAULTS)),
        ("uhmbt-4.10.1-b", "triaged", ["manager-investigation"], Selection()),
        ("uhmbt-4.10.1-c", "triaged", ["police-told"], CRIME),
        ("uhmbt-4.10.2-f", "triaged", ["police-told"], CRIME),
    ],
)
def test_it_asks_for_the_facts_that_the_policy_names(
    id_: str, since: str, required: list[str], chosen: Selection
) -> None:
    found = counted(id_)
    assert found.measure == "incidents.facts-held"
    assert found.for_engine({}) == {"within": "PT0S", "required": required, "from": since}
    assert found.filter == chosen


def test_it_asks_for_all_eight_facts_of_an_assault_together() -> None:
    apart = {fact for letter in "bcdefghij" for fact in counted(f"las-6.2-{letter}").required}
    assert set(counted("las-6.2-a").required) == apart


def test_it_keeps_the_suspected_colleague_out_of_the_facts_that_are_asked_for() -> None:
    for id_ in ("secamb-3.2.9", "las-6.2-b"):
        assert counted(id_).filter.without == ("internal",), id_


def test_it_has_the_specialist_look_into_all_that_morecambe_bay_names() -> None:
    for letter, kind in {"x": "theft", "y": "trespass", "z": "criminal-damage", "za": "lost-property"}.items():
        found = counted(f"uhmbt-4.4.7-{letter}")
        assert found.required == ("lsms-investigation",)
        assert kind in found.filter.types


def test_it_shows_live_every_duty_to_report_triage_or_investigate_that_needs_no_other_area() -> None:
    names = vocabulary()
    waiting = {
        clause.id: clause.awaiting
        for pack in packs().values()
        for clause in pack.clauses
        if clause.capability in {"incidents.report", "incidents.triage", "incidents.investigate"}
        and (isinstance(clause.met_by, Obligation | Process) or clause.awaiting)
        and awaits(clause, names)
    }
    assert set(waiting) == {"uhmbt-4.2-m", "uhmbt-4.2-n", "waht-5-t11", "scas-32-j"}, "topics and companion documents"


@pytest.mark.parametrize(
    "id_", ["scas-9.1-d3", "scas-18.1-a", "secamb-3.2.3-a", "secamb-4.3.1-c", "las-4.9-h", "waht-10-g", "uhmbt-4.4.7-s"]
)
def test_it_settles_the_contradictions_and_keeps_the_note(id_: str) -> None:
    clause = packs()[id_.partition("-")[0]].clause(id_)
    assert clause.note
    assert clause.settled


@pytest.mark.parametrize(
    ("id_", "now"),
    [
        ("scas-5.9.3-h", "RIDDOR 2013"),
        ("scas-31-n", "Data Protection Act 2018"),
        ("scas-31-b", "General Condition 5"),
        ("las-4.9-t", "no duty to report there"),
        ("las-5.1-b", "National Protective Security Authority"),
        ("uhmbt-4.1-b", "Integrated Care Board"),
        ("waht-13-b", "closed in 2017"),
    ],
)
def test_it_says_what_applies_now_where_law_or_bodies_are_gone(id_: str, now: str) -> None:
    assert now in packs()[id_.partition("-")[0]].clause(id_).superseded


def test_it_asks_nothing_of_a_national_body_that_is_gone() -> None:
    assert packs()["las"].clause("las-4.9-t").placing == "none"


def test_it_shows_the_definitions_where_kinds_are_chosen() -> None:
    shown = {clause.id for clause in packs()["las"].shown_on("incidents.triage-form")}
    assert {"las-5.3-a", "las-5.3-b", "las-5.3-d"} <= shown


def test_it_titles_whoever_a_clause_names() -> None:
    for pack in packs().values():
        for clause in pack.clauses:
            assert not clause.actor or pack.who(clause.actor)


def test_it_promises_no_name_that_no_policy_needs() -> None:
    """A name of an area that is not built and that no clause uses is nobody's promise."""
    names = vocabulary()
    used: set[str] = set()
    for pack in packs().values():
        for clause in pack.clauses:
            if isinstance(clause.met_by, Process):
                used |= set(clause.met_by.operations)
            if isinstance(clause.met_by, Content):
                used |= set(clause.met_by.pages)
            if clause.counted:
                used.add(clause.counted.measure)
    promised = {name for name in (*names.operations, *names.measures, *names.pages) if area_of(name) not in names.built}
    assert promised - used == set()


GONE = re.compile(
    r"NHS Protect|CFSMS|\bSIRS\b|Legal Protection Unit|Secretary of State's Directions|national security directions"
    r"|RIDDOR 1995|Data Protection Act 1998|\bASB[OI]s?\b|Primary Care Trust|\bSHA\b|\bPCT\b|\bNRLS\b|\bCPNI\b"
    r"|Standard Contract|IG Toolkit"
)
"""Law, bodies and standards that the policies name and that are gone or were issued anew."""

STILL_TRUE = {"uhmbt-12-d": "tells only that the name was taken out", "uhmbt-8-a": "an empty glossary"}


@pytest.mark.parametrize("id_", CLAUSES)
def test_it_says_of_every_clause_that_rests_on_what_is_gone_what_applies_now(id_: str) -> None:
    silent = [
        clause.id
        for clause in packs()[id_].clauses
        if GONE.search(f"{clause.gist} {clause.note}") and not clause.superseded and clause.id not in STILL_TRUE
    ]
    assert silent == []


def test_it_awaits_only_areas_that_do_not_exist_in_the_code() -> None:
    awaited = {area for pack in packs().values() for clause in pack.clauses for area in clause.awaiting}
    tiers = Path(holdfast.__file__).parent.glob("*/*/apps.py")
    there = {path.parent.name for path in tiers} & set(vocabulary().areas)
    half_built = there - vocabulary().built
    assert awaited & vocabulary().built == set()
    assert not half_built, f"these exist: set “built: true” in packs/names and settle their clauses: {half_built}"
