from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction

from holdfast.foundation.notifications.models import Mail, Notice
from holdfast.foundation.notifications.operations import tell, tell_address
from holdfast.foundation.notifications.operations.telling import OutsideTransaction
from holdfast.foundation.notifications.queries import notices_of, told_of, unread_count
from holdfast.foundation.organisation.models import Person, Post, Trust
from holdfast.foundation.organisation.scope import EVERY_TRUST, scope
from holdfast.foundation.records.models import Sensitivity
from holdfast.foundation.records.operations import restrict
from holdfast.kernel import clock

from .conftest import World

TODAY = clock.today()
DAY = timedelta(days=1)


def test_it_tells_a_person_in_holdfast_and_by_mail(world: World) -> None:
    record = world.record()
    told = world.tell(words="Jo Bloggs was hit in Ward 7.", record=record, because="You reported this.")
    notice = Notice.objects.get()
    assert (notice.person, notice.subject, notice.words) == (
        world.sam, "A report waits for triage", "Jo Bloggs was hit in Ward 7.",
    )  # fmt: skip
    assert (notice.url, notice.because, notice.read_at) == ("/i/1/", "You reported this.", None)
    mail = Mail.objects.get()
    assert notice.mail == mail
    assert (mail.to, mail.subject) == ("sam@example.nhs.uk", f"{record.reference}: A report waits for triage")
    assert told.people == (world.sam,)
    assert told.mails == 1


def test_it_keeps_what_happened_out_of_mail(world: World) -> None:
    world.tell(words="Jo Bloggs was hit in Ward 7.", record=world.record())
    body = Mail.objects.get().body
    assert "Bloggs" not in body
    assert "Ward 7" not in body
    assert "https://holdfast.example.nhs.uk/i/1/" in body
    assert "Example Ambulance Service" in body
    assert "invented" not in body


