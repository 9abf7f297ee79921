from __future__ import annotations

import smtplib
import unicodedata
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.foundation.notifications.rules.pace import DIGEST_HOUR, next_digest
from holdfast.foundation.notifications.rules.retries import WAITS, Fault, failure_in_words, fault_of, wait_after
from holdfast.foundation.notifications.rules.wording import (
    WIDTH,
    Item,
    Sender,
    address_letter,
    digest_letter,
    mailbox_letter,
    notice_letter,
    one_line,
)

LONDON = ZoneInfo("Europe/London")
SENDER = Sender("Example Trust", "https://h.example/notices/", "https://h.example/notices/how-often/")
ITEM = Item("A report waits for triage", "INC-2026-00042", "https://h.example/incidents/INC-2026-00042/")

NOTICE = """\
INC-2026-00042: A report waits for triage.

Sign in to Holdfast to read it:
https://h.example/incidents/INC-2026-00042/

You get this because you hold the post of LSMS.

Example Trust
Sent by Holdfast. Nobody reads answers to this address.
Choose how often you get these e-mails:
https://h.example/notices/how-often/
"""


def test_it_writes_what_is_asked_and_where_to_answer() -> None:
    letter = notice_letter(ITEM, "You get this because you hold the post of LSMS.", SENDER)
    assert letter.subject == "INC-2026-00042: A report waits for triage"
    assert letter.body == NOTICE


def test_it_tells_a_shared_mailbox_whose_it_is() -> None:
    body = mailbox_letter(ITEM, "LSMS", SENDER).body
    assert "this is the shared mailbox of LSMS" in body
    assert "how often" not in body


def test_it_writes_to_someone_outside_without_asking_them_to_sign_in() -> None:
    body = address_letter(ITEM, "We looked into it.\r\nThank you.", SENDER).body
    assert body.startswith("We looked into it.\nThank you.\n\nYour reference is INC-2026-00042.\n\n")
    assert "Sign in" not in body


@pytest.mark.parametrize("number", [1, 40, 41, 300])
def test_it_says_how_much_is_new(number: int) -> None:
    letter = digest_letter([ITEM] * number, "daily", SENDER)
    assert letter.subject.startswith("1 new notice for" if number == 1 else f"{number} new notices for")
    assert ("more." in letter.body) is (number > 40)


@given(
    st.text(max_size=400).filter(lambda text: one_line(text, 200)),
    st.text(max_size=300),
    st.booleans(),
    st.booleans(),
)
def test_it_never_breaks_a_header_or_a_link(subject: str, because: str, restricted: bool, demo: bool) -> None:
    item = Item(one_line(subject, 200), "INC-2026-00042", ITEM.url, restricted)
    letter = notice_letter(item, one_line(because, 300), Sender("T", SENDER.site, SENDER.pace_url, demo))
    assert len(letter.subject) <= 250
    assert not any(unicodedata.category(letter_) in ("Cc", "Cf", "Zl", "Zp") for letter_ in letter.subject)
    assert ITEM.url in letter.body.split("\n")
    assert SENDER.pace_url in letter.body.split("\n")
    if restricted:
        assert letter.body.startswith("INC-2026-00042: something new for you.\n\n")


def test_it_wraps_long_lines() -> None:
    body = notice_letter(Item("word " * 30), "because " * 30, SENDER).body
    assert max(map(len, body.split("\n"))) <= WIDTH


@pytest.mark.parametrize(
    ("pace", "now", "expected"),
    [
        ("daily", "2026-03-04T06:59", "2026-03-04T07:00"),
        ("daily", "2026-03-04T07:00", "2026-03-05T07:00"),
        ("daily", "2026-03-28T20:00", "2026-03-29T07:00"),  # the clocks go forward that night
        ("daily", "2026-10-24T20:00", "2026-10-25T07:00"),  # and back
        ("weekly", "2026-03-04T15:00", "2026-03-09T07:00"),
        ("weekly", "2026-03-09T06:59", "2026-03-09T07:00"),
        ("weekly", "2026-03-09T07:00", "2026-03-16T07:00"),
        ("weekly", "2026-12-31T23:00", "2027-01-04T07:00"),
    ],
)
def test_it_knows_when_the_next_digest_is(pace: str, now: str, expected: str) -> None:
    def moment(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=LONDON)

    assert next_digest(pace, moment(now)) == moment(expected)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["daily", "weekly"]),
)
def test_it_sends_the_next_digest_soon_and_in_the_morning(now: datetime, pace: str) -> None:
    due = next_digest(pace, now)
    assert due is not None
    assert now < due <= now + timedelta(days=7 if pace == "weekly" else 1, hours=1)
    assert due.astimezone(LONDON).time() == DIGEST_HOUR
    assert pace == "daily" or due.astimezone(LONDON).weekday() == 0


def test_it_has_no_digest_for_those_who_want_mail_at_once() -> None:
    assert next_digest("at-once", datetime(2026, 3, 4, tzinfo=UTC)) is None
    with pytest.raises(ValueError, match="no pace"):
        next_digest("hourly", datetime(2026, 3, 4, tzinfo=UTC))


@pytest.mark.parametrize(
    ("failure", "fault"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b": (550, b"no such")}), Fault.ADDRESS),
        (smtplib.SMTPRecipientsRefused({"a@b": (450, b"busy")}), Fault.PASSING),
        (smtplib.SMTPDataError(554, b"spam"), Fault.ADDRESS),
        (smtplib.SMTPDataError(451, b"later"), Fault.PASSING),
        (smtplib.SMTPSenderRefused(550, b"not you", "x"), Fault.OURS),
        (smtplib.SMTPAuthenticationError(535, b"wrong"), Fault.OURS),
        (smtplib.SMTPServerDisconnected("gone"), Fault.LINE),
        (TimeoutError("slow"), Fault.LINE),
        (ConnectionResetError("reset"), Fault.LINE),
        (ValueError("odd"), Fault.PASSING),
    ],
)
def test_it_knows_whose_fault_a_failure_is(failure: Exception, fault: Fault) -> None:
    assert fault_of(failure) == fault


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b": (550, b"5.1.1 no such\nperson")}), "550 5.1.1 no such person"),
        (smtplib.SMTPDataError(451, b"later"), "451 later"),
        (TimeoutError("timed out"), "TimeoutError: timed out"),
    ],
)
def test_it_says_what_the_mail_server_answered(failure: Exception, words: str) -> None:
    assert failure_in_words(failure) == words


def test_it_waits_longer_after_each_failure_and_then_gives_up() -> None:
    waits = [wait_after(attempt) for attempt in range(1, len(WAITS) + 1)]
    assert waits == sorted(waits)  # type: ignore[type-var]
    assert wait_after(len(WAITS) + 1) is None
    assert sum(WAITS, timedelta()) < timedelta(days=1)
