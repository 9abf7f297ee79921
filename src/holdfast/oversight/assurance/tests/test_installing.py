"""Putting a pack in force: words, posts, numbers, routing, guidance, clauses and duties; twice; and a new version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from holdfast.casework.incidents.models import ClosingRule, RoutingRule
from holdfast.casework.incidents.queries.policy import guidance_for
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Number, Post, Term, Trust
from holdfast.foundation.organisation.operations.trusts import change_trust_settings
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.records.models import Change
from holdfast.kernel import clock
from holdfast.kernel.clock import LONDON
from holdfast.oversight.assurance.models import Clause, Clock, Obligation, Policy
from holdfast.oversight.assurance.operations.clocks import catch_up, waiting
from holdfast.oversight.assurance.operations.installing import digest_of, install_pack
from holdfast.oversight.assurance.packs.pack import Pack
from holdfast.oversight.assurance.packs.placings import Obligation as PackObligation
from holdfast.oversight.assurance.queries.duties import former, obligations_of, policy_on
from holdfast.oversight.assurance.tests.policy_cast import DAY, HOUR, INSTALLER, NOW, Trial, trial_of
from holdfast.oversight.assurance.tests.small_pack import PACK, packs, read, write

DIGEST = "a" * 64


@pytest.fixture
def vale(tmp_path: Path) -> Pack:
    """The small invented pack."""
    pack = read(write(tmp_path / "vale")).pack
    assert pack is not None
    return pack


@pytest.fixture
def trust(db: None) -> Iterator[Trust]:
    trust = Trust.objects.create(code="VALE1", slug="vale", name="Vale of Nowhere Hospitals", live=True)
    with scope(trust), clock.at(NOW):
        yield trust


def install(trust: Trust, pack: Pack, digest: str = DIGEST) -> Policy:
    return install_pack(by=INSTALLER, trust=trust, pack=pack, digest=digest)


def rows_of(*models) -> list[object]:
    return [sorted(map(repr, model.objects.values())) for model in models]


EVERYTHING = (Policy, Clause, Obligation, Clock, Term, Post, Number)


def test_it_gives_each_area_its_part(trust: Trust, vale: Pack) -> None:
    policy = install(trust, vale)
    trust.refresh_from_db()
    assert (policy.title, policy.version, policy.pack, trust.pack) == ("Security policy", "2", "vale", "vale")
    assert trust.term("incident_system") == "Ledger"
    assert Post.objects.get(key="lsms").title == "Security Specialist"
    assert not trust.reports_without_account
    assert RoutingRule.objects.count() == 2
    assert [rule.requirement for rule in ClosingRule.objects.all()] == ["crime-number"]
    guidance = [(text.words, text.clause) for text in guidance_for(trust, "incidents.triage-form")]
    assert guidance == [("What a crime is.", "1")], "people know a clause by its printed number"
    assert RoutingRule.objects.exclude(clause="").get().clause == "1"
    assert guidance_for(trust, "incidents.report-form") == []
    assert [clause.key for clause in Clause.objects.all()] == [clause.id for clause in vale.clauses]


def test_it_makes_a_duty_of_what_this_build_can_measure(trust: Trust, vale: Pack) -> None:
    install(trust, vale)
    kinds = {duty.key: (duty.kind, duty.measure) for duty in Obligation.objects.all()}
    assert kinds == {
        "vale-1-a": ("deadline", "incidents.reported"),
        "vale-1-b": ("completeness", "incidents.facts-held"),
        "vale-2-b": ("attestation", ""),
    }
    deadline = Obligation.objects.get(key="vale-1-a")
    assert deadline.numbers == {"within": "PT24H", "warn": "PT2H"}
    assert deadline.uses == {"within": "vale-1-a.within", "warn": "vale-1-a.warn"}
    assert (deadline.filter, deadline.owner, float(deadline.target or 0)) == ({"flags": ["crime"]}, "lsms", 0.95)
    counted = Obligation.objects.get(key="vale-1-b")
    assert counted.numbers == {"within": "PT0S", "required": ["description"], "from": "triaged"}
    assert counted.target is None
    attested = Obligation.objects.get(key="vale-2-b")
    assert (attested.statement, attested.owner) == ("Nobody shared a code.", "manager")
    assert attested.numbers == {"every": "P1Y", "evidence": True, "owners": ["manager"]}


def test_it_keeps_the_numbers_with_their_questions(trust: Trust, vale: Pack) -> None:
    policy = install(trust, vale)
    asked = {one["key"]: (one["asks"], one["unit"], one["printed"]) for one in policy.numbers}
    assert asked["lock-change"] == ("How often is a code changed?", "duration", None)
    assert asked["vale-1-a.within"][1:] == ("duration", "PT24H")


@pytest.mark.parametrize("again", [1, 3])
def test_it_changes_nothing_when_it_is_installed_again(trust: Trust, vale: Pack, again: int) -> None:
    install(trust, vale)
    before, entries = rows_of(*EVERYTHING), Entry.objects.count()
    for _ in range(again):
        with clock.at(NOW + DAY):
            install(trust, vale)
    assert rows_of(*EVERYTHING) == before
    assert waiting() == 0
    assert Entry.objects.count() > entries, "that somebody did it is written down all the same"
    assert Entry.objects.filter(verb="assurance.install_pack").latest("pk").details["changed"] is False


def test_it_leaves_alone_what_the_trust_has_settled_itself(trust: Trust, vale: Pack) -> None:
    install(trust, vale)
    Number.objects.filter(key="vale-1-a.within").update(value="PT12H", set_by_trust=True)
    trust.refresh_from_db()
    change_trust_settings(by=INSTALLER, trust=trust, anonymous_reports=False)
    install(trust, vale)
    trust.refresh_from_db()
    assert trust.anonymous_reports is False
    assert Obligation.objects.get(key="vale-1-a").numbers["within"] == "PT12H"
    assert Number.objects.get(key="vale-1-a.within").value == "PT12H"


def without(pack: Pack, *gone: str, **document: object) -> Pack:
    """The pack without some clauses, as another version."""
    return replace(
        pack,
        document=replace(pack.document, **document),
        clauses=tuple(clause for clause in pack.clauses if clause.id not in gone),
    )


def test_it_replaces_a_version_of_the_same_day(trust: Trust, vale: Pack) -> None:
    first = install(trust, vale)
    kept = Obligation.objects.get(key="vale-1-a").pk
    second = install(trust, without(vale, "vale-1-b", version="2a"), "b" * 64)
    assert (second.pk, second.version, Policy.objects.count()) == (first.pk, "2a", 1)
    assert not Clause.objects.filter(key="vale-1-b").exists()
    assert not Obligation.objects.filter(key="vale-1-b").exists()
    assert Obligation.objects.get(key="vale-1-a").pk == kept, "a duty that stays keeps its clocks"


def within(pack: Pack, key: str, value: str) -> Pack:
    """The pack with another time allowed for the duty `key`."""

    def changed(clause):
        if clause.id != key or not isinstance(clause.met_by, PackObligation):
            return clause
        numbers = tuple(
            replace(number, printed=value) if number.name == "within" else number
            for number in clause.met_by.counted.numbers
        )
        return replace(clause, met_by=replace(clause.met_by, counted=replace(clause.met_by.counted, numbers=numbers)))

    return replace(pack, clauses=tuple(changed(clause) for clause in pack.clauses))


@pytest.fixture
def scas(db: None) -> Iterator[Trial]:
    with trial_of("scas") as trial:
        yield trial


REPORTED = "scas-18.1-a"
CHANGE_DAY = date(2026, 3, 5)


def version_from(day: date) -> Pack:
    pack = packs()["scas"]
    return within(replace(pack, document=replace(pack.document, version="9", in_force=day)), REPORTED, "PT48H")


def test_it_judges_each_event_by_the_version_of_its_day(scas: Trial) -> None:
    late = {"happened_at": NOW - 30 * HOUR, "shift_ends_at": None}
    before = scas.report(**late)
    after_midnight = NOW.replace(day=5, hour=0, minute=30)
    after = scas.report(at=after_midnight, happened_at=after_midnight - 30 * HOUR, shift_ends_at=None,
                        control_room_told_at=None, manager_told_at=None)  # fmt: skip
    assert scas.verdicts(REPORTED) == {before.reference: "late", after.reference: "late"}
    with clock.at(NOW + 10 * DAY):
        install(scas.trust, version_from(CHANGE_DAY), "c" * 64)
    assert Policy.objects.count() == 2
    assert scas.verdicts(REPORTED) == {before.reference: "late", after.reference: "met"}
    tally = scas.tally(REPORTED)
    assert (tally.met, tally.denominator) == (1, 2), "one duty, over both versions"
    assert [duty.in_force_until for duty in Obligation.objects.filter(key=REPORTED).order_by("in_force_from")] == [
        CHANGE_DAY - timedelta(days=1),
        None,
    ]


def test_it_keeps_the_owed_of_a_duty_that_was_dropped(scas: Trial) -> None:
    key = "scas-5.5.1-r"
    incident = scas.report()
    scas.triage(incident, lead=None, no_investigation_reason="Small")
    assert scas.verdicts(key) == {incident.reference: "overdue"}
    pack = packs()["scas"]
    changed = without(pack, key, in_force=CHANGE_DAY)
    sections = [
        replace(section, clauses=tuple(one for one in section.clauses if one != key)) for section in pack.sections
    ]
    install(scas.trust, replace(changed, sections=tuple(sections)), "d" * 64)
    later = CHANGE_DAY + timedelta(days=30)
    duties = obligations_of(scas.trust, later)
    assert [duty.key for duty in duties if former(duty, later)] == [key]
    assert scas.verdicts(key) == {incident.reference: "overdue"}
    assert key in {duty.key for duty in obligations_of(scas.trust, CHANGE_DAY - timedelta(days=1))}


def test_it_lets_an_earlier_version_in_without_going_back_to_it(scas: Trial) -> None:
    old = replace(packs()["scas"], terms={"incident_system": "Paper"})
    old = replace(old, document=replace(old.document, version="7", in_force=date(1999, 1, 1)))
    install(scas.trust, old, "e" * 64)
    scas.trust.__dict__.pop("terms", None)
    assert scas.trust.term("incident_system") == "Datix"
    assert policy_on(scas.trust, date(2026, 3, 1)).version != "7"
    assert policy_on(scas.trust, date(1999, 6, 1)).version == "7"
    assert policy_on(scas.trust, date(1998, 6, 1)) is None


def test_it_lets_the_clocks_of_what_is_on_record_follow(scas: Trial) -> None:
    scas.report()
    catch_up()
    install(scas.trust, packs()["scas"], "x" * 64)
    assert waiting() == 0, "nothing changed"
    install(scas.trust, within(packs()["scas"], REPORTED, "PT1H"), "f" * 64)
    assert Change.objects.count() == 1


def test_it_knows_a_pack_by_its_bytes(tmp_path: Path) -> None:
    one, same = write(tmp_path / "one"), write(tmp_path / "same")
    other = write(tmp_path / "other", pack=PACK.replace("Ledger", "Register"))
    assert digest_of(one) == digest_of(same) != digest_of(other)
    assert len(digest_of(one)) == 64


@pytest.mark.parametrize("id_", ["las", "scas", "secamb", "uhmbt", "waht"])
def test_it_installs_each_of_the_five(db: None, id_: str) -> None:
    with trial_of(id_) as trial:
        assert Clause.objects.count() == len(packs()[id_].clauses)
        assert Obligation.objects.filter(kind="attestation").count() == sum(
            clause.placing == "attestation" for clause in packs()[id_].clauses
        )
        assert trial.trust.pack == id_
        assert all(duty.owner for duty in Obligation.objects.filter(target__isnull=False))
        day = NOW.astimezone(LONDON).date()
        assert [duty.key for duty in obligations_of(trial.trust, day)] == list(
            Obligation.objects.order_by("clause__order").values_list("key", flat=True)
        )
