"""SECAmb 2.2.3, 2.4, 3 and 7.5.5: a physical assault on a shift, from the call for support to a confirmed history mark.

The procedure's own words stand on the screens: the control room is the EOC, a marker is a history mark, and the form
for it is completed before going off duty.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect

from holdfast.casework.violence.models import Call, Hit, Marker, NoMarker, Offer, Step
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.tests.policy_cast import Trial, make_trial
from tests.journeys.case_walker import Walker


@pytest.fixture
def trust(transactional_db: None) -> Iterator[Trial]:
    """SECAmb under its own policy, committed, as of today."""
    trial = make_trial("secamb")
    Client().get("/what-to-do-first/")  # the first answer of a process reads every area in: nobody waits for it here
    with scope(trial.trust):
        yield trial


def fills_day(walker: Walker, name: str, day: date) -> None:
    """Fill the three boxes of a day."""
    walker.fills(**{f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")})


def test_it_follows_an_assault_on_a_shift_to_a_history_mark(visit: Any, trust: Trial) -> None:
    visit.expects("422", because="a form that must be sent again is answered with what is wrong")
    visit.expects("404", because="support is hidden from who does not look after them")
    today = clock.today()

    controller = trust.holds("eoc")

    # Given a paramedic who was punched in somebody's home, and who asks the EOC for help from a phone
    paramedic = Walker(visit, trust.sign_in, trust.paramedic, "phone")
    page = paramedic.opens("/what-to-do-first/", "secamb-action-card")
    expect(page.get_by_text("Get away from where the violence is happening.")).to_be_visible()
    paramedic.follows("Ask for support", "secamb-ask-for-support")
    page.get_by_label("Police", exact=True).check()
    paramedic.fills(where="12 Harbour Road, Exampleton", words="Punched. We are in the vehicle.", call_sign="R42")
    paramedic.sends("Ask now", "They were told.", "secamb-asked")
    incident = trust.report(at=clock.now(), postcode="EX1 2AB")
    dispatcher = Walker(visit, trust.sign_in, controller)
    eoc = dispatcher.opens("/control-room/", "secamb-eoc")
    expect(eoc.get_by_role("heading", name="Emergency Operations Centre")).to_be_visible()
    dispatcher.follows("12 Harbour Road, Exampleton", "secamb-call")
    eoc.get_by_label("The police come, or were there").check()
    eoc.get_by_label("Sussex Police").check()
    dispatcher.fills(answer="Two officers, nine minutes.")
    dispatcher.sends("Save the answer", "They were told.")
    assert Call.objects.get().sent

    # When the paramedic asks for a history mark before going off duty; never on a public place
    paramedic.opens("/support/", "secamb-my-supports")
    page.get_by_role("main").get_by_role("link").first.click()
    paramedic.looks("secamb-my-support")
    paramedic.follows("Ask for a history mark on the address, or say why none", "secamb-ask-for-mark")
    page.get_by_label("A public place, or a building that the public can enter").check()
    paramedic.sends("Ask for it", "There is a problem", "secamb-mark-refused")
    expect(page.get_by_text("Public places and public buildings are not marked").first).to_be_visible()
    page.get_by_label("A house or another home for one household").check()
    page.get_by_label("Two people, never alone").check()
    paramedic.sends("Ask for it", "It is asked for.", "secamb-mark-asked")
    marker = Marker.objects.get()
    assert incident.shift_ends_at
    assert marker.asked_at < incident.shift_ends_at
    assert not NoMarker.objects.exists()

    # And the EOC places a temporary one, and finds it when the next crew is sent, however the address is typed
    mark = f"/markers/{marker.reference}/"
    dispatcher.opens(mark)
    dispatcher.follows("Place a temporary marker", "secamb-place")
    fills_day(dispatcher, "until", today + timedelta(days=28))
    dispatcher.fills(reason="A crew may be sent there tonight.")
    dispatcher.sends("Place it", "It shows to crews from now on", "secamb-placed")
    dispatcher.opens("/control-room/")
    dispatcher.fills(asked="12 harbour rd ex12ab", job="S-4711")
    dispatcher.sends("Look it up", "Yes: 1 history mark here", "secamb-looked-up")
    expect(eoc.get_by_text("Two people, never alone")).to_be_visible()
    dispatcher.fills(asked="14 Harbour Road, EX1 2AB", job="S-4712")
    dispatcher.sends("Look it up", "Nearby: may be meant", "secamb-nearby")
    dispatcher.opens(f"/markers/look-ups/{Hit.objects.get().pk}/", "secamb-did-it-help")
    eoc.locator("[name=passed_on][value=yes]").check()  # Was the marker passed on to the crew?
    eoc.locator("[name=helped][value=yes]").check()  # Did it help them?
    dispatcher.sends("Save", "It keeps markers honest.")

    # When the manager works through the checklist and offers support
    manager = Walker(visit, trust.sign_in, trust.manager)
    desk = manager.opens(f"/incidents/{incident.reference}/response/", "secamb-response")
    expect(desk.get_by_text("Complete a History Marking Form before going off duty").first).to_be_visible()
    manager.follows("Encourage the person to involve the police", "secamb-one-done")
    manager.follows("Support for Pat Paramedic", "secamb-support")
    manager.follows("Offer support", "secamb-offer")
    desk.get_by_label("A conversation with your manager").check()
    manager.sends("Offer it", "It is offered.", "secamb-offered")
    outsider = Walker(visit, trust.sign_in, trust.director)
    outsider.page.goto(desk.url)
    expect(outsider.page.get_by_text("A conversation with your manager")).to_have_count(0)

    # Then the paramedic says yes with one button, and says what they want to happen
    paramedic.opens("/support/")
    page.get_by_role("main").get_by_role("link").first.click()
    page.get_by_role("button", name="Yes, please").click()
    expect(page.get_by_text("You said yes")).to_be_visible()
    paramedic.follows("Say what you want to happen", "secamb-wishes")
    page.locator("[name=action][value=yes]").check()  # Do you want action taken?
    paramedic.sends("Save", "What you wish is on record", "secamb-wished")
    assert Offer.objects.get().answer == "accepted"
    assert Step.objects.count() == 1

    # And the panel confirms the mark until its review, and says why the person is not told
    lead = Walker(visit, trust.sign_in, trust.lead)
    panel = lead.opens(mark, "secamb-mark")
    lead.follows("Confirm it", "secamb-confirm")
    lead.fills(nature="A punch in the face", reason="The same man, twice in a month.", advice="Meet at the corner.")
    lead.sends("Confirm it", "There is a problem")
    fills_day(lead, "review_on", today + timedelta(days=180))
    lead.sends("Confirm it", "It is confirmed.", "secamb-confirmed")
    lead.follows("Say whether they were told")
    panel.locator("[name=told][value=no]").check()  # Were they told in writing?
    lead.fills(why_not="It would provoke violence against the neighbour who called.")
    lead.sends("Save", "It is on record", "secamb-not-told")
    marker.refresh_from_db()
    assert (marker.state, marker.review_on) == ("confirmed", today + timedelta(days=180))
