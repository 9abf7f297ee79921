from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.core import mail as outgoing
from django.core.mail.backends.locmem import EmailBackend
from pytest_django.fixtures import Settings

from holdfast.foundation.notifications.models import Mail, MailState, Notice
from holdfast.foundation.notifications.operations import deliver, retry_all_mail, retry_mail, send_digests
from holdfast.foundation.notifications.operations.dead_letters import drop_mail
from holdfast.foundation.notifications.operations.delivering import take
from holdfast.foundation.notifications.queries import dead_mail, held_up, last_undelivered
from holdfast.foundation.notifications.rules.retries import LEASE, WAITS
from holdfast.foundation.organisation.scope import EVERY_TRUST, no_scope, scope
from holdfast.foundation.records.operations import restrict
from holdfast.kernel import clock

from .conftest import World
from .mail_server import running_mail_server

MINUTE = timedelta(minutes=1)


def taken() -> Mail | None:
    with scope(EVERY_TRUST):
        return take()


def test_it_sends_mail_in_the_name_of_the_trust_and_asks_for_no_holiday_reply(world: World) -> None:
    world.tell(at_once=True)
    with no_scope():
        done = deliver()
    assert str(done) == "1 sent"
    (sent,) = outgoing.outbox
    assert sent.from_email == '"Example Ambulance Service (Holdfast)" <holdfast@example.nhs.uk>'
    assert sent.to == ["sam@example.nhs.uk"]
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert sent.extra_headers["Importance"] == "high"
    mail = Mail.objects.get()
    assert (mail.state, mail.attempts, mail.lease, mail.leased_until) == (MailState.SENT, 1, "", None)
    assert mail.sent_at is not None
    assert sent.extra_headers["Message-ID"] == mail.message_id


def test_it_sends_nothing_twice(world: World) -> None:
    world.tell()
    assert (deliver().sent, deliver().sent) == (1, 0)
    assert str(deliver()) == "nothing to send"
    assert len(outgoing.outbox) == 1


def test_it_sends_urgent_mail_first_and_no_more_than_it_is_told(world: World) -> None:
    world.tell(subject="Slow")
    world.tell(subject="Slower")
    world.tell(subject="Urgent", at_once=True)
    assert deliver(limit=2).sent == 2
    assert [mail.subject for mail in outgoing.outbox] == ["Urgent", "Slow"]


def test_it_leaves_alone_what_another_worker_has_in_hand(world: World) -> None:
    world.tell()
    assert taken() is not None
    assert taken() is None
    assert deliver().sent == 0


def test_it_takes_over_what_a_dead_worker_had_in_hand(world: World) -> None:
    world.tell()
    taken()
    with clock.at(clock.now() + LEASE - MINUTE):
        assert deliver().sent == 0
    with clock.at(clock.now() + LEASE + MINUTE):
        assert deliver().sent == 1
    assert Mail.objects.get().attempts == 2


def test_it_gives_up_a_mail_that_kills_every_worker(world: World) -> None:
    world.tell()
    now = clock.now()
    for attempt in range(len(WAITS) + 1):
        with clock.at(now + attempt * (LEASE + MINUTE)):
            assert taken() is not None
    with clock.at(now + timedelta(days=1)):
        assert deliver().dead == 1
    assert Mail.objects.get().last_error == "Every worker that sent it died."
    assert not outgoing.outbox


