"""The whole path, by the people who walk it: report, triage, investigate, review, close, tell, count.

Under the policy of one of the five trusts as it is shipped. Every page that somebody stands on is held against WCAG by
axe at both widths; what a page says to the console or asks for in vain fails the journey (tests/browser.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from holdfast.casework.incidents.models import Incident
from holdfast.casework.violence.operations.response import respond
from holdfast.casework.violence.queries.response import open_steps
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.tests.policy_cast import Trial, make_trial
from tests.browser import SIZES, assert_accessible, picture

TRIAGED_IN_TIME = "secamb-7.4.12-a"


@pytest.fixture
def trust(transactional_db: None) -> Iterator[Trial]:
    """A trust under its policy, committed, as of today: a browser knows no pretended time."""
    trial = make_trial("secamb")
    with scope(trial.trust):
        yield trial


class Walker:
    """One person with a browser of their own, who looks at each page at both widths."""

    def __init__(self, visit: Any, trust: Trial, person: Person, size: str = "desktop") -> None:
        client = Client()
        trust.sign_in(client, person)
        self.page: Page = visit(size)
        self.page.set_default_navigation_timeout(
            30_000
        )  # a page for the first time, on a machine that does all else too
        self.size = size
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": visit.address}])

    def looks(self, name: str = "") -> None:
        """Hold the page against WCAG at both widths; keep its picture as `name`."""
        for size in sorted(SIZES, key=lambda one: one == self.size):
            self.page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
            assert_accessible(self.page)
            if name:
                picture(self.page, f"path-{name}-{size}")

    def opens(self, address: str, name: str = "") -> Page:
        """Go there and look."""
        self.page.goto(address)
        expect(self.page.locator("h1")).to_have_count(1)
        self.looks(name)
        return self.page

    def presses(self, name: str, then: str = "", picture: str = "") -> None:
        """Press a button, wait until `then` stands on the page, and look."""
        self.page.get_by_role("button", name=name, exact=True).click()
        if then:
            expect(self.page.get_by_text(then).first).to_be_visible()
        self.looks(picture)


def test_it_carries_an_assault_from_the_phone_to_the_board(visit: Any, trust: Trial) -> None:
    # Given a lead who has decided how soon a report must be judged, which the policy leaves open
    lead = Walker(visit, trust, trust.lead)
    lead.opens("/assurance/numbers/", "numbers")
    lead.opens("/assurance/numbers/incidents.triage-within/")
    lead.page.get_by_label("How long?").fill("3")
    lead.page.get_by_label("days", exact=True).check()
    lead.page.get_by_label("Who decided this, and when?").fill("Security committee, 3 March 2026")
    lead.presses("See what it changes", "What it would change")
    lead.presses("Set it", "The number is set.")

    # When a paramedic reports an assault on a phone
    paramedic = Walker(visit, trust, trust.paramedic, "phone")
    page = paramedic.opens("/report/", "kinds")
    page.get_by_role("button", name="Physical assault").click()
    page.get_by_label("At a home or other private address").check()
    page.get_by_label("Address", exact=True).fill("12 Harbour Road")
    page.get_by_role("group", name="When did it happen?").get_by_role("button", name="Now").click()
    paramedic.presses("Continue")
    page.get_by_label("What happened?").fill("The patient’s son punched me when I asked him to step back.")
    paramedic.presses("Continue")
    page.get_by_role("radio", name="Me", exact=True).check()
    page.get_by_label("Injured, first aid or less").check()
    paramedic.presses("Continue")
    page.get_by_role("radio", name="Relative or friend of a patient", exact=True).check()
    paramedic.presses("Continue")
    page.get_by_role("group", name="Do the police know?").get_by_label("Yes", exact=True).check()
    paramedic.presses("Continue", "Anything else, if you have time")
    paramedic.presses("Check your answers", "12 Harbour Road", "check")
    paramedic.presses("Send the report", "We have your report", "receipt")
    incident = Incident.objects.select_related("record").get()
    expect(page.get_by_text(incident.reference).first).to_be_visible()
    mine, one = f"/my-reports/{incident.reference}/", f"/incidents/{incident.reference}/"

    # Then the specialist finds it in their work, and judges it
    lsms = Walker(visit, trust, trust.lsms)
    lsms.opens("/", "work")
    lsms.page.get_by_role("button", name="Triage").or_(lsms.page.get_by_role("link", name="Triage")).first.click()
    expect(lsms.page.get_by_role("heading", level=1)).to_contain_text("Triage")
    lsms.looks("triage")
    lsms.page.get_by_role("radio", name="Moderate", exact=True).check()
    lsms.page.get_by_role("group", name="Is it a crime?").get_by_label("Yes").check()
    lsms.page.get_by_label("Someone else").check()
    lsms.page.get_by_role("combobox", name="Who?").press_sequentially("morgan")
    lsms.page.get_by_role("option", name="Morgan Manager").click()
    lsms.page.get_by_label("Manager’s investigation", exact=True).check()
    lsms.presses("Save", "is triaged.")

    # And the reporter reads what was decided, and answers
    paramedic.opens(mine, "told-of-triage")
    expect(page.get_by_text("Morgan Manager").first).to_be_visible()
    page.get_by_label("Your message").fill("His name is on the patient’s form.")
    paramedic.presses("Send your message", "His name is on the patient’s form.")

    # And the manager, who is asked to look into it, reads the answer and sends in what they found
    manager = Walker(visit, trust, trust.manager)
    manager.opens("/", "manager")
    manager.opens(one, "incident")
    expect(manager.page.get_by_text("His name is on the patient’s form.").first).to_be_visible()
    manager.page.get_by_role("link", name="Write the findings").or_(
        manager.page.get_by_role("button", name="Write the findings")
    ).first.click()
    expect(manager.page.get_by_label("What did you find?")).to_be_visible()
    manager.looks("findings")
    manager.page.get_by_label("What did you find?").fill("The family had waited for two hours.")
    manager.page.get_by_label("Why do you think it happened?").fill("Nobody had told them how long it would take.")
    manager.page.get_by_label("What can others learn from it?").fill("Say early how long it takes.")
    manager.page.get_by_label("Do you know anyone involved?").fill("None")
    manager.presses("Send for review", "Your findings were sent for review.")

    # And the specialist finds them in proportion
    lsms.opens("/")
    lsms.opens(one)
    lsms.page.get_by_role("link", name="Review the findings").or_(
        lsms.page.get_by_role("button", name="Review the findings")
    ).first.click()
    lsms.looks("review")
    lsms.page.get_by_label("Yes, approve them").check()
    lsms.page.get_by_role("group", name="Was the effort in proportion to what happened?").get_by_label("Yes").check()
    lsms.presses("Save the review", "approved")

    # And what the policy owes the person affected is done: a case does not close over it
    for victim, line in open_steps(incident):
        respond(
            by=trust.actor(trust.manager),
            incident=incident,
            victim=victim,
            item=line.item.key,
            done_at=clock.now(),
            done_by="Morgan Manager",
        )

    # And closes it with what came of it
    lsms.opens(f"{one}closure/", "closure")
    lsms.page.get_by_label("What came of it?").fill("The son was warned in writing.")
    lsms.presses("Close and tell the reporter", "The son was warned in writing.")
    lsms.opens(one, "closed")
    incident.refresh_from_db()
    assert incident.state == "closed"

    # And the reporter knows what came of it
    paramedic.opens(mine, "told-of-closure")
    expect(page.get_by_text("The son was warned in writing.").first).to_be_visible()
    paramedic.opens("/notices/")

    # And the board sees that the report was judged in time, and which report that was
    board = Walker(visit, trust, trust.board)
    board.opens("/assurance/", "assurance")
    shown = board.opens(f"/assurance/duties/{TRIAGED_IN_TIME}/", "duty")
    expect(shown.get_by_text("100%").first).to_be_visible()
    expect(shown.get_by_role("row").filter(has_text=incident.reference)).to_contain_text("in time for its limit")
    assert shown.get_by_role("link", name=incident.reference).count() == 0, "the board sees figures, not cases"

    # And who may open the case gets to it from there
    lead.opens(f"/assurance/duties/{TRIAGED_IN_TIME}/")
    lead.page.get_by_role("link", name=incident.reference).click()
    expect(lead.page.get_by_role("heading", level=1)).to_contain_text("Physical assault")
