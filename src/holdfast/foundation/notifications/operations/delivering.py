"""Sending what the outbox holds, for `holdfast tick`.

Each mail is taken with a lease, handed to the mail server, and marked as sent. A worker that is killed loses only its
lease: another takes the mail over when it ends. If it is killed between handing over and marking, the mail goes out
twice; nothing can prevent that without the mail server's help (RFC 5321 6.1), so it is made unlikely, not impossible:
only the one mail in hand can be concerned, and both copies carry the same Message-ID.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import F, Q

from holdfast.foundation.notifications.models import Mail, MailState, Notice
from holdfast.foundation.notifications.queries.notices import may_still_know
from holdfast.foundation.notifications.rules.retries import (
    LEASE,
    SERVER_AWAY_WAIT,
    WAITS,
    Fault,
    failure_in_words,
    fault_of,
    wait_after,
)
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.scope import EVERY_TRUST, scope
from holdfast.foundation.records.models import Reader, Sensitivity
from holdfast.kernel import clock

log = logging.getLogger(__name__)

TRIES = 20
"""How often a worker that finds its mail taken looks for another before it leaves the rest to the others."""


@dataclass
class Delivered:
    """What one run did: mails sent, put off, given up, dropped on purpose; and why it stopped early, if it did."""

    sent: int = 0
    put_off: int = 0
    dead: int = 0
    dropped: int = 0
    stopped: str = ""

    def __str__(self) -> str:
        counts = [("sent", self.sent), ("put off", self.put_off), ("given up", self.dead), ("dropped", self.dropped)]
        words = ", ".join(f"{number} {what}" for what, number in counts if number) or "nothing to send"
        return f"{words}; stopped: {self.stopped}" if self.stopped else words


def deliver(limit: int = 200) -> Delivered:
    """Send up to `limit` mails that are due, urgent ones first. Safe to run twice, also at the same time.

    Stops at once when the mail server is away, and loses no mail over it.
    """
    round_ = _Round(get_connection())
    with scope(EVERY_TRUST):
        try:
            for _ in range(limit):
                mail = take()
                if mail is None or not round_.deliver(mail):
                    break
        finally:
            round_.hang_up()
    return round_.done


def take() -> Mail | None:
    """The next mail that is due, leased to the caller; None when there is none.

    One at a time, because a lease on many would run out while the first of them hangs. PostgreSQL skips what another
    worker is taking; on SQLite a transaction is the only writer anyway (IMMEDIATE). The update asks again, so that
    nobody has to believe either.
    """
    for _ in range(TRIES):
        now = clock.now()
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        with transaction.atomic():
            due = Mail.objects.filter(free, state=MailState.WAITING, due_at__lte=now)
            if connection.features.has_select_for_update_skip_locked:
                due = due.select_for_update(skip_locked=True)
            mail = due.order_by("-urgent", "due_at", "pk").first()
            if mail is None:
                return None
            taken = Mail.objects.filter(free, pk=mail.pk, state=MailState.WAITING).update(
                lease=(lease := secrets.token_hex(16)),
                leased_until=now + LEASE,
                attempts=F("attempts") + 1,
                tried_at=now,
            )
        if taken:
            mail.lease, mail.attempts = lease, mail.attempts + 1
            return mail
    return None


class _Round:
    """One run over the outbox, with one line to the mail server."""

    def __init__(self, server: BaseEmailBackend) -> None:
        self.server = server
        self.done = Delivered()
        self._senders: dict[int, str] = {}

    def deliver(self, mail: Mail) -> bool:
        """Send one leased mail and mark it; False when the run should stop."""
        if mail.attempts > len(WAITS) + 1:
            # Only a worker that died gets here: every failure that is seen is dealt with below.
            self.done.dead += _give_back(mail, state=MailState.DEAD, last_error="Every worker that sent it died.")
            return True
        if _must_not_go(mail):
            words = "Whoever it is for may no longer know of a restricted record in it."
            self.done.dropped += _give_back(mail, state=MailState.DROPPED, last_error=words)
            return True
        try:
            self.server.open()
        except Exception as failure:
            return self._wait_for_server(mail, failure)
        try:
            if self.server.send_messages([self._message(mail)]) == 0:
                raise RuntimeError("the mail server took nothing")
        except Exception as failure:
            return self._deal_with(mail, failure)
        if not _give_back(mail, state=MailState.SENT, sent_at=clock.now(), last_error=""):
            log.warning("mail %s took longer to send than its lease: it may go out twice", mail.pk)
        self.done.sent += 1
        return True

    def hang_up(self) -> None:
        """Close the line, if it is open."""
        try:
            self.server.close()
        except Exception as failure:
            log.info("the mail server did not say goodbye: %s", failure)

    def _deal_with(self, mail: Mail, failure: Exception) -> bool:
        fault = fault_of(failure)
        if fault == Fault.OURS:
            return self._wait_for_server(mail, failure)
        self.hang_up()  # after a failure in mid-mail the line is in no known state
        wait = None if fault == Fault.ADDRESS else wait_after(mail.attempts)
        if wait is None:
            self.done.dead += _give_back(mail, state=MailState.DEAD, last_error=failure_in_words(failure))
            log.warning("mail %s was given up: %s", mail.pk, failure_in_words(failure))
        else:
            self.done.put_off += _give_back(mail, due_at=clock.now() + wait, last_error=failure_in_words(failure))
        if fault == Fault.LINE:
            self.done.stopped = failure_in_words(failure)
        return fault != Fault.LINE

    def _wait_for_server(self, mail: Mail, failure: Exception) -> bool:
        log.error("the mail server takes nothing: %s", failure_in_words(failure))
        self.done.put_off += _give_back(
            mail,
            due_at=clock.now() + SERVER_AWAY_WAIT,
            attempts=mail.attempts - 1,
            last_error=failure_in_words(failure),
        )
        self.done.stopped = failure_in_words(failure)
        return False

    def _message(self, mail: Mail) -> EmailMessage:
        headers = {
            "Message-ID": mail.message_id,
            # RFC 3834, and what Exchange heeds instead: no holiday replies to a mailbox that nobody reads.
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        }
        if mail.urgent:
            headers |= {"Importance": "high", "X-Priority": "1"}
        return EmailMessage(mail.subject, mail.body, self._sender(mail.trust_id), [mail.to], headers=headers)

    def _sender(self, trust_id: int) -> str:
        if trust_id not in self._senders:
            trust = Trust.objects.get(pk=trust_id)
            address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
            self._senders[trust_id] = formataddr((f"{trust.short_name or trust.name} (Holdfast)", address))
        return self._senders[trust_id]


def _give_back(mail: Mail, **columns: object) -> int:
    """End the lease and write `columns`; 0 when the lease had run out and someone else has the mail now."""
    held = Mail.objects.filter(pk=mail.pk, lease=mail.lease)
    return held.update(lease="", leased_until=None, **columns)


def _must_not_go(mail: Mail) -> bool:
    """True when the mail tells of a record that was restricted since, or on which its person was named, to someone who
    is not named on it now.

    A digest of several goes back into the next one, without what must not be told.
    """
    if mail.person_id is None:
        return False
    record = mail.record
    if record is not None:
        if mail.told_restricted or record.sensitivity != Sensitivity.RESTRICTED:
            return False
        return not Reader.objects.filter(record=record, person=mail.person_id).exists()
    carried = Notice.objects.filter(mail=mail)
    if not carried.exclude(pk__in=carried.filter(may_still_know()).values("pk")).exists():
        return False
    carried.update(mail=None, digest_at=clock.now())
    return True