def test_it_says_when_sending_took_longer_than_the_lease(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world.tell()

    def slowly(self: EmailBackend, messages: list[object]) -> int:
        Mail.objects.update(lease="someone else's")
        return 1

    monkeypatch.setattr(EmailBackend, "send_messages", slowly)
    with caplog.at_level(logging.WARNING):
        deliver()
    assert "may go out twice" in caplog.text
    assert Mail.objects.get().state == MailState.WAITING  # as its new holder left it


def test_it_tries_again_later_and_gives_up_in_the_end(world: World, settings: Settings) -> None:
    world.tell()
    with running_mail_server(settings) as server:
        server.answers["sam@example.nhs.uk"] = "450 mailbox busy"
        now = clock.now()
        for wait in WAITS:
            with clock.at(now):
                assert deliver().put_off == 1
                assert deliver().sent == 0
            now += wait + timedelta(seconds=1)
        with clock.at(now):
            assert deliver().dead == 1
    mail = dead_mail().get()
    assert mail.attempts == len(WAITS) + 1
    assert "mailbox busy" in mail.last_error
    assert last_undelivered(world.sam) == mail


def test_it_gives_up_at_once_on_an_address_that_does_not_exist_and_sends_the_others(
    world: World, settings: Settings
) -> None:
    world.tell(people=[world.sam, world.dana, world.riley])
    with running_mail_server(settings) as server:
        server.answers["dana@example.nhs.uk"] = "550 no such person"
        done = deliver()
    assert (done.sent, done.dead, done.stopped) == (2, 1, "")
    assert dead_mail().get().person == world.dana


def test_it_loses_no_mail_and_no_attempt_while_the_server_is_away(
    world: World, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        world.tell()
    with running_mail_server(settings):
        pass  # its port is known, and nobody answers there any more
    now = clock.now()
    for hour in range(48):
        with clock.at(now + timedelta(hours=hour)):
            done = deliver()
            assert done.put_off == 1
            assert "refused" in done.stopped
    assert not dead_mail().exists()
    with clock.at(now + timedelta(hours=48)):
        assert held_up().count() == 3
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert deliver().sent == 3
    assert "the mail server takes nothing" in caplog.text


def test_it_blames_no_mail_when_the_server_refuses_our_sender(world: World, settings: Settings) -> None:
    world.tell()
    world.tell()
    with running_mail_server(settings) as server:
        server.answer_to_sender = "550 not from you"
        done = deliver()
        assert done.stopped
        assert server.calls == 1
    assert sorted(Mail.objects.values_list("state", "attempts")) == [("waiting", 0), ("waiting", 0)]


def test_it_stops_when_the_line_breaks_and_counts_it(world: World, settings: Settings) -> None:
    world.tell()
    world.tell()
    with running_mail_server(settings) as server:
        server.breaks_off = True
        assert deliver().stopped
        assert server.calls == 1
        server.breaks_off = False
        assert deliver().sent == 1
        with clock.at(clock.now() + 2 * MINUTE):
            assert deliver().sent == 1
    assert sorted(Mail.objects.values_list("attempts", flat=True)) == [1, 2]


def test_it_does_not_send_what_became_restricted_meanwhile(world: World) -> None:
    record = world.record()
    world.tell(people=[world.sam, world.riley], record=record)
    restrict(record)
    world.name_reader(record, world.sam)
    done = deliver()
    assert (done.sent, done.dropped) == (1, 1)
    assert outgoing.outbox[0].to == ["sam@example.nhs.uk"]
    assert Mail.objects.get(person=world.riley).state == MailState.DROPPED


def test_it_makes_a_digest_anew_when_something_in_it_became_restricted(world: World) -> None:
    world.prefer(world.sam, "daily")
    record = world.record()
    world.tell(record=record, subject="About the record")
    world.tell(subject="About something else")
    with clock.at(clock.now() + timedelta(days=2)):
        assert send_digests() == 1
        restrict(record)
        assert deliver().dropped == 1
        assert send_digests() == 1
        assert deliver().sent == 1
    (sent,) = outgoing.outbox
    assert record.reference not in str(sent.body)
    assert "About something else" in str(sent.body)


@pytest.fixture
def dead(world: World) -> Mail:
    world.tell(people=[world.dana])
    Mail.objects.update(state=MailState.DEAD, attempts=8, last_error="550 no such person")
    return Mail.objects.get()


def test_it_tries_a_dead_mail_again_at_the_address_that_was_mended(world: World, dead: Mail) -> None:
    world.dana.email = "dana.new@example.nhs.uk"
    world.dana.save()
    assert retry_mail(by=world.actor(world.sam), mail=dead)
    assert deliver().sent == 1
    assert outgoing.outbox[0].to == ["dana.new@example.nhs.uk"]
    assert world.entries("notifications.retry_mail")[0].details["to"] == "dana.new@example.nhs.uk"


def test_it_does_not_send_twice_when_retry_is_pressed_twice(world: World, dead: Mail) -> None:
    assert retry_mail(by=world.actor(world.sam), mail=dead)
    assert deliver().sent == 1
    assert not retry_mail(by=world.actor(world.sam), mail=dead)
    assert deliver().sent == 0


def test_it_tries_all_dead_mail_of_a_trust_again(world: World, dead: Mail) -> None:
    assert retry_all_mail(by=world.actor(world.sam), trust=world.trust) == 1
    assert retry_all_mail(by=world.actor(world.sam), trust=world.trust) == 0
    assert deliver().sent == 1


def test_it_lets_a_dead_mail_rest(world: World, dead: Mail) -> None:
    assert drop_mail(by=world.actor(world.sam), mail=dead)
    assert not dead_mail().exists()
    assert deliver().sent == 0
    assert Notice.objects.count() == 1
