"""Versions of a policy: each event falls under the version of its day, and a version changes nothing before its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from holdfast.casework.incidents.models import ClosingRule, RoutingRule
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Number, Post, Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.kernel.clock import LONDON
from holdfast.oversight.assurance.models import Obligation, Policy, PolicyText
from holdfast.oversight.assurance.operations.clocks import waiting
from holdfast.oversight.assurance.operations.installing import install_pack, take_effect_when_due
from holdfast.oversight.assurance.packs.pack import Clause, Pack
from holdfast.oversight.assurance.packs.placings import Obligation as PackObligation
from holdfast.oversight.assurance.queries.duties import former, obligations_of, policy_on
from holdfast.oversight.assurance.queries.numbers import number_of
from holdfast.oversight.assurance.tests.policy_cast import DAY, HOUR, INSTALLER, NOW, Trial, trial_of
from holdfast.oversight.assurance.tests.small_pack import CLAUSES, PACK, packs, read, write

TURN = date(2026, 3, 10)
"""The day from which the new version decides."""


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=LONDON)


@pytest.fixture
def trust(db: None) -> Iterator[Trust]:
    trust = Trust.objects.create(code="VALE1", slug="vale", name="Vale of Nowhere Hospitals", live=True)
    with scope(trust), clock.at(NOW):
        yield trust


def version(tmp_path: Path, *changes: tuple[str, str], day: date | None = TURN) -> Pack:
    """The small pack with `changes` to its words, in force from `day`."""
    pack, clauses = PACK, CLAUSES
    if day is not None:
        pack = pack.replace("  dated: 2026-01-05\n", f"  dated: 2026-01-05\n  in_force: {day}\n")
    for old, new in changes:
        assert old in pack + clauses, old
        pack, clauses = pack.replace(old, new), clauses.replace(old, new)
    reading = read(write(tmp_path / f"vale-{day}", pack=pack, clauses=clauses))
    assert reading.pack is not None, reading.problems
    return reading.pack


def install(trust: Trust, pack: Pack, digest: str) -> Policy:
    return install_pack(by=INSTALLER, trust=trust, pack=pack, digest=digest * 64)


def words(trust: Trust) -> list[str]:
    """What the pack has brought into the areas below."""
    trust = Trust.objects.get(pk=trust.pk)
    return [
        trust.term("control_room"),
        Post.objects.get(key="lsms").title,
        Number.objects.get(key="report-about").value,
        str(RoutingRule.objects.count()),
        ClosingRule.objects.get().requirement,
        str(trust.anonymous_reports),
        *[post.key for post in Post.objects.filter(closed=None).order_by("key")],
    ]


CHANGES = (
    ("control_room: Switchboard", "control_room: Desk"),
    ("title: Security Specialist", "title: Head of Security"),
    ("value: quarter", "value: month"),
    ("- when: {}\n", "- when: {types: [theft]}\n  tell: [director]\n- when: {}\n"),
    ("requirement: crime-number", "requirement: lesson"),
    ("anonymous: true", "anonymous: false"),
    ("- key: manager\n  title: Ward manager", "- key: warden\n  title: Warden\n  role: staff\n  level: site\n"
     "- key: manager\n  title: Ward manager"),
)  # fmt: skip


def test_it_changes_nothing_before_its_day_and_all_from_its_day_on(trust: Trust, tmp_path: Path) -> None:
    install(trust, version(tmp_path, day=None), "a")
    before, duties = words(trust), obligations_of(trust, clock.today())
    policy = install(trust, version(tmp_path, *CHANGES), "b")
    assert (policy.in_force_from, PolicyText.objects.get(policy=policy).in_effect_at) == (TURN, None)
    assert words(trust) == before
    assert obligations_of(trust, clock.today()) == duties
    assert waiting() == 0
    assert take_effect_when_due(trust) == ""
    with clock.at(morning(TURN - DAY)):
        assert take_effect_when_due(trust) == ""
        assert words(trust) == before
    with clock.at(morning(TURN)):
        assert "took effect" in take_effect_when_due(trust)
        assert words(trust)[:6] == ["Desk", "Head of Security", "month", "3", "lesson", "False"]
        assert words(trust)[6:] == ["chief", "director", "lsms", "manager", "warden"]
        entries = Entry.objects.count()
        assert take_effect_when_due(trust) == ""
    assert Entry.objects.count() == entries
    assert Entry.objects.filter(verb="assurance.bring_into_effect").get().details["version"] == "2"


def test_it_puts_the_version_of_today_in_force_while_one_of_a_later_day_waits(trust: Trust, tmp_path: Path) -> None:
    install(trust, version(tmp_path, day=None), "a")
    install(trust, version(tmp_path, *CHANGES), "b")
    install(trust, version(tmp_path, ("control_room: Switchboard", "control_room: Lodge"), day=None), "c")
    assert words(trust)[0] == "Lodge"
    assert Policy.objects.count() == 2


def test_it_lets_a_version_be_corrected_before_its_day(trust: Trust, tmp_path: Path) -> None:
    install(trust, version(tmp_path, day=None), "a")
    install(trust, version(tmp_path, *CHANGES), "b")
    install(trust, version(tmp_path, ("control_room: Switchboard", "control_room: Lodge")), "c")
    assert Policy.objects.count() == 2
    with clock.at(morning(TURN)):
        take_effect_when_due(trust)
    assert words(trust)[:2] == ["Lodge", "Security Specialist"]


def test_it_keeps_what_is_in_effect_when_the_version_no_longer_reads(
    trust: Trust, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    install(trust, version(tmp_path, day=None), "a")
    policy = install(trust, version(tmp_path, *CHANGES), "b")
    text = PolicyText.objects.get(policy=policy)
    text.files["pack.yaml"] = text.files["pack.yaml"].replace("control_room", "control_rom")
    text.save()
    before = words(trust)
    with clock.at(morning(TURN)):
        assert "cannot take effect: 1 faults" in take_effect_when_due(trust)
    assert words(trust) == before
    assert "There is no term “control_rom”" in caplog.text


def test_it_wants_the_files_of_a_version_that_comes_later(trust: Trust, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="words of its files"):
        install(trust, replace(version(tmp_path), files={}), "a")


def test_it_asks_for_the_numbers_of_the_version_in_force(trust: Trust, tmp_path: Path) -> None:
    install(trust, version(tmp_path, day=None), "a")
    install(trust, version(tmp_path, ("within: PT24H", "within: PT12H")), "b")
    found = number_of(trust, "vale-1-a.within")
    assert (found.printed, [duty.in_force_from < TURN for duty in found.duties]) == ("PT24H", [True])


def owned(clause: Clause, owner: str) -> Clause:
    assert isinstance(clause.met_by, PackObligation)
    return replace(clause, met_by=replace(clause.met_by, owner=owner))


def dropped(pack: Pack, *gone: str) -> Pack:
    sections = tuple(
        replace(section, clauses=tuple(id_ for id_ in section.clauses if id_ not in gone)) for section in pack.sections
    )
    return replace(pack, sections=sections, clauses=tuple(one for one in pack.clauses if one.id not in gone))


TRIAGED, REPORTED = "scas-5.5.1-r", "scas-18.1-a"


@pytest.fixture
def scas(db: None) -> Iterator[Trial]:
    with trial_of("scas", installed=False) as trial:
        yield trial


def test_it_judges_an_event_by_the_duties_and_owners_of_its_day(scas: Trial) -> None:
    """A new clause, a dropped one and another owner: what happened before the turn stays as it was judged."""
    whole = packs()["scas"]
    with clock.at(NOW - 400 * DAY):
        install(scas.trust, dropped(whole, REPORTED), "a")
    later = dropped(whole, TRIAGED)
    later = replace(
        later,
        document=replace(later.document, version="2", in_force=TURN),
        clauses=tuple(owned(one, "smd") if one.id == "scas-9.1-d3" else one for one in later.clauses),
    )
    install(scas.trust, later, "b")
    told = {"shift_ends_at": None, "control_room_told_at": None, "manager_told_at": None}
    before = scas.report(happened_at=NOW - 30 * HOUR, **told)
    scas.triage(before, lead=None, no_investigation_reason="Small")
    turned = morning(TURN)
    after = scas.report(at=turned, happened_at=turned - 30 * HOUR, **told)
    scas.triage(after, at=turned + HOUR, lead=None, no_investigation_reason="Small")
    assert scas.verdicts(REPORTED) == {after.reference: "late"}, "the new duty does not reach back"
    assert scas.verdicts(TRIAGED) == {before.reference: "overdue"}, "the dropped duty does not reach on"
    assert scas.verdicts("scas-9.1-d3") == {before.reference: "late", after.reference: "late"}
    assert [scas.duty("scas-9.1-d3", at).owner for at in (NOW, turned)] == ["head-risk-security", "smd"]
    now, then = ({duty.key: duty for duty in obligations_of(scas.trust, day)} for day in (clock.today(), TURN))
    assert REPORTED not in now
    assert not former(now[TRIAGED], clock.today())
    assert former(then[TRIAGED], TURN)
    assert policy_on(scas.trust, TURN - timedelta(days=1)).version == ""
    assert Obligation.objects.get(key=TRIAGED).in_force_until == TURN - timedelta(days=1)
