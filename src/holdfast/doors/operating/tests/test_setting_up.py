from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from holdfast.doors.operating.setting_up import ADMINISTRATOR, set_up
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.command_line import whoever_types
from holdfast.foundation.organisation.models import Person, Post, Site, Trust, User
from holdfast.foundation.organisation.operations.ods import import_five_trusts
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.kernel import clock
from holdfast.kernel.commands import CommandFailed, Result
from holdfast.oversight.assurance.models import Obligation, Policy

EMAIL = "alex.admin@example.nhs.uk"


def setup(**given: Any) -> Result:
    return set_up(Namespace(**{"trust": None, "pack": None, "administrator": None, "name": None} | given))


@pytest.fixture
def scas(db: None) -> Trust:
    """South Central Ambulance Service and its sites, as the files that ship have them; not in use yet."""
    import_five_trusts(by=whoever_types(), only=["RYE"])
    return Trust.objects.get(code="RYE")


def test_it_says_what_to_do_first(db: None) -> None:
    result = setup()
    assert result.text.startswith(
        "The database is up to date.\nNo trust uses Holdfast yet. Next:\n  holdfast import ods"
    )
    assert result.data == {"migrated": True, "trust": None, "invitation": None}


def test_it_lets_a_trust_begin_with_its_policy_and_an_administrator(scas: Trust, client: Client) -> None:
    result = setup(trust="rye", pack="scas", administrator=EMAIL.upper(), name="Alex van der Admin")
    scas.refresh_from_db()
    assert scas.live
    assert scas.pack == "scas"
    with scope(scas):
        assert Policy.objects.get().pack == "scas"
        assert Obligation.objects.exists()
        assert Site.objects.count() > 50
        person = Person.objects.get(email=EMAIL)
        assert (person.given_name, person.family_name) == ("Alex", "van der Admin")
    viewer = Viewer.of(User.objects.get(email=EMAIL))
    assert viewer is not None
    assert "organisation.manage" in viewer.permissions
    assert result.data["invitation"] in result.text
    page = client.get(urlsplit(result.data["invitation"]).path, follow=True)
    assert page.status_code == 200
    assert "password" in page.content.decode().lower()


def test_it_may_be_run_again(scas: Trust) -> None:
    everything = {"trust": "RYE", "pack": "scas", "administrator": EMAIL, "name": "Alex Admin"}
    setup(**everything)
    entries = Entry.objects.exclude(verb="organisation.invite").count()
    again = setup(**everything)
    assert "uses Holdfast already" in again.text
    assert "The policy scas is in force already." in again.text
    assert "is an administrator of South Central Ambulance Service" in again.text
    assert again.data["invitation"]  # they have never signed in: the first link may have been lost
    assert Entry.objects.exclude(verb="organisation.invite").count() == entries
    with scope(scas):
        assert Person.objects.filter(email=EMAIL).count() == 1
        assert Post.objects.get(key=ADMINISTRATOR).holdings.count() == 1


def test_it_gives_no_new_link_to_someone_who_signs_in(scas: Trust) -> None:
    setup(trust="RYE", administrator=EMAIL, name="Alex Admin")
    User.objects.filter(email=EMAIL).update(last_login=clock.now())
    again = setup(trust="RYE", administrator=EMAIL)
    assert again.data["invitation"] is None
    assert "signs in with the password that they have" in again.text


def test_it_finds_the_administrator_in_the_staff_list(scas: Trust) -> None:
    setup(trust="RYE")
    with scope(scas):
        known = Person.objects.create(trust=scas, given_name="Sasha", family_name="Known", email=EMAIL)
    setup(trust="RYE", administrator=EMAIL)
    assert User.objects.get(email=EMAIL).person == known


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"trust": "XXX"}, "no trust with the ODS code XXX"),
        ({"trust": "RYE", "pack": "nhs"}, "there is no pack nhs: there are"),
        ({"trust": "RYE", "pack": "las"}, "the pack las is the policy of the trust RRU, not of RYE"),
        ({"pack": "scas"}, "need --trust CODE"),
        ({"administrator": EMAIL}, "need --trust CODE"),
        ({"trust": "RYE", "name": "Alex Admin"}, "say their e-mail address too"),
        ({"trust": "RYE", "administrator": "alex"}, "is not an e-mail address"),
        ({"trust": "RYE", "administrator": EMAIL}, "say who the administrator is"),
        ({"trust": "RYE", "administrator": EMAIL, "name": "Alex"}, "say who the administrator is"),
    ],
)
def test_it_says_what_is_wrong(scas: Trust, given: dict[str, str], said: str) -> None:
    with pytest.raises(CommandFailed, match=said):
        setup(**given)
    scas.refresh_from_db()
    assert not scas.live


def test_it_does_not_make_a_stranger_administrator(scas: Trust) -> None:
    other = Trust.objects.create(code="ZZ9", slug="other", name="Another Trust", live=True)
    with scope(other):
        person = Person.objects.create(trust=other, given_name="Sam", family_name="Other", email=EMAIL)
        User.objects.create_user(EMAIL, person=person)
    with pytest.raises(CommandFailed, match="does not work for South Central"):
        setup(trust="RYE", administrator=EMAIL, name="Alex Admin")


def test_it_lists_every_fault_of_a_pack(scas: Trust, tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "pack.yaml").write_text("id: mine\nods: RYE\n")
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"packs": [tmp_path]})
    with pytest.raises(CommandFailed, match=r"(?s)the pack mine has faults:.*pack\.yaml:"):
        setup(trust="RYE", pack="mine")
    scas.refresh_from_db()
    assert not scas.live  # nothing of it was done


def test_it_leaves_entries_in_the_name_of_whoever_types(scas: Trust) -> None:
    setup(trust="RYE", administrator=EMAIL, name="Alex Admin")
    made = Entry.objects.filter(verb__in=("organisation.start_using", "organisation.appoint"))
    assert {entry.channel for entry in made} == {"command"}
