"""Lone working: arrangements, devices, checks, concerns."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.casework.violence.models import Arrangement
from holdfast.casework.violence.operations.lone import (
    add_lone_worker,
    check_lone_working,
    end_lone_worker,
    end_lone_working,
    escalate_concern,
    issue_device,
    raise_concern,
    return_device,
    review_lone_working,
    set_lone_working,
)
from holdfast.casework.violence.operations.response import BadAnswer
from holdfast.casework.violence.queries.queues import owed_by
from holdfast.casework.violence.queries.visibility import arrangements_visible_to, may_keep
from holdfast.casework.violence.tests.violence_cast import NOW, TODAY, ViolenceTeam
from holdfast.foundation.notifications.models import Notice
from holdfast.kernel import clock


def arrangement(team: ViolenceTeam, **changes: object) -> Arrangement:
    told = {"controls": ["device", "buddy"], "words": "Ring before and after.", "responsible": team.manager} | changes
    return set_lone_working(by=team.actor(team.manager), unit=team.unit, **told)  # type: ignore[arg-type]


@pytest.mark.proves("waht-8-c")
def test_it_makes_the_manager_responsible_for_the_checks(team: ViolenceTeam) -> None:
    found = arrangement(team, checks_every="P3M")
    assert found.reference.startswith("LWA-2026-")
    assert found.responsible == team.manager
    with clock.at(NOW + timedelta(days=80)):
        assert any(item.verb == "Check" for item in owed_by(team.viewer(team.manager)))
    again = arrangement(team, words="Ring before, during and after.")
    assert again.pk == found.pk
    assert again.words.startswith("Ring before, during")


@pytest.mark.proves("waht-8-b")
def test_it_writes_down_what_was_checked_and_found(team: ViolenceTeam) -> None:
    found = arrangement(team)
    with pytest.raises(BadAnswer, match="what you found"):
        check_lone_working(by=team.actor(team.manager), arrangement=found, followed=True, workable=True, words=" ")
    check_lone_working(
        by=team.actor(team.manager), arrangement=found, followed=True, workable=False, words="No signal at the clinic."
    )
    row = found.checks.get()
    assert (row.by, row.followed, row.workable) == ("Morgan Manager", True, False)


@pytest.mark.proves("waht-8-d")
def test_it_has_a_concern_reviewed_by_staff_and_manager_together(team: ViolenceTeam) -> None:
    found = arrangement(team)
    concern = raise_concern(by=team.actor(team.paramedic), arrangement=found, words="No signal.", raiser=team.paramedic)
    assert Notice.objects.filter(person=team.manager, kind="violence.lone_working").exists()
    by = team.actor(team.manager)
    with pytest.raises(BadAnswer, match="review it together"):
        review_lone_working(by=by, concern=concern, staff=None, manager=team.manager, found="x")
    with pytest.raises(BadAnswer, match="two people"):
        review_lone_working(by=by, concern=concern, staff=team.manager, manager=team.manager, found="x")
    escalate_concern(by=by, concern=concern, to="The security team", why="It needs money.")
    review_lone_working(by=by, concern=concern, staff=team.paramedic, manager=team.manager, found="Two go together.")
    with pytest.raises(ValueError, match="reviewed already"):
        review_lone_working(by=by, concern=concern, staff=team.paramedic, manager=team.manager, found="x")


def test_it_follows_a_device_from_hand_to_hand(team: ViolenceTeam) -> None:
    found, by = arrangement(team), team.actor(team.manager)
    pat = add_lone_worker(by=by, arrangement=found, person=team.paramedic, reason="night", since=TODAY)
    casey = add_lone_worker(by=by, arrangement=found, person=team.crewmate, reason="off-site", since=TODAY)
    with pytest.raises(ValueError, match="named already"):
        add_lone_worker(by=by, arrangement=found, person=team.crewmate, reason="night", since=TODAY)
    device = issue_device(by=by, worker=pat, kind="lone-worker", number="LW-7", on=TODAY)
    with pytest.raises(BadAnswer, match="still has this device"):
        issue_device(by=by, worker=casey, kind="lone-worker", number="lw-7", on=TODAY)
    with pytest.raises(ValueError, match="still have a device"):
        end_lone_worker(by=by, worker=pat, until=TODAY)
    with pytest.raises(ValueError, match="still out"):
        end_lone_working(by=by, arrangement=found, why="Moved")
    with pytest.raises(BadAnswer, match="before it was handed out"):
        return_device(by=by, device=device, on=TODAY - timedelta(days=1))
    return_device(by=by, device=device, on=TODAY)
    issue_device(by=by, worker=casey, kind="lone-worker", number="LW-7", on=TODAY)
    end_lone_worker(by=by, worker=pat, until=TODAY)


def test_it_refuses_days_in_the_wrong_order(team: ViolenceTeam) -> None:
    found, by = arrangement(team), team.actor(team.manager)
    pat = add_lone_worker(by=by, arrangement=found, person=team.paramedic, reason="night", since=TODAY)
    with pytest.raises(BadAnswer, match="in the future"):
        issue_device(by=by, worker=pat, kind="radio", number="1", on=TODAY + timedelta(days=1))
    with pytest.raises(BadAnswer, match="before they began"):
        issue_device(by=by, worker=pat, kind="radio", number="1", on=TODAY - timedelta(days=1))
    with pytest.raises(BadAnswer, match="before they began"):
        end_lone_worker(by=by, worker=pat, until=TODAY - timedelta(days=1))


def test_it_shows_a_team_its_own_arrangements_and_lets_those_keep_them_who_manage_it(team: ViolenceTeam) -> None:
    found = arrangement(team)

    def sees(person: object) -> bool:
        return arrangements_visible_to(team.viewer(person)).filter(pk=found.pk).exists()  # type: ignore[arg-type]

    assert [sees(one) for one in (team.paramedic, team.manager, team.lsms)] == [True, True, True]
    assert not sees(team.far_manager)
    assert [may_keep(team.viewer(one), found) for one in (team.paramedic, team.manager, team.lsms)] == [
        False,
        True,
        True,
    ]


def test_it_ends_arrangements_once(team: ViolenceTeam) -> None:
    found = arrangement(team)
    end_lone_working(by=team.actor(team.manager), arrangement=found, why="Nobody works alone any more.")
    with pytest.raises(ValueError, match="have ended"):
        raise_concern(by=team.actor(team.paramedic), arrangement=found, words="x")
    assert arrangement(team).pk != found.pk
