"""Who owns a duty sees it and confirms it, with files, whatever else they may see; nobody else does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Deputy, Post, PostHolding
from holdfast.foundation.records.models import Evidence
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Confirmation, Obligation
from holdfast.oversight.assurance.queries.duties import given_to, owned_by
from holdfast.oversight.assurance.queries.owed import owed_by
from holdfast.oversight.assurance.tests.policy_cast import NOW, Trial, trial_of
from holdfast.oversight.assurance.tests.reading_pages import LATER, get, post, raw

EXAMINED = "secamb-3.2.4"
STATED = "secamb-2.2.1-a"


@pytest.fixture
def trial(db: None) -> Iterator[Trial]:
    """Two duties are owned by a post that may see nothing of assurance, and held by `others["owner"]`."""
    with trial_of("secamb") as trial:
        owner = Post.objects.create(trust=trial.trust, key="owner", title="Owner of two duties", role="staff")
        person = trial.holds(owner.key)
        PostHolding.objects.filter(person=person).update(start=NOW.date() - timedelta(days=700))
        Obligation.objects.filter(key__in=[EXAMINED, STATED]).update(owner=owner.key)
        Obligation.objects.filter(key=STATED).update(numbers={"every": "P1Y", "evidence": False, "owners": [owner.key]})
        trial.report()
        yield trial


def test_it_shows_owners_their_own_duties_and_no_other(client: Client, trial: Trial) -> None:
    owner = trial.others["owner"]
    mine = get(client, trial, owner, "/assurance/mine/")
    assert "What the policy gives to Owner of two duties" in mine
    for key in (EXAMINED, STATED):
        page = get(client, trial, owner, f"/assurance/duties/{key}/")
        assert "Where it stands in the policy" not in page, "which they may not see"
        get(client, trial, owner, f"/assurance/duties/{key}/months/")
        get(client, trial, trial.paramedic, f"/assurance/duties/{key}/", status=403)
        get(client, trial, trial.paramedic, f"/assurance/duties/{key}/months/", status=403)
    get(client, trial, owner, "/assurance/duties/secamb-3.2.6/", status=403)
    for url in ("/assurance/", "/assurance/policy/", "/assurance/history/", "/assurance/compare/"):
        get(client, trial, owner, url, status=403)


def test_it_says_by_when_each_is_due(client: Client, trial: Trial) -> None:
    get(client, trial, trial.others["owner"], f"/assurance/duties/{STATED}/")
    post(client, f"/assurance/duties/{STATED}/confirm/", evidence="Asked three crews")
    page = get(client, trial, trial.others["owner"], "/assurance/mine/")
    assert "2 April 2027" in page, "a year after it was confirmed"
    assert "5 March 2026" in page, "the oldest that is overdue"
    assert "Next due 2 April 2027" in get(client, trial, trial.board, f"/assurance/duties/{STATED}/")


def test_it_takes_a_confirmation_with_files_once(client: Client, trial: Trial) -> None:
    owner, url = trial.others["owner"], f"/assurance/duties/{STATED}/confirm/"
    trial.sign_in(client, owner)
    minutes = SimpleUploadedFile("minutes.txt", b"The crews said how they judge danger.", "text/plain")
    assert post(client, url, evidence="Asked three crews", uploads=minutes).status_code == 302
    again = post(client, url, evidence="Asked three crews")
    assert "You confirmed this a moment ago" in again.content.decode()
    given, kept = Confirmation.objects.get(), Evidence.objects.get()
    assert (kept.record_id, kept.name) == (given.pk, "minutes.txt")
    assert "minutes.txt" in get(client, trial, trial.board, f"/assurance/duties/{STATED}/")
    address = f"/assurance/confirmations/{given.reference}/files/{kept.pk}/"
    assert f'href="{address}"' in raw(client, f"/assurance/duties/{STATED}/")
    for person, status in ((owner, 200), (trial.board, 200), (trial.paramedic, 403)):
        trial.sign_in(client, person)
        answer = client.get(address)
        assert answer.status_code == status
        if status == 200:
            assert b"".join(answer.streaming_content) == b"The crews said how they judge danger."
    trial.sign_in(client, owner)
    assert client.get(f"/assurance/confirmations/{given.reference}/files/{kept.pk + 1}/").status_code == 404


def test_it_refuses_a_file_that_is_none_beside_its_field(client: Client, trial: Trial) -> None:
    trial.sign_in(client, trial.others["owner"])
    odd = SimpleUploadedFile("tool.exe", b"MZ\x90\x00" + b"\x00" * 60, "application/octet-stream")
    answer = post(client, f"/assurance/duties/{STATED}/confirm/", evidence="Asked three crews", uploads=odd)
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert "Asked three crews" in answer.content.decode()
    assert not Confirmation.objects.exists()


def test_it_lets_a_deputy_confirm_for_the_holder(client: Client, trial: Trial) -> None:
    Deputy.objects.create(
        trust=trial.trust,
        post=Post.objects.get(trust=trial.trust, key="owner"),
        holder=trial.others["owner"],
        person=trial.paramedic,
        start=NOW.date(),
        end=LATER.date(),
        reason="Leave",
    )
    page = get(client, trial, trial.paramedic, "/assurance/mine/")
    assert f"Owner of two duties (for {trial.others['owner']})" in page
    assert post(client, f"/assurance/duties/{STATED}/confirm/", evidence="Asked three crews").status_code == 302
    entry = Entry.objects.get(verb="assurance.confirm")
    assert entry.actor_on_behalf_of == str(trial.others["owner"])
    assert entry.actor_post == "Owner of two duties"


def test_it_finds_the_same_duties_as_rows(trial: Trial) -> None:
    for person in (trial.others["owner"], trial.lead, trial.paramedic):
        for at in (NOW, LATER):
            with clock.at(at):
                viewer = trial.viewer(person)
                listed = {duty.pk for duty in owned_by(viewer, clock.today())}
                assert {duty.pk for duty in given_to(viewer, clock.today())} == listed
    assert listed == set(), "the paramedic owns none"


def test_it_asks_for_what_is_owed_in_one_statement(
    trial: Trial, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with clock.at(LATER):
        owed_by(trial.viewer(trial.lead))  # the connection has found out what its database can
        for person, many in ((trial.others["owner"], 1), (trial.lead, 1), (trial.paramedic, 0)):
            viewer = trial.viewer(person)
            assert bool(viewer.posts) is bool(many)
            with django_assert_num_queries(many):
                owed_by(viewer)
