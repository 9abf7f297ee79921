"""A policy lead reads what the next version changes, and sets the trust's own word over it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Policy
from holdfast.oversight.assurance.operations.editing import set_own
from holdfast.oversight.assurance.operations.numbers import set_policy_number
from holdfast.oversight.assurance.tests.policy_cast import INSTALLER, Trial
from holdfast.oversight.assurance.tests.vale_cast import make_vale
from tests.browser import SIZES, assert_accessible, picture
from tests.journeys.test_assurance_board import as_person


@pytest.fixture
def vale(transactional_db: None, tmp_path: Path) -> Iterator[Trial]:
    trial = make_vale(tmp_path, since=str(clock.today() + timedelta(days=30)))
    with scope(trial.trust):
        yield trial


def test_it_leads_from_the_next_version_to_the_trusts_own_word(visit: Any, vale: Trial) -> None:
    # Given a policy lead at a desk, and a version that comes into force next month
    page = as_person(visit, vale, vale.lead, "desktop")
    page.goto("/assurance/policy/")
    page.get_by_role("link", name="Versions and what they change").click()
    # When they read what it changes
    page.get_by_role("link", name="What it changes").click()
    # Then it says from when, for whom, and what
    expect(page.get_by_text("Until then nothing changes.")).to_be_visible()
    expect(page.get_by_text("Owner: Team leader → Director of Safety")).to_be_visible()
    picture(page, "policy-version")
    # When they call the control room by the trust's own word
    page.goto("/assurance/own/term/")
    page.get_by_role("link", name=re.compile("Change it ?: Control room, what the trust calls it")).first.click()
    page.get_by_label("What is it called?").fill("The Hub")
    page.get_by_label("Who decided this, and when?").fill("Health and Safety Committee on 3 March 2026")
    page.get_by_role("button", name="Set it").click()
    expect(page.get_by_text("It is set, and stays when a new version of the policy comes.")).to_be_visible()
    # Then the next version says that it stays, and that it says otherwise
    page.goto(f"/assurance/versions/{Policy.objects.latest('in_force_from').pk}/")
    expect(page.get_by_text("Look again")).to_be_visible()
    # And they can take it back
    page.get_by_role("link", name="What we have set ourselves").click()
    page.get_by_role("button", name=re.compile("Take it back ?: Control room")).click()
    expect(page.get_by_text("The policy’s own word counts again.")).to_be_visible()


@pytest.mark.parametrize("size", sorted(SIZES))
def test_it_can_be_read_by_everyone(visit: Any, vale: Trial, size: str) -> None:
    why = "Health and Safety Committee on 3 March 2026"
    set_policy_number(by=INSTALLER, trust=vale.trust, key="vale-1-a.within", value="PT6H", why=why)
    set_own(by=INSTALLER, trust=vale.trust, of="post", key="lsms", name="title", value="Head of Security", why=why)
    page = as_person(visit, vale, vale.lead, size)
    new = Policy.objects.latest("in_force_from").pk
    for name, address in {
        "versions": "versions/",
        "version": f"versions/{new}/",
        "ours": "own/",
        "words": "own/term/",
        "posts": "own/post/",
        "owners": "own/owner/",
        "owner": "own/owner/vale-2-b/owner/",
    }.items():
        page.goto(f"/assurance/{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert_accessible(page)
        picture(page, f"policy-{name}-{size}")
