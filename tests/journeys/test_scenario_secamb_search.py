"""SECAmb 4.3 and 4.4: a colleague is suspected of a theft, the search of a locker is approved, and refused.

The procedure's own words stand on the screens: the Silver Officer decides, and the incident form is the IWR-1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from holdfast.casework.casefile.models import Search
from holdfast.casework.incidents.operations.report_answers import SubjectFacts
from holdfast.casework.incidents.operations.restriction import admit_reader
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.tests.policy_cast import Trial, assault, make_trial
from tests.journeys.case_walker import Walker


@pytest.fixture
def trust(transactional_db: None) -> Iterator[Trial]:
    """SECAmb under its own policy, committed, as of today."""
    trial = make_trial("secamb")
    with scope(trial.trust):
        yield trial


def test_it_stops_a_locker_search_that_the_colleague_refuses(visit: Any, trust: Trial) -> None:
    visit.expects("422", because="a form that must be sent again is answered with what is wrong")
    visit.expects("404", because="the search is hidden from who is not named")

    # Given a theft of which a colleague is suspected, reported without a name, and a Silver Officer on duty
    silver = trust.holds("silver-officer")
    answers = assault(clock.now())
    incident = trust.report(
        type(answers)(incident=answers.incident, victims=(), subjects=(SubjectFacts(standing="colleague"),)),
        at=clock.now(),
        type="theft",
        internal=True,
        description="The station’s tablet is gone from the charging shelf.",
    )
    assert incident.restricted
    admit_reader(by=trust.actor(trust.lead), incident=incident, person=trust.manager, why="Manages the team")
    one = f"/incidents/{incident.reference}/searches/"

    # When the manager names the item, the colleague and the place, and asks the Silver Officer
    manager = Walker(visit, trust.sign_in, trust.manager, "phone")
    page = manager.opens(one, "searches")
    manager.follows("Ask to search a colleague’s kit", "ask-for-search")
    expect(page.get_by_text("The Silver Officer or someone above decides.")).to_be_visible()
    manager.fills(kit="Locker 14", suspect="Robin Taker", place="Locker 14 at the station", grounds="Seen by the crew.")
    page.get_by_label("Who is asked to approve it?").select_option(label=f"{silver}, Silver Officer")
    manager.sends("Ask for approval", "There is a problem")
    manager.fills(item="The station’s tablet, number 0042")
    manager.sends("Ask for approval", "Search nothing until it is approved.", "search-asked")
    search = Search.objects.get()

    # Then nobody who is not named sees it, and the Silver Officer approves it
    outsider = Walker(visit, trust.sign_in, trust.director)
    outsider.page.goto(f"{one}{search.pk}/")
    expect(outsider.page.get_by_text("Robin Taker")).to_have_count(0)
    officer = Walker(visit, trust.sign_in, silver)
    officer.opens(f"{one}{search.pk}/", "search-to-decide")
    officer.follows("Approve")
    officer.sends("Approve it", "The search is approved, and who asked was told.")

    # When the colleague is told that it is approved and that they are free to refuse, and refuses
    manager.opens(f"{one}{search.pk}/")
    manager.follows("Record what they were told and answered", "search-answer")
    page.get_by_label("They were told that the request has been approved").check()
    page.get_by_label("They refuse", exact=True).check()
    manager.now("at")
    manager.sends("Save", "There is a problem")
    page.get_by_label("They were told that they are free to refuse").check()
    manager.sends("Save", "The answer is on record.", "search-refused")

    # Then the search goes no further, and nothing can be recorded as searched
    expect(page.get_by_role("heading", name="The search stops here")).to_be_visible()
    expect(page.get_by_role("link", name="Record the search", exact=True)).to_have_count(0)
    manager.opens(f"{one}{search.pk}/outcome/")
    manager.now("at")
    manager.fills(searched_by="Morgan Manager", report_words="A tablet is missing.")
    page.get_by_role("group", name="Was anything found?").get_by_label("No", exact=True).check()
    manager.sends("Save", "There is a problem")
    search.refresh_from_db()
    assert (search.state, search.searched_at) == ("refused", None)

    # And the manager considers with the Silver Officer whether to call the police
    manager.opens(f"{one}{search.pk}/")
    manager.follows("Consider the police")
    page.get_by_role("group", name="Are the police asked to search?").get_by_label("No", exact=True).check()
    manager.fills(why="The tablet was wiped from afar; discipline goes on.")
    manager.sends("Save", "The decision is on record.", "search-considered")
    search.refresh_from_db()
    assert (search.police_wanted, search.police_considered_with) == (False, str(silver))
