"""What someone affected wants is kept once: said on one page, every other page shows it and acts on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from holdfast.casework.incidents.models import Wish
from holdfast.casework.incidents.operations.report_answers import VictimFacts
from holdfast.casework.incidents.tests.handling_cast import Team, make_team
from holdfast.casework.incidents.tests.report_cast import NOW, assault
from holdfast.casework.liaison.queries.queues import owed_by
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock


@pytest.fixture
def team(db: None) -> Iterator[Team]:
    """The team of the incidents' tests, in its scope, on a Tuesday night."""
    team = make_team()
    with scope(team.trust), clock.at(NOW):
        yield team


def test_it_shows_and_weighs_everywhere_what_was_said_on_one_page(team: Team) -> None:
    browser = Client()

    def reads(person: Person, url: str) -> str:
        team.sign_in(browser, person)
        return browser.get(url).content.decode()

    def sends(person: Person, url: str, status: int = 302, **told: Any) -> str:
        team.sign_in(browser, person)
        answer = browser.post(url, {"opened_at": clock.now().timestamp()} | told)
        assert answer.status_code == status, answer.context["form"].errors
        return answer.content.decode()

    # Given a report in which the paramedic wants the police
    mine = VictimFacts(is_reporter=True, injury="minor", wants_police="yes")
    incident = team.triaged(team.report(replace(assault(), victims=(mine,))))
    victim = incident.victims.get()
    here = f"/incidents/{incident.reference}/"
    police, sanctions, wanted = f"{here}police/", f"{here}sanctions/", {"wants_sanction": "yes"}
    assert "In the report, " in reads(team.lsms, police)

    # When they tell their manager that they do not, and the manager notes it on the page of support
    told = {"police": "no", "action": "yes", "publicity": "unsure", "words": "I want to put it behind me."}
    sends(team.manager, f"{here}support/{victim.pk}/wishes/", **told)

    # Then the police page, the sanctions and their own page say so, and who wrote it down
    for person, page in (
        *((team.lsms, police), (team.lsms, sanctions), (team.lsms, f"{here}support/{victim.pk}/")),
        (team.paramedic, f"/support/{victim.pk}/"),
    ):
        shown = reads(person, page)
        assert "Written down by Morgan Manager" in shown, page
        assert "I want to put it behind me." in shown, page
    assert "Nobody has asked them yet" not in reads(team.lsms, sanctions)

    # And telling the police asks for a reason against the wish, not telling them accepts it as the reason
    assert "Say why you decide otherwise" in sends(team.lsms, f"{police}decision/", 422, tell="yes")
    sends(team.lsms, f"{police}decision/", tell="no", why_not="victim-wish")

    # When they change their mind on their own page
    with clock.at(NOW + timedelta(hours=1)):
        sends(team.paramedic, f"/support/{victim.pk}/wishes/", police="yes", action="yes", publicity="unsure")

        # Then the security team finds the decision in its work again, until it decides anew
        again = "Someone affected wants otherwise: decide again"
        assert again in [item.what for item in owed_by(team.viewer(team.lsms))]
        sends(team.lsms, f"{police}decision/", tell="yes", what_changed="They want it now.")
        assert again not in [item.what for item in owed_by(team.viewer(team.lsms))]

        # And who helps them is kept beside the wish, which is not written a second time
        incident.record.refresh_from_db()
        seen = {"seen_version": incident.record.version}
        sends(team.manager, f"{sanctions}wishes/{victim.pk}/", **seen, **wanted, encouraged_by="Morgan Manager")
    assert "Encouraged to involve the police by" in reads(team.lsms, sanctions)
    assert list(Wish.objects.filter(about="police").values_list("wants", "how")) == [
        *(("yes", "report"), ("no", "told"), ("yes", "own"))
    ]
    assert Wish.objects.filter(about="action").count() == 2  # the manager's note, and in their own voice