def test_it_says_in_every_mail_of_a_demonstration_that_it_is_one(world: World, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    world.tell(posts=[world.lsms])
    with transaction.atomic():
        tell_address(kind="incidents.news", trust=world.trust, address="a@example.org", subject="News", words="Words")
    for mail in Mail.objects.all():
        assert mail.subject.startswith("[Demonstration] ")
        assert "the people and events are invented" in " ".join(mail.body.split())


def test_it_tells_nobody_of_what_is_rolled_back(world: World) -> None:
    with transaction.atomic():
        world.tell()
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Mail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_refuses_to_tell_outside_a_transaction(committed_world: World) -> None:
    with pytest.raises(OutsideTransaction):
        tell(kind="incidents.news", subject="News", people=[committed_world.sam])


def test_it_tells_whoever_holds_a_post_today(world: World) -> None:
    world.hold(world.lsms, world.riley, date(2026, 1, 1), TODAY - DAY)
    next_one = world.person("Next")
    world.hold(world.lsms, next_one, TODAY + DAY)
    world.tell(posts=[world.lsms])
    assert list(world.told()) == ["Sam"]
    assert Notice.objects.get().because == "You get this because you hold the post of LSMS."


def test_it_tells_the_deputy_while_the_holder_is_away_and_the_holder_for_later(world: World) -> None:
    world.deputise(world.lsms, world.sam, world.riley, TODAY, TODAY)
    world.deputise(world.lsms, world.sam, world.person("Past"), TODAY - 9 * DAY, TODAY - DAY)
    world.tell(posts=[world.lsms])
    assert set(world.told()) == {"Sam", "Riley"}
    assert Notice.objects.get(person=world.riley).because == ("You get this because you cover for Sam Example as LSMS.")


def test_it_writes_to_the_shared_mailbox_of_a_post(world: World) -> None:
    Post.objects.filter(pk=world.lsms.pk).update(mailbox="Security@example.nhs.uk")
    world.lsms.refresh_from_db()
    world.tell(posts=[world.lsms])
    assert world.mailed() == ["sam@example.nhs.uk", "security@example.nhs.uk"]
    assert "shared mailbox of LSMS" in Mail.objects.get(to="security@example.nhs.uk").body


def test_it_writes_once_where_a_person_reads_the_mailbox_themselves(world: World) -> None:
    world.lsms.mailbox = "SAM@example.nhs.uk"
    world.tell(posts=[world.lsms])
    assert world.mailed() == ["sam@example.nhs.uk"]


def test_it_tells_nobody_twice_by_however_many_routes(world: World) -> None:
    world.hold(world.director, world.sam)
    world.tell(people=[world.sam, world.sam], posts=[world.lsms, world.director])
    assert world.told() == {"Sam": ["A report waits for triage"], "Dana": ["A report waits for triage"]}
    assert world.mailed() == ["dana@example.nhs.uk", "sam@example.nhs.uk"]


def test_it_tells_the_post_above_when_nobody_holds_a_post(world: World) -> None:
    vacant = world.post("manager", title="Manager", reports_to=world.lsms)
    told = world.tell(posts=[vacant])
    assert list(world.told()) == ["Sam"]
    assert Notice.objects.get().because == (
        "You get this because you hold the post of LSMS, because nobody holds the post of Manager."
    )
    assert told.unreached == ()


def test_it_says_which_posts_it_could_not_reach(world: World, caplog: pytest.LogCaptureFixture) -> None:
    alone = world.post("alone")
    ring, other = world.post("ring"), world.post("other")
    ring.reports_to, other.reports_to = other, ring
    ring.save()
    other.save()
    told = world.tell(posts=[alone, ring])
    assert set(told.unreached) == {alone, ring}
    assert "nobody answers for the post alone of ZZ1" in caplog.text


def test_it_tells_someone_without_an_account_or_address_in_holdfast_alone(world: World) -> None:
    nobody, rubbish = world.person("Nobody", email=""), world.person("Rubbish", email="see line manager")
    world.tell(people=[nobody, rubbish])
    assert set(world.told()) == {"Nobody", "Rubbish"}
    assert world.mailed() == []


def test_it_writes_to_the_address_that_someone_signs_in_with(world: World) -> None:
    world.account(world.sam, "sam.example@trust.example")
    world.account(world.dana, "gone@trust.example", is_active=False)
    world.tell(people=[world.sam, world.dana])
    assert world.mailed() == ["dana@example.nhs.uk", "sam.example@trust.example"]


def test_it_does_not_tell_those_who_have_left(world: World) -> None:
    Person.objects.filter(pk=world.sam.pk).update(left=TODAY - DAY)
    Person.objects.filter(pk=world.riley.pk).update(left=TODAY)
    told = world.tell(people=[world.sam, world.riley], posts=[world.lsms])
    assert set(world.told()) == {"Riley", "Dana"}  # Dana, because with Sam gone nobody holds the post of LSMS
    assert told.unreached == ()


def test_it_keeps_mail_for_the_digest_of_those_who_want_one(world: World) -> None:
    world.prefer(world.sam, "daily")
    world.prefer(world.dana, "at-once")
    world.tell(people=[world.sam, world.dana])
    assert world.mailed() == ["dana@example.nhs.uk"]
    assert Notice.objects.get(person=world.sam).digest_at is not None
    assert Notice.objects.get(person=world.dana).digest_at is None


def test_it_writes_of_a_serious_incident_at_once_whatever_was_chosen(world: World) -> None:
    world.prefer(world.sam, "weekly")
    world.tell(at_once=True)
    mail = Mail.objects.get()
    assert (mail.to, mail.urgent) == ("sam@example.nhs.uk", True)
    assert Notice.objects.get().digest_at is None


def test_it_tells_once_under_one_key(world: World) -> None:
    for _ in range(2):
        world.tell(posts=[world.lsms], key="incidents.overdue INC-2026-00001 2026-03-03")
    assert world.told() == {"Sam": ["A report waits for triage"]}
    assert len(world.mailed()) == 1
    world.tell(people=[world.sam, world.riley], key="incidents.overdue INC-2026-00001 2026-03-03")
    assert world.mailed() == ["riley@example.nhs.uk", "sam@example.nhs.uk"]
    assert world.tell(key="incidents.overdue INC-2026-00001 2026-03-03").mails == 0


def test_it_gives_only_the_reference_of_a_restricted_record(world: World) -> None:
    record = world.record(Sensitivity.RESTRICTED)
    world.tell(subject="A colleague is suspected", record=record)
    mail = Mail.objects.get()
    assert "colleague" not in mail.subject + mail.body
    assert record.reference in mail.subject
    assert Notice.objects.get().subject == "A colleague is suspected"


def test_it_writes_nothing_of_a_restricted_record_to_a_shared_mailbox(world: World) -> None:
    world.lsms.mailbox = "security@example.nhs.uk"
    world.tell(posts=[world.lsms], record=world.record(Sensitivity.RESTRICTED))
    assert world.mailed() == ["sam@example.nhs.uk"]


def test_it_hides_what_was_told_before_a_record_was_restricted(world: World) -> None:
    record = world.record()
    world.tell(people=[world.sam, world.riley], record=record)
    restrict(record)
    world.name_reader(record, world.sam)
    assert notices_of(world.sam).count() == 1
    assert notices_of(world.riley).count() == 0
    assert unread_count(world.riley) == 0
    world.tell(people=[world.riley], record=record)
    assert notices_of(world.riley).count() == 1  # told knowingly, by whoever restricted it
    assert told_of(record).count() == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "Incidents"},
        {"kind": ""},
        {"subject": " \u202e\n"},
        {"url": "https://elsewhere.example/"},
        {"url": "//elsewhere.example/"},
        {"url": "/\\elsewhere.example/"},
        {"url": "/a\nb"},
    ],
)
def test_it_refuses_a_notice_in_the_wrong_shape(world: World, wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"kind of notice|needs a subject|path on this site"):
        world.tell(**wrong)


