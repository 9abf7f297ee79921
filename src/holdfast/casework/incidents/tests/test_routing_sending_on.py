from __future__ import annotations

import pytest

from holdfast.casework.incidents.models import Referral
from holdfast.casework.incidents.operations.routing import acknowledge_referrals, refer
from holdfast.casework.incidents.queries.awaiting import unread_referrals
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.incidents.tests.handling_cast import Team, later
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.notifications.models import Mail, Notice
from holdfast.foundation.records.operations import EditedMeanwhile
from holdfast.kernel import clock

WHY = "The staff member needs support"


def test_it_shows_the_incident_to_who_holds_the_post(team: Team) -> None:
    incident = team.report()
    assert not visible_to(team.viewer(team.human_resources)).exists()
    refer(by=team.actor(team.lsms), incident=incident, post=team.posts["hr"], why=WHY)
    assert visible_to(team.viewer(team.human_resources)).get() == incident
    assert Notice.objects.get(person=team.human_resources).kind == "incidents.told"
    assert [row.reason for row in unread_referrals(team.viewer(team.human_resources))] == [WHY]


def test_it_sends_to_one_post_once(team: Team) -> None:
    incident = team.report()
    refer(by=team.actor(team.lsms), incident=incident, post=team.posts["hr"], why=WHY)
    with pytest.raises(ValueError, match="was told of this incident before"):
        refer(by=team.actor(team.lsms), incident=incident, post=team.posts["hr"], why=WHY)
    assert Notice.objects.filter(person=team.human_resources).count() == 1


def test_it_asks_for_a_reason_and_for_the_present_version(team: Team) -> None:
    incident = team.report()
    with pytest.raises(ValueError, match="Say why"):
        refer(by=team.actor(team.lsms), incident=incident, post=team.posts["hr"], why=" ")
    with pytest.raises(EditedMeanwhile):
        refer(by=team.actor(team.lsms), incident=incident, post=team.posts["hr"], why=WHY, seen_version=99)


def test_it_names_the_people_of_the_post_on_a_restricted_one(team: Team) -> None:
    incident = team.restricted()
    refer(by=team.actor(team.lead), incident=incident, post=team.posts["hr"], why=WHY)
    assert visible_to(team.viewer(team.human_resources)).get() == incident
    mail = Mail.objects.get(person=team.human_resources)
    assert incident.reference in mail.subject + mail.body
    assert "Theft" not in mail.subject + mail.body  # of a restricted one mail gives the reference only


def test_it_never_names_a_suspect_because_of_a_post(team: Team) -> None:
    incident = team.restricted("Harper Resources")
    with pytest.raises(ValueError, match="Nobody holds the post"):
        refer(by=team.actor(team.lead), incident=incident, post=team.posts["hr"], why=WHY)
    assert not visible_to(team.viewer(team.human_resources)).exists()


def test_it_notes_who_opened_it_first(team: Team) -> None:
    incident = team.report()
    refer(by=team.actor(team.lsms), incident=incident, post=team.posts["hr"], why=WHY)
    posts = [team.posts["hr"].pk]
    assert acknowledge_referrals(by=team.actor(team.human_resources), incident=incident, post_ids=posts) == 1
    with clock.at(later(hours=1)):
        assert acknowledge_referrals(by=team.actor(team.clinician), incident=incident, post_ids=posts) == 0
    row = Referral.objects.get(post=team.posts["hr"])
    assert row.acknowledged_by == "Harper Resources"
    assert not unread_referrals(team.viewer(team.human_resources)).exists()
    assert Entry.objects.filter(verb="incidents.acknowledge_referral").count() == 2
