"""What follows violence, measured; and the section of a pack that says what is asked for."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from holdfast.casework.violence.models import ChecklistItem, Panel, SupportOption
from holdfast.casework.violence.operations.lone import (
    add_lone_worker,
    check_lone_working,
    issue_device,
    return_device,
    set_lone_working,
)
from holdfast.casework.violence.operations.marking import MarkerFacts, ask_for_marker, explain_no_marker
from holdfast.casework.violence.operations.support import offer_support
from holdfast.casework.violence.queries.policy import SHOWN_BY as KNOWN_FACTS
from holdfast.casework.violence.queries.policy import STARTS as KNOWN_STARTS
from holdfast.casework.violence.queries.queues import ASSAULTS
from holdfast.casework.violence.queries.response import checklists
from holdfast.kernel import clock
from holdfast.oversight.assurance.measures import violence as measured
from holdfast.oversight.assurance.measures.sources import SOURCES
from holdfast.oversight.assurance.packs.reading_violence import FAMILY, SHOWN_BY, STARTS
from holdfast.oversight.assurance.tests.policy_cast import HOUR, NOW, Trial, trial_of
from holdfast.oversight.assurance.tests.small_pack import PACK, read, write

DUTY = "secamb-3.2.11-a"
FACTS = MarkerFacts(place="home", address="12 Harbour Road", postcode="EX1 2AB", facts="A punch.")


@pytest.fixture
def secamb(db: None):
    with trial_of("secamb") as trial:
        yield trial


def test_it_installs_what_the_policy_asks_for(secamb: Trial) -> None:
    assert ChecklistItem.objects.get(key="examined").within == "PT48H"
    assert SupportOption.objects.filter(key="manager").exists()
    assert [row.post for row in Panel.objects.all()] == ["trust-lead-security", "security-team"]
    [(_, lines)] = checklists(secamb.report())
    due = {line.item.key: line.due for line in lines}
    assert due["examined"] == NOW - HOUR + timedelta(hours=48)
    assert due["marker"] == NOW + 7 * HOUR


def test_it_measures_the_request_against_the_end_of_the_shift(secamb: Trial) -> None:
    in_time, late, reasoned, missing = (secamb.report() for _ in range(4))
    with clock.at(NOW + HOUR):
        ask_for_marker(by=secamb.actor(secamb.paramedic), incident=in_time, told=FACTS)
        explain_no_marker(by=secamb.actor(secamb.paramedic), incident=reasoned, reason="They were visitors.")
    with clock.at(NOW + 9 * HOUR):
        ask_for_marker(by=secamb.actor(secamb.paramedic), incident=late, told=FACTS)
    assert secamb.verdicts(DUTY) == {
        in_time.reference: "met",
        late.reference: "late",
        reasoned.reference: "met",
        missing.reference: "overdue",
    }


def test_it_measures_no_marker_where_none_is_suited(secamb: Trial) -> None:
    for changes in ({"place": "public-place"}, {"type": "theft"}, {"shift_ends_at": None}):
        assert measured.marker_asked(secamb.report(**changes), {}) is None


def test_it_measures_the_first_offer_to_each_of_the_staff(secamb: Trial) -> None:
    incident = secamb.report()
    with clock.at(NOW + HOUR):
        offer_support(by=secamb.actor(secamb.manager), victim=incident.victims.get(), option="manager")
    [facts] = measured.support_offered(incident, {})
    assert facts["done"] == NOW + HOUR
    assert measured.support_offered(secamb.report(type="theft"), {}) == []


def test_it_measures_devices_and_checks_of_a_team(secamb: Trial) -> None:
    by, today = secamb.actor(secamb.manager), clock.local_day(NOW)
    with clock.at(NOW):
        team = set_lone_working(by=by, unit=secamb.unit, controls=["device"], words="Ring.", responsible=secamb.manager)
        pat = add_lone_worker(by=by, arrangement=team, person=secamb.paramedic, reason="night", since=today)
        add_lone_worker(by=by, arrangement=team, person=secamb.lead, reason="other", since=today)
        device = issue_device(by=by, worker=pat, kind="radio", number="R1", on=today)
        check_lone_working(by=by, arrangement=team, followed=True, workable=True, words="Fine")
    with clock.at(NOW + timedelta(days=5)):
        return_device(by=by, device=device, on=today + timedelta(days=5))
    [row] = SOURCES["lone-working"].fetch([team.pk])
    [facts] = measured.device_issued(row, {})
    assert facts["items"] == [{"from": today, "until": today + timedelta(days=5)}]
    assert facts["since"] == date(today.year, today.month, today.day)
    assert measured.lone_working_checked(row, {})["done"] == [NOW]


def test_it_keeps_the_words_of_a_pack_to_those_of_the_area() -> None:
    assert set(STARTS) == set(KNOWN_STARTS)
    assert set(SHOWN_BY) == set(KNOWN_FACTS)
    assert set(FAMILY) == set(ASSAULTS)


@pytest.mark.parametrize(
    ("section", "fault"),
    [
        ("  checklist:\n  - key: a\n    words: Ring\n    who: managr\n", "Did you mean"),
        ("  checklist:\n  - key: a\n    words: Ring\n    who: victim\n    within: PT1H\n", "needs “from”"),
        ("  checklist:\n  - key: a\n    words: Ring\n    who: victim\n    from: happened\n", "needs “within”"),
        ("  checklist:\n  - key: a\n    words: Ring\n    who: victim\n    shown_by: police\n", "cannot be “police”"),
        ("  checklist:\n  - {key: a, words: x, who: victim}\n  - {key: a, words: y, who: victim}\n", "stands twice"),
        ("  checklist:\n  - {key: a, words: x, who: victim, types: [theft]}\n", "cannot be “theft”"),
        ("  marker_panel: [nobody]\n", "nobody"),
        ("  suport: []\n", "suport"),
    ],
)
def test_it_tells_a_fault_in_the_section(tmp_path: Path, section: str, fault: str) -> None:
    found = read(write(tmp_path, pack=f"{PACK}violence:\n{section}"))
    assert any(fault in str(problem) for problem in found.problems), [str(problem) for problem in found.problems]