def test_it_refuses_to_tell_two_trusts_of_the_same_thing(world: World) -> None:
    other = Trust.objects.create(code="ZZ2", slug="other", name="Other", live=True)
    stranger = Person(trust=other, given_name="Str", family_name="Anger")
    with scope(EVERY_TRUST):
        stranger.save()
    with pytest.raises(ValueError, match="several trusts"):
        world.tell(people=[world.sam, stranger])


def test_it_tells_nobody_when_there_is_nobody_to_tell(world: World) -> None:
    assert world.tell(people=[], posts=[]).people == ()


def test_it_writes_subjects_on_one_line_without_what_cannot_be_seen(world: World) -> None:
    world.tell(subject="Triage\r\nBcc: everyone@example.org\x00 \u202enow")
    assert Mail.objects.get().subject == "Triage Bcc: everyone@example.org now"


def test_it_tells_many_people_in_few_questions(world: World, django_assert_max_num_queries: object) -> None:
    many = [world.person(f"P{number}") for number in range(50)]
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        world.tell(people=many, posts=[world.lsms])
    assert Notice.objects.count() == 51


def test_it_writes_to_someone_outside_what_they_may_learn(world: World) -> None:
    record = world.record(Sensitivity.RESTRICTED)
    with transaction.atomic():
        sent = tell_address(
            kind="incidents.news",
            trust=world.trust,
            address=" reporter@example.org ",
            subject="Your report was looked into",
            words="The LSMS will write to you by 3 March 2026.\r\n\r\nThank you.",
            record=record,
            url="/follow/",
        )
    mail = Mail.objects.get()
    assert sent
    assert (mail.to, mail.person) == ("reporter@example.org", None)
    assert mail.subject == f"{record.reference}: Your report was looked into"
    assert "The LSMS will write to you by 3 March 2026." in mail.body
    assert f"{record.reference}" in mail.body
    assert "https://holdfast.example.nhs.uk/follow/" in mail.body
    assert "how often" not in mail.body
    assert not Notice.objects.exists()


def test_it_writes_to_someone_outside_once_under_one_key(world: World) -> None:
    def write() -> bool:
        with transaction.atomic():
            return tell_address(
                kind="incidents.news", trust=world.trust, address="a@example.org", subject="News", words="W", key="k"
            )

    assert [write(), write()] == [True, False]
    assert Mail.objects.count() == 1


@pytest.mark.parametrize(("address", "words"), [("not an address", "W"), ("", "W"), ("a@example.org", " \n")])
def test_it_refuses_mail_to_someone_outside_without_address_or_words(world: World, address: str, words: str) -> None:
    with pytest.raises(ValueError, match=r"e-mail address|needs words"), transaction.atomic():
        tell_address(kind="incidents.news", trust=world.trust, address=address, subject="News", words=words)
