from __future__ import annotations

from datetime import datetime, timedelta

from django.core import mail as outgoing

from holdfast.foundation.notifications.models import Mail, Notice, Pace
from holdfast.foundation.notifications.operations import (
    choose_pace,
    clear_out,
    deliver,
    mark_all_read,
    mark_read,
    mark_unread,
    send_digests,
    settle_history,
)
from holdfast.foundation.notifications.queries import notices_of, pace_of, unread_count
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import no_scope
from holdfast.foundation.records.operations import restrict
from holdfast.kernel import clock
from holdfast.kernel.clock import LONDON

from .conftest import World

WEDNESDAY = datetime(2026, 3, 4, 15, 0, tzinfo=LONDON)
THURSDAY = datetime(2026, 3, 5, 7, 0, tzinfo=LONDON)
MONDAY = datetime(2026, 3, 9, 7, 0, tzinfo=LONDON)
SECOND = timedelta(seconds=1)


def tell_on_wednesday(world: World, *subjects: str, **words: object) -> None:
    with clock.at(WEDNESDAY):
        for subject in subjects:
            world.tell(subject=subject, **words)


def test_it_sends_one_mail_a_day_about_all_that_is_new(world: World) -> None:
    world.prefer(world.sam, "daily")
    tell_on_wednesday(world, "One", "Two")
    with clock.at(THURSDAY - SECOND), no_scope():
        assert send_digests() == 0
    with clock.at(THURSDAY), no_scope():
        assert (send_digests(), send_digests()) == (1, 0)
        assert deliver().sent == 1
    (sent,) = outgoing.outbox
    assert sent.subject == "2 new notices for you in Holdfast"
    assert "- One" in str(sent.body)
    assert "- Two" in str(sent.body)
    assert "daily" in str(sent.body)
    assert set(Notice.objects.values_list("mail", flat=True)) == {Mail.objects.get().pk}


def test_it_sends_one_mail_a_week_on_monday(world: World) -> None:
    world.prefer(world.sam, "weekly")
    tell_on_wednesday(world, "One")
    with clock.at(MONDAY - SECOND):
        assert send_digests() == 0
    with clock.at(MONDAY):
        assert send_digests() == 1
    assert "weekly" in Mail.objects.get().body


def test_it_sends_no_digest_of_what_was_read(world: World) -> None:
    world.prefer(world.sam, "daily")
    tell_on_wednesday(world, "One", "Two")
    mark_read(person=world.sam, notice=Notice.objects.get(subject="One"))
    with clock.at(THURSDAY):
        assert send_digests() == 1
    assert "One" not in Mail.objects.get().body
    tell_on_wednesday(world, "Three")
    mark_all_read(person=world.sam, up_to=Notice.objects.order_by("-pk")[0].pk)
    with clock.at(MONDAY):
        assert send_digests() == 0


def test_it_leaves_out_what_became_restricted(world: World) -> None:
    world.prefer(world.sam, "daily")
    record = world.record()
    tell_on_wednesday(world, "Seen", record=record)
    restrict(record)
    with clock.at(THURSDAY):
        assert send_digests() == 0
    assert not Mail.objects.exists()
    assert not Notice.objects.exclude(digest_at=None).exists()


def test_it_gives_only_the_reference_of_restricted_records(world: World) -> None:
    world.prefer(world.sam, "daily")
    record = world.record("restricted")
    tell_on_wednesday(world, "A colleague is suspected", record=record)
    with clock.at(THURSDAY):
        send_digests()
    body = Mail.objects.get().body
    assert record.reference in body
    assert "colleague" not in body


def test_it_sends_no_digest_to_those_who_left_or_lost_their_address(world: World) -> None:
    for person in (world.sam, world.dana):
        world.prefer(person, "daily")
    tell_on_wednesday(world, "One", people=[world.sam, world.dana])
    Person.objects.filter(pk=world.sam.pk).update(left=WEDNESDAY.date())
    Person.objects.filter(pk=world.dana.pk).update(email="")
    with clock.at(THURSDAY):
        assert send_digests() == 0


def test_it_changes_the_pace_of_what_waits_too(world: World) -> None:
    by = world.actor(world.sam)
    assert pace_of(world.sam) == Pace.AT_ONCE
    with clock.at(WEDNESDAY):
        choose_pace(by=by, person=world.sam, pace=Pace.WEEKLY)
    tell_on_wednesday(world, "One")
    with clock.at(WEDNESDAY):
        choose_pace(by=by, person=world.sam, pace=Pace.DAILY)
    assert Notice.objects.get().digest_at == THURSDAY
    with clock.at(WEDNESDAY):
        choose_pace(by=by, person=world.sam, pace=Pace.AT_ONCE)
        assert send_digests() == 1
    entry = world.entries("notifications.choose_pace")[-1]
    assert entry.changes == {"pace": ["daily", "at-once"]}


def test_it_writes_many_notices_short(world: World) -> None:
    world.prefer(world.sam, "daily")
    tell_on_wednesday(world, *(f"Notice {number}" for number in range(45)))
    with clock.at(THURSDAY):
        send_digests()
    mail = Mail.objects.get()
    assert mail.subject == "45 new notices for you in Holdfast"
    assert "And 5 more." in mail.body


def test_it_counts_and_marks_only_the_notices_of_the_one_who_asks(world: World) -> None:
    world.tell(people=[world.sam, world.dana])
    world.tell(people=[world.sam])
    theirs = Notice.objects.get(person=world.dana)
    mark_read(person=world.sam, notice=theirs)
    assert unread_count(world.dana) == 1
    mine = notices_of(world.sam)[0]
    mark_read(person=world.sam, notice=mine)
    assert unread_count(world.sam) == 1
    mark_unread(person=world.sam, notice=mine)
    assert unread_count(world.sam) == 2


def test_it_keeps_unread_what_came_after_the_page_was_shown(world: World) -> None:
    world.tell(subject="Shown")
    shown = Notice.objects.get().pk
    world.tell(subject="Came since")
    assert mark_all_read(person=world.sam, up_to=shown) == 1
    assert notices_of(world.sam).get(read_at=None).subject == "Came since"


def test_it_lets_go_of_what_was_told_long_ago(world: World) -> None:
    with clock.at(clock.now() - timedelta(days=800)):
        world.tell(subject="Long ago")
        deliver()
    with clock.at(clock.now() - timedelta(days=200)):
        world.tell(subject="A while ago")
        deliver()
    world.tell(subject="Now")
    with no_scope():
        assert clear_out() == 3
        assert clear_out() == 0
    assert set(Notice.objects.values_list("subject", flat=True)) == {"A while ago", "Now"}
    assert Mail.objects.get().subject == "Now"


def test_it_does_not_send_two_years_of_mail_at_once(world: World) -> None:
    world.prefer(world.dana, "weekly")
    with clock.at(clock.now() - timedelta(days=700)):
        world.tell(people=[world.sam, world.dana])
    world.tell(subject="Now")
    assert settle_history(before=clock.now() - timedelta(days=1)) == 1
    assert settle_history(before=clock.now() - timedelta(days=1)) == 0
    assert (send_digests(), deliver().sent) == (0, 1)
    assert "Now" in outgoing.outbox[0].subject
    assert (unread_count(world.sam), unread_count(world.dana)) == (1, 0)
