from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from holdfast.foundation.notifications.context import unread_in_words, unread_notices
from holdfast.foundation.notifications.models import Mail, MailState, Notice, Pace
from holdfast.foundation.notifications.presenters import PAGE
from holdfast.foundation.notifications.queries import notices_of, pace_of, unread_count
from holdfast.foundation.organisation.models import Person, Trust
from holdfast.foundation.organisation.scope import no_scope, scope
from holdfast.kernel import clock

from .conftest import World

LIST = "/notices/"


def signed_in(world: World, person: Person) -> Client:
    client = Client()
    client.force_login(world.account(person, f"{person.given_name}@accounts.example".lower()))
    return client


@pytest.fixture
def sam(world: World) -> Client:
    return signed_in(world, world.sam)


@pytest.fixture
def administrator(world: World) -> Client:
    post = world.post("administrator", role="administrator")
    world.hold(post, world.dana)
    return signed_in(world, world.dana)


def page(client: Client, address: str = LIST) -> str:
    with no_scope():
        response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def subjects(text: str) -> list[str]:
    return re.findall(r"Notice [0-9]+(?=</a></h2>)", text)


def tell_many(world: World, number: int) -> None:
    """Notices of successive minutes, but for pairs that came at the same moment."""
    now = clock.now()
    for count in range(number):
        with clock.at(now + timedelta(minutes=count // 2)):
            world.tell(subject=f"Notice {count}")


def test_it_says_what_will_come_when_there_is_nothing(sam: Client) -> None:
    text = page(sam)
    assert "No notices yet" in text
    assert "Mark all as read" not in text


def test_it_shows_my_notices_and_nobody_elses(world: World, sam: Client) -> None:
    world.tell(subject="Mine", words="A <b>detail</b>", because="You hold the post of LSMS.")
    world.tell(subject="Theirs", people=[world.riley])
    text = page(sam)
    assert "Mine" in text
    assert "A &lt;b&gt;detail&lt;/b&gt;" in text
    assert "You hold the post of LSMS." in text
    assert "Theirs" not in text
    assert "1 notice not read" in text


def test_it_pages_through_a_long_list_and_back(world: World, sam: Client) -> None:
    tell_many(world, 2 * PAGE + 5)
    expected = [f"Notice {number}" for number in reversed(range(2 * PAGE + 5))]
    address, seen, newer = LIST, [], ""
    for _ in range(3):
        text = page(sam, address)
        seen += subjects(text)
        older = re.search(r'href="([^"]*before=[^"]*)"', text)
        newer_link = re.search(r'href="([^"]*after=[^"]*)"', text)
        newer = newer_link[1] if newer_link else ""
        address = LIST + older[1].replace("&amp;", "&") if older else ""
    assert seen == expected
    assert address == ""
    back = page(sam, LIST + newer)
    assert subjects(back) == expected[PAGE : 2 * PAGE]
    first = re.search(r'href="([^"]*after=[^"]*)"', back)
    assert first is not None
    top = page(sam, LIST + first[1])
    assert subjects(top) == expected[:PAGE]
    assert "after=" not in top


def test_it_shows_only_what_was_not_read(world: World, sam: Client) -> None:
    world.tell(subject="Old")
    world.tell(subject="New")
    Notice.objects.filter(subject="Old").update(read_at=clock.now())
    text = page(sam, f"{LIST}?show=unread")
    assert "New" in text
    assert ">Old<" not in text
    Notice.objects.update(read_at=clock.now())
    assert "You have read all your notices" in page(sam, f"{LIST}?show=unread")


@pytest.mark.parametrize("query", ["before=x", "before=2026-03-04~1", "after=~~~", "before=9999~9&show=zzz"])
def test_it_begins_at_the_top_when_the_address_makes_no_sense(world: World, sam: Client, query: str) -> None:
    world.tell(subject="Mine")
    assert "Mine" in page(sam, f"{LIST}?{query}")


def test_it_goes_to_the_top_from_a_link_past_the_end(world: World, sam: Client) -> None:
    response = sam.get(f"{LIST}?before=2001-01-01T00:00:00%2B00:00~1")
    assert response.status_code == 302


def test_it_opens_a_notice_and_marks_it_as_read(world: World, sam: Client) -> None:
    world.tell(url="/incidents/INC-2026-00001/")
    notice = notices_of(world.sam).get()
    response = sam.get(reverse("notifications:open", args=[notice.pk]))
    assert response["Location"] == "/incidents/INC-2026-00001/"
    assert unread_count(world.sam) == 0


def test_it_marks_as_read_and_takes_that_back(world: World, sam: Client) -> None:
    world.tell()
    notice = notices_of(world.sam).get()
    address = reverse("notifications:read", args=[notice.pk])
    for _ in range(2):
        assert sam.post(address, {"show": "unread"})["Location"] == f"{LIST}?show=unread"
        assert unread_count(world.sam) == 0
    sam.post(address, {"unread": "1"})
    assert unread_count(world.sam) == 1


def test_it_marks_all_as_read_that_the_page_showed(world: World, sam: Client) -> None:
    tell_many(world, 3)
    newest = re.search(r'name="newest" value="([0-9]+)"', page(sam))
    assert newest is not None
    world.tell(subject="Came since")
    response = sam.post(reverse("notifications:read-all"), {"newest": newest[1]}, follow=True)
    assert "3 notices are marked as read" in response.content.decode()
    assert unread_count(world.sam) == 1


@pytest.mark.parametrize("newest", ["", "x", "-1", "9" * 40])
def test_it_survives_nonsense_instead_of_the_newest(world: World, sam: Client, newest: str) -> None:
    assert sam.post(reverse("notifications:read-all"), {"newest": newest}).status_code == 302


def test_it_does_not_know_the_notices_of_others(world: World, sam: Client) -> None:
    world.tell(people=[world.riley])
    theirs = Notice.objects.get()
    assert sam.get(reverse("notifications:open", args=[theirs.pk])).status_code == 404
    assert sam.post(reverse("notifications:read", args=[theirs.pk])).status_code == 404
    assert unread_count(world.riley) == 1


def test_it_saves_how_often_mail_comes(world: World, sam: Client) -> None:
    address = reverse("notifications:pace")
    assert re.search(r'value="at-once"[^>]* checked', page(sam, address))
    response = sam.post(address, {"pace": "weekly"}, follow=True)
    assert "Your choice is saved" in response.content.decode()
    assert pace_of(world.sam) == Pace.WEEKLY
    assert "sam@accounts.example" in page(sam, address)


@pytest.mark.parametrize("pace", ["", "hourly"])
def test_it_asks_again_for_a_choice_that_there_is_not(world: World, sam: Client, pace: str) -> None:
    response = sam.post(reverse("notifications:pace"), {"pace": pace})
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert pace_of(world.sam) == Pace.AT_ONCE


def test_it_says_when_the_last_mail_did_not_arrive(world: World, sam: Client) -> None:
    world.tell()
    Mail.objects.update(state=MailState.DEAD)
    assert "Your last e-mail could not be delivered" in page(sam, reverse("notifications:pace"))


def test_it_lists_what_could_not_be_sent_and_nothing_of_what_it_says(world: World, administrator: Client) -> None:
    address = reverse("notifications:undelivered")
    assert "No e-mail was given up" in page(administrator, address)
    record = world.record()
    world.tell(subject="A report about a colleague", record=record)
    Mail.objects.update(state=MailState.DEAD, last_error="550 <no> such person", attempts=8)
    text = page(administrator, address)
    assert "sam@example.nhs.uk" in text
    assert "550 &lt;no&gt; such person" in text
    assert record.reference not in text
    assert "colleague" not in text


def test_it_tries_again_or_lets_rest_what_could_not_be_sent(world: World, administrator: Client) -> None:
    for _ in range(3):
        world.tell()
    Mail.objects.update(state=MailState.DEAD)
    first, second, _ = Mail.objects.order_by("pk")
    administrator.post(reverse("notifications:retry", args=[first.pk]))
    administrator.post(reverse("notifications:drop", args=[second.pk]))
    response = administrator.post(reverse("notifications:retry-all"), follow=True)
    assert "1 e-mail will be tried again" in response.content.decode()
    assert sorted(Mail.objects.values_list("state", flat=True)) == ["dropped", "waiting", "waiting"]
    assert administrator.post(reverse("notifications:retry", args=[first.pk])).status_code == 404


def test_it_says_that_mail_is_held_up(world: World, administrator: Client) -> None:
    with clock.at(clock.now() - timedelta(hours=2)):
        world.tell()
    assert "1 e-mail waiting" in page(administrator, reverse("notifications:undelivered"))


@pytest.mark.parametrize("name", ["undelivered", "retry-all"])
def test_it_shows_undelivered_mail_to_administrators_only(sam: Client, name: str) -> None:
    address = reverse(f"notifications:{name}")
    assert (sam.get(address) if name == "undelivered" else sam.post(address)).status_code == 403


def test_it_does_not_know_the_mail_of_another_trust(world: World, administrator: Client) -> None:
    other = Trust.objects.create(code="ZZ2", slug="other", name="Other", live=True)
    with scope(other):
        mail = Mail.objects.create(trust=other, to="a@example.org", subject="S", body="B", key="k", state="dead")
    for name in ("retry", "drop"):
        assert administrator.post(reverse(f"notifications:{name}", args=[mail.pk])).status_code == 404
    assert "a@example.org" not in page(administrator, reverse("notifications:undelivered"))


def test_it_asks_nobody_in_without_signing_in(db: None) -> None:
    for name in ("list", "pace", "undelivered"):
        response = Client().get(reverse(f"notifications:{name}"))
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


def test_it_shows_a_long_list_in_few_questions(
    world: World, sam: Client, django_assert_max_num_queries: object
) -> None:
    tell_many(world, PAGE)
    page(sam)
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        page(sam)


def test_it_counts_for_the_badge_only_when_a_page_shows_it(
    world: World, rf: RequestFactory, django_assert_num_queries: object
) -> None:
    world.tell()
    request = rf.get("/")
    request.viewer = type("Viewer", (), {"person": world.sam})()
    with django_assert_num_queries(0):  # type: ignore[operator]
        context = unread_notices(request)
    assert str(context["unread_notices"]) == "1"
    request.viewer = None
    assert unread_notices(request) == {"unread_notices": ""}
    assert [unread_in_words(number) for number in (0, 7, 99, 100)] == ["", "7", "99", "99+"]
