"""The pages of versions and of what the trust has set itself: read, changed, taken back, and by whom."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Obligation, Policy, PolicyEdit
from holdfast.oversight.assurance.operations.numbers import set_policy_number
from holdfast.oversight.assurance.packs.loading import read_texts
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.tests.policy_cast import INSTALLER, NOW, Trial
from holdfast.oversight.assurance.tests.vale_cast import make_vale

WHY = {"why": "The board, 3 March 2026"}


@pytest.fixture
def vale(db: None, tmp_path: Path) -> Iterator[Trial]:
    """The small trust, at NOW and in its scope."""
    trial = make_vale(tmp_path)
    with scope(trial.trust), clock.at(NOW):
        yield trial


@pytest.fixture
def browser(vale: Trial, client: Client) -> Client:
    vale.sign_in(client, vale.lead)
    return client


def text(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_it_lists_the_versions_with_when_each_holds(browser: Client) -> None:
    page = text(browser, "/assurance/versions/")
    assert page.index("Not yet in force") < page.index("In force</")
    assert "From 1 April 2026." in page
    assert page.count("What it changes") == 1


def test_it_shows_what_a_version_changes_and_for_whom(browser: Client) -> None:
    set_policy_number(by=INSTALLER, trust=Trust.objects.get(), key="vale-1-a.within", value="PT6H", why=WHY["why"])
    new = Policy.objects.latest("in_force_from")
    page = text(browser, f"/assurance/versions/{new.pk}/")
    for words in (
        "It comes into force on 1 April 2026. Until then nothing changes.",
        "Owner: Team leader → Director of Safety",
        "To be done within: 24 hours → 12 hours",
        "Switchboard → Desk",
        "Look again",
        "It stays 6 hours, as you set it. The new version says 12 hours, the old one said 24 hours.",
    ):
        assert words in page, words
    first = Policy.objects.earliest("in_force_from")
    assert "This is the first version." in text(browser, f"/assurance/versions/{first.pk}/")


def test_it_lets_those_who_edit_the_policy_set_a_word_and_take_it_back(browser: Client) -> None:
    assert "Nothing yet" in text(browser, "/assurance/own/")
    assert "Switchboard" in text(browser, "/assurance/own/term/")
    address = "/assurance/own/term/control_room/words/"
    assert "Now: Switchboard." in text(browser, address)
    page = browser.post(address, {"value": "", **WHY}).content.decode()
    assert "Enter what it is called" in page
    answer = browser.post(address, {"value": "The Hub", **WHY}, follow=True)
    assert "It is set, and stays when a new version" in answer.content.decode()
    listed = text(browser, "/assurance/own/term/")
    assert listed.index("The Hub") < listed.index("Ledger"), "what was changed comes first"
    page = text(browser, "/assurance/own/")
    assert "Before: Switchboard. The board, 3 March 2026." in page
    browser.post(f"/assurance/own/{PolicyEdit.objects.get().pk}/take-back/")
    assert "Nothing yet" in text(browser, "/assurance/own/")


def test_it_offers_the_posts_that_can_own_a_duty(browser: Client) -> None:
    address = "/assurance/own/owner/vale-2-b/owner/"
    page = text(browser, address)
    assert "Director of Safety" in page
    assert '<option value="manager"' not in page, "a post that every team has owns no duty of the trust"
    browser.post(address, {"value": "director", **WHY})
    assert set(Obligation.objects.filter(key="vale-2-b").values_list("owner", flat=True)) == {"director"}


def test_it_says_beside_the_field_why_something_cannot_be(browser: Client) -> None:
    address = "/assurance/own/post/lsms/role/"
    page = browser.post(address, {"value": "auditor", **WHY}).content.decode()
    assert "You hold this post. Ask somebody else" in page
    assert not PolicyEdit.objects.exists()


def test_it_takes_a_number_back_on_screen(browser: Client) -> None:
    set_policy_number(by=INSTALLER, trust=Trust.objects.get(), key="vale-1-a.within", value="PT6H", why=WHY["why"])
    page = text(browser, "/assurance/own/")
    assert "The policy prints: 24 hours. The trust set 6 hours on 3 March 2026, entered by" in page
    url = "/assurance/numbers/vale-1-a.within/take-back/"
    assert "on which day, with its year" in browser.post(url, {"when": "today", "why": "me"}).content.decode()
    told = {"when": "today", "why": "The board, 4 March 2026"}
    assert "What it would change" in browser.post(url, told).content.decode()
    assert "6 hours" in text(browser, "/assurance/own/"), "only shown so far"
    assert browser.post(url, told | {"seen": " 2026-03-03"}).status_code == 302
    assert "Nothing yet" in text(browser, "/assurance/own/")


def test_it_hands_out_the_files_with_what_was_set(browser: Client) -> None:
    browser.post("/assurance/own/post/lsms/title/", {"value": "Head of Security", **WHY})
    answer = browser.get("/assurance/own/files/")
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        files = {Path(name).name: packed.read(name).decode() for name in packed.namelist()}
    pack = read_texts(files, vocabulary()).pack
    assert pack is not None
    assert pack.who("lsms") == "Head of Security"


@pytest.mark.parametrize(
    "address", ["own/term/", "own/term/control_room/words/", "own/files/", "own/owner/vale-2-b/owner/"]
)
def test_it_keeps_out_who_may_only_look(vale: Trial, client: Client, address: str) -> None:
    vale.sign_in(client, vale.board)
    assert client.get(f"/assurance/{address}").status_code == 403
    assert client.get("/assurance/versions/").status_code == 200


def test_it_shows_the_board_what_the_trust_has_set_and_no_way_to_change_it(vale: Trial, client: Client) -> None:
    set_policy_number(by=INSTALLER, trust=Trust.objects.get(), key="vale-1-a.within", value="PT6H", why=WHY["why"])
    vale.sign_in(client, vale.board)
    page = text(client, "/assurance/own/")
    assert "on the authority of: The board, 3 March 2026" in page
    for words in ("Take it back", "Change something", "As files"):
        assert words not in page


@pytest.mark.parametrize(
    "address", ["own/nothing/", "own/term/control_rom/words/", "own/post/lsms/about/", "versions/999999/"]
)
def test_it_finds_nothing_that_is_not_there(browser: Client, address: str) -> None:
    assert browser.get(f"/assurance/{address}").status_code == 404


def test_it_says_so_when_there_is_no_policy(vale: Trial, client: Client) -> None:
    Policy.objects.all().delete()
    vale.sign_in(client, vale.lead)
    assert "There is no policy to change" in text(client, "/assurance/own/")
    assert "No policy is installed yet" in text(client, "/assurance/versions/")
    assert "There is nothing to change" in text(client, "/assurance/own/post/")
