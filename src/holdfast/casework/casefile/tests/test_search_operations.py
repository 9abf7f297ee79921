"""Searches of a colleague's kit, as SECAmb's procedure has them (secamb-4.4.1 to 4.4.6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from holdfast.casework.casefile.models import Search
from holdfast.casework.casefile.operations.policy import install_search_approvers
from holdfast.casework.casefile.operations.searches import (
    Suspicion,
    approve_search,
    ask_for_search,
    confirm_approval,
    decline_search,
)
from holdfast.casework.casefile.operations.searching import (
    Outcome,
    consider_police,
    drop_search,
    record_answer,
    record_search,
)
from holdfast.casework.casefile.queries.queues import owed_by
from holdfast.casework.casefile.queries.searches import approvers
from holdfast.casework.casefile.queries.visibility import searches_visible_to
from holdfast.casework.casefile.tests.case_cast import Case
from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.restriction import admit_reader
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.audit.queries import history_of
from holdfast.kernel import clock
from holdfast.kernel.workflow import NotPossibleNow


@pytest.fixture
def theft(case: Case) -> Incident:
    """A theft of which a colleague is suspected; the line manager is named on it, the director decides on searches."""
    incident = case.restricted(name="Robin Taker")
    admit_reader(by=case.actor(case.lead), incident=incident, person=case.manager, why="Manages the team")
    return incident


def suspicion(**changes: Any) -> Suspicion:
    told = {
        "kit": "Locker 14",
        "item": "The station’s tablet, number 0042",
        "suspect": "Robin Taker",
        "place": "Locker 14 at Mill Lane",
        "grounds": "The tablet reported its place there at 18:00 today.",
    }
    return Suspicion(**(told | changes))


def asked(case: Case, theft: Incident, **changes: Any) -> Search:
    by = case.actor(case.manager)
    return ask_for_search(by=by, incident=theft, suspicion=suspicion(**changes), approver=case.director)


def approved(case: Case, theft: Incident) -> Search:
    return approve_search(by=case.actor(case.director), search=asked(case, theft))


def answered(case: Case, theft: Incident, *, agreed: bool) -> Search:
    return record_answer(
        by=case.actor(case.manager),
        search=approved(case, theft),
        agreed=agreed,
        told_approved=True,
        told_free=True,
        at=clock.now(),
    )


def outcome(**changes: Any) -> Outcome:
    told = {"at": clock.now(), "searched_by": "Morgan Manager", "found": False, "report_words": "A tablet is missing."}
    return Outcome(**(told | changes))


@pytest.mark.proves("secamb-4.4.2-a")
@pytest.mark.parametrize("part", ["item", "suspect", "place", "grounds"])
def test_it_asks_for_every_part_of_a_suspicion(case: Case, theft: Incident, part: str) -> None:
    """secamb-4.4.2-a"""
    with pytest.raises(ValueError, match=r"Name|Say what"):
        asked(case, theft, **{part: " "})
    assert not Search.objects.exists()


def test_it_is_asked_for_on_a_restricted_incident_only(case: Case) -> None:
    with pytest.raises(ValueError, match="must be restricted first"):
        asked(case, case.incident)


@pytest.mark.proves("secamb-4.4.2-b")
def test_it_takes_an_approver_whom_the_policy_names(case: Case, theft: Incident) -> None:
    """secamb-4.4.2-b"""
    assert case.director in [one.person for one in approvers(case.trust)]
    install_search_approvers(by=case.actor(case.lead), trust=case.trust, posts=["team-manager"])
    assert [one.person for one in approvers(case.trust)] == [case.manager]
    with pytest.raises(ValueError, match="may approve a search"):
        asked(case, theft)
    with pytest.raises(ValueError, match="their own request"):
        ask_for_search(by=case.actor(case.manager), incident=theft, suspicion=suspicion(), approver=case.manager)


def test_it_is_approved_by_nobody_who_is_suspected(case: Case, theft: Incident) -> None:
    with pytest.raises(ValueError, match="is suspected"):
        asked(case, theft, suspect=str(case.director))
    with pytest.raises(ValueError, match="Take them off"):
        asked(case, theft, suspect_person=case.lead)


def test_it_names_the_approver_and_nobody_else(case: Case, theft: Incident) -> None:
    search = asked(case, theft)
    for person in (case.manager, case.lead, case.director):
        assert searches_visible_to(case.viewer(person)).get() == search
    for person in (case.lsms, case.far_manager, case.human_resources):
        assert not searches_visible_to(case.viewer(person)).exists()


def test_it_keeps_the_suspect_out_of_the_report_and_of_the_trail(case: Case, theft: Incident) -> None:
    answered(case, theft, agreed=False)
    entries = [entry for entry in history_of(theft.record) if entry.verb.startswith("casefile.")]
    assert len(entries) == 3
    assert not any("Taker" in str(entry.details) for entry in entries)


@pytest.mark.proves("secamb-4.4.5-b")
def test_it_goes_no_further_after_a_refusal(case: Case, theft: Incident) -> None:
    """secamb-4.4.1, secamb-4.4.5-b: a hard stop."""
    search = answered(case, theft, agreed=False)
    with pytest.raises(ValueError, match="goes no further"):
        record_search(by=case.actor(case.manager), search=search, outcome=outcome())
    with pytest.raises(NotPossibleNow):
        record_answer(
            by=case.actor(case.manager), search=search, agreed=True, told_approved=True, told_free=True, at=clock.now()
        )
    search.refresh_from_db()
    assert (search.state, search.searched_at) == ("refused", None)


@pytest.mark.proves("secamb-4.4.3", "secamb-4.4.5-c", "secamb-4.4.5-d")
def test_it_keeps_a_refusal_and_has_the_police_considered(case: Case, theft: Incident) -> None:
    """secamb-4.4.5-c, secamb-4.4.5-d, secamb-4.4.3"""
    search = answered(case, theft, agreed=False)
    assert [item.what for item in owed_by(case.viewer(case.manager)) if "refused" in item.what]
    by = case.actor(case.manager)
    with pytest.raises(ValueError, match="why the police"):
        consider_police(by=by, search=search, wanted=True, with_whom="Dana Director", why="")
    consider_police(by=by, search=search, wanted=True, with_whom="Dana Director", why="The tablet holds patient data")
    assert not [item for item in owed_by(case.viewer(case.manager)) if "refused" in item.what]
    done = record_search(by=by, search=search, outcome=outcome(by_police=True, searched_by="PC 1234"))
    assert (done.state, done.by_police) == ("searched", True)


@pytest.mark.proves("secamb-4.4.1", "secamb-4.4.4")
def test_it_searches_nothing_before_approval_and_agreement(case: Case, theft: Incident) -> None:
    """secamb-4.4.1, secamb-4.4.2-b"""
    search = asked(case, theft)
    by = case.actor(case.manager)
    with pytest.raises(NotPossibleNow):
        record_search(by=by, search=search, outcome=outcome())
    with pytest.raises(ValueError, match="Only Dana Director decides"):
        approve_search(by=by, search=search)
    approve_search(by=case.actor(case.director), search=search)
    with pytest.raises(NotPossibleNow):
        record_search(by=by, search=search, outcome=outcome())


@pytest.mark.proves("secamb-4.4.5-a")
@pytest.mark.parametrize(("told_approved", "told_free"), [(True, False), (False, True), (False, False)])
def test_it_asks_that_the_colleague_is_told_first(
    case: Case, theft: Incident, told_approved: bool, told_free: bool
) -> None:
    """secamb-4.4.5-a"""
    with pytest.raises(ValueError, match="Tell them first"):
        record_answer(
            by=case.actor(case.manager),
            search=approved(case, theft),
            agreed=True,
            told_approved=told_approved,
            told_free=told_free,
            at=clock.now(),
        )


@pytest.mark.proves("secamb-4.4.6")
@pytest.mark.parametrize("found", [True, False])
def test_it_keeps_a_search_whether_or_not_anything_was_found(case: Case, theft: Incident, found: bool) -> None:
    """secamb-4.4.4, secamb-4.4.6"""
    search = answered(case, theft, agreed=True)
    by = case.actor(case.manager)
    with pytest.raises(ValueError, match="names the colleague"):
        record_search(by=by, search=search, outcome=outcome(report_words="Taker had it"))
    if found:
        with pytest.raises(ValueError, match="what was found"):
            record_search(by=by, search=search, outcome=outcome(found=True))
    done = record_search(by=by, search=search, outcome=outcome(found=found, found_what="The tablet"))
    assert (done.state, done.found) == ("searched", found)
    entry = Entry.objects.get(verb="casefile.record_search")
    assert entry.subject_reference == theft.reference


def test_it_lets_the_colleague_change_their_mind(case: Case, theft: Incident) -> None:
    search = answered(case, theft, agreed=True)
    record_answer(
        by=case.actor(case.manager), search=search, agreed=False, told_approved=True, told_free=True, at=clock.now()
    )
    with pytest.raises(ValueError, match="goes no further"):
        record_search(by=case.actor(case.manager), search=search, outcome=outcome())


def test_it_takes_approval_by_word_and_has_it_confirmed(case: Case, theft: Incident) -> None:
    """secamb-4.4.2-b: in writing or by word of mouth."""
    search = asked(case, theft)
    with clock.at(clock.now() + timedelta(hours=1)):
        approve_search(
            by=case.actor(case.manager), search=search, by_word=True, at=clock.now(), why="Said yes by phone"
        )
        assert search.confirmed_at is None
        assert [item.verb for item in owed_by(case.viewer(case.director))] == ["Confirm"]
        with pytest.raises(ValueError, match="Only Dana Director"):
            confirm_approval(by=case.actor(case.manager), search=search)
        confirm_approval(by=case.actor(case.director), search=search)
        assert owed_by(case.viewer(case.director)) == []
        with pytest.raises(ValueError, match="nothing to confirm"):
            confirm_approval(by=case.actor(case.director), search=search)


def test_it_is_declined_or_given_up_with_a_reason(case: Case, theft: Incident) -> None:
    search = asked(case, theft)
    with pytest.raises(ValueError, match="why"):
        decline_search(by=case.actor(case.director), search=search, why="")
    decline_search(by=case.actor(case.director), search=search, why="Too thin")
    other = asked(case, theft)
    drop_search(by=case.actor(case.manager), search=other, why="It was found")
    assert [row.state for row in Search.objects.order_by("number")] == ["declined", "dropped"]


def test_it_refuses_moments_in_the_wrong_order(case: Case, theft: Incident) -> None:
    search = approved(case, theft)
    by = case.actor(case.manager)
    told = {"by": by, "search": search, "agreed": True, "told_approved": True, "told_free": True}
    with pytest.raises(ValueError, match="in the future"):
        record_answer(**told, at=clock.now() + timedelta(hours=1))
    with pytest.raises(ValueError, match="before what had to happen"):
        record_answer(**told, at=clock.now() - timedelta(hours=1))


def test_it_shows_its_pages_to_those_named(case: Case, theft: Incident, client: Client) -> None:
    search = asked(case, theft)
    one = f"/incidents/{theft.reference}/searches/"
    case.sign_in(client, case.manager)
    assert "Locker 14" in client.get(one).content.decode()
    shown = client.get(f"{one}{search.pk}/").content.decode()
    assert "Robin Taker" in shown
    assert "Nothing may be searched until" in shown
    case.sign_in(client, case.director)
    assert "Do not approve" in client.get(f"{one}{search.pk}/").content.decode()
    theft.record.refresh_from_db()
    hidden = {"seen_version": theft.record.version, "opened_at": 1.0}
    assert client.post(f"{one}{search.pk}/approval/", hidden | {"why": ""}).status_code == 302
    case.sign_in(client, case.lsms)
    assert client.get(f"{one}{search.pk}/").status_code == 404
