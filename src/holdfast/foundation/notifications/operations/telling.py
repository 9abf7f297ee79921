"""Telling people: a step inside another area's operation.

It leaves no entry of its own in the audit trail: the operation that calls it does, and says there what was done. Who
was told stands in the notices themselves (`queries.told_of`), which nobody can change on screen.
"""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from holdfast.foundation.notifications.models import Mail, Notice
from holdfast.foundation.notifications.queries.notices import mail_address_of
from holdfast.foundation.notifications.queries.recipients import recipients
from holdfast.foundation.notifications.rules.pace import next_digest
from holdfast.foundation.notifications.rules.wording import (
    Item,
    address_letter,
    mailbox_letter,
    many_lines,
    notice_letter,
    one_line,
)
from holdfast.foundation.organisation.models import Person, Post, Trust
from holdfast.foundation.records.models import Record, Sensitivity
from holdfast.kernel import clock

from .addressing import draft_mail, is_address, item_of, sender_for

log = logging.getLogger(__name__)

_KIND = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_-]*)+")
_PATH = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f]*")


class OutsideTransaction(RuntimeError):
    """Someone was to be told outside a transaction: they might learn of something that never came to be."""


@dataclass(frozen=True)
class Told:
    """What `tell` did. `unreached`: the posts for which nobody was found; whoever calls decides what follows."""

    people: tuple[Person, ...] = ()
    mails: int = 0
    unreached: tuple[Post, ...] = ()


def tell(
    *,
    kind: str,
    subject: str,
    words: str = "",
    people: Iterable[Person] = (),
    posts: Iterable[Post] = (),
    record: Record | None = None,
    url: str = "",
    at_once: bool = False,
    because: str = "",
    key: str = "",
) -> Told:
    """Tell `people`, and whoever answers for `posts` today, in Holdfast and by e-mail.

    `kind` names what it is about ("incidents.awaiting_triage"). `subject` says in one line what happened or is asked;
    it goes into e-mail, so it names no person, place or injury. `words` is the rest and stays in Holdfast. `url` is the
    page that it leads to, a path on this site. `because` tells `people` why they get it; holders of posts are told so
    by themselves. Each person's e-mail comes at the pace they chose, with `at_once` now and marked as urgent. Nobody is
    told twice, by however many routes they are reached; with a `key`, nor by a second call with the same key.

    People without an account or an address get the notice alone. Those who have left are not told. Of a restricted
    record e-mail gives the reference only, and shared mailboxes get nothing: more than the named may read them.

    Raises OutsideTransaction; ValueError for a kind, subject or path in the wrong shape or for recipients of several
    trusts.
    """
    people, posts = list(people), list(posts)
    subject = _checked(kind, subject, url)
    if not people and not posts:
        return Told()
    trust = _the_trust(record, people, posts)
    restricted = record is not None and record.sensitivity == Sensitivity.RESTRICTED
    found = recipients(people, posts, one_line(because, 300), use_mailboxes=not restricted)
    for post in found.unreached:
        log.warning("nobody answers for the post %s of %s: not told of %s", post.key, trust.code, kind)
    item, sender, now = item_of(subject, record, url), sender_for(trust), clock.now()
    stem = key or uuid.uuid4().hex
    notices: list[Notice] = []
    mails: dict[str, Mail] = {}
    told = found.loaded()
    for person, why in told:
        notice = Notice(
            trust=trust,
            person=person,
            record=record,
            kind=kind,
            subject=subject,
            words=many_lines(words),
            url=url,
            because=why,
            urgent=at_once,
            told_restricted=restricted,
            key=key,
            at=now,
        )
        notices.append(notice)
        address = mail_address_of(person).lower()
        if not is_address(address):
            continue
        preference = getattr(person, "mail_preference", None)
        notice.digest_at = None if at_once or preference is None else next_digest(preference.pace, now)
        if notice.digest_at is None:
            letter = notice_letter(item, why, sender)
            notice.mail = mails.setdefault(
                address,
                draft_mail(
                    trust_id=trust.pk, to=address, letter=letter, key=f"{stem} {address}", person=person, record=record,
                    urgent=at_once,
                ),
            )  # fmt: skip
    for address, whose in found.mailboxes.items():
        if address not in mails and is_address(address):
            letter = mailbox_letter(item, whose, sender)
            mails[address] = draft_mail(
                trust_id=trust.pk, to=address, letter=letter, key=f"{stem} {address}", record=record, urgent=at_once
            )
    written = _write_once(mails, notices) if key else _write(mails, notices)
    return Told(tuple(person for person, _ in told), written, tuple(found.unreached))


def tell_address(
    *,
    kind: str,
    trust: Trust,
    address: str,
    subject: str,
    words: str,
    record: Record | None = None,
    url: str = "",
    key: str = "",
) -> bool:
    """Send mail to someone who cannot sign in, such as a reporter who gave an address. True when it is on its way.

    `words` goes out in full: it holds a decision, a date and a post, and no detail of what happened. `url` leads to a
    page where reference and passphrase open more. With a `key`, a second call with the same key sends nothing more.

    Raises OutsideTransaction; ValueError for an address, kind, subject or path in the wrong shape, or without words.
    """
    subject = _checked(kind, subject, url)
    address = address.strip()
    if not is_address(address):
        raise ValueError(f"“{one_line(address, 80)}” is not an e-mail address")
    if not many_lines(words):
        raise ValueError("mail to someone outside needs words: they cannot sign in to read more")
    open_item = Item(subject, *_reference_and_url(record, url))
    mail = draft_mail(
        trust_id=trust.pk,
        to=address,
        letter=address_letter(open_item, words, sender_for(trust)),
        key=f"{key or uuid.uuid4().hex} {address.lower()}",
        record=record,
    )
    return bool(_write_once({address: mail}, []) if key else _write({address: mail}, []))


def _checked(kind: str, subject: str, url: str) -> str:
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("tell people inside the operation that they are told of")
    if not _KIND.fullmatch(kind):
        raise ValueError(f"“{kind}” is not a kind of notice: write area.what, such as incidents.awaiting_triage")
    if url and not _PATH.fullmatch(url):
        raise ValueError(f"“{url}” is not a path on this site")
    plain = one_line(subject, 200)
    if not plain:
        raise ValueError("a notice needs a subject")
    return plain


def _the_trust(record: Record | None, people: Sequence[Person], posts: Sequence[Post]) -> Trust:
    concerned = [*([record] if record else []), *people, *posts]
    if len({thing.trust_id for thing in concerned}) > 1:
        raise ValueError("people of several trusts cannot be told of the same thing")
    return concerned[0].trust


def _reference_and_url(record: Record | None, url: str) -> tuple[str, str]:
    # Never "restricted": whoever gets this reported it themselves and knows what it is about.
    item = item_of("", record, url)
    return item.reference, item.url


def _write(mails: dict[str, Mail], notices: list[Notice]) -> int:
    """Write all of it in two statements."""
    Mail.objects.bulk_create(mails.values(), batch_size=500)
    for notice in notices:
        notice.mail_id = notice.mail.pk if notice.mail else None
    Notice.objects.bulk_create(notices, batch_size=500)
    return len(mails)


def _write_once(mails: dict[str, Mail], notices: list[Notice]) -> int:
    """Write what was not written before under the same key. One by one, in the order of their keys, so that two tellers
    at once wait for each other instead of failing."""
    written = 0
    for mail in sorted(mails.values(), key=lambda mail: mail.key):
        kept, new = Mail.objects.get_or_create(trust_id=mail.trust_id, key=mail.key, defaults=_columns(mail))
        mail.pk = kept.pk
        written += new
    for notice in notices:
        if notice.mail:
            notice.mail_id = notice.mail.pk
        Notice.objects.get_or_create(person=notice.person, key=notice.key, defaults=_columns(notice))
    return written


def _columns(row: Mail | Notice) -> dict[str, object]:
    return {
        column.attname: getattr(row, column.attname)
        for column in row._meta.concrete_fields
        if not column.primary_key and column.name not in ("person", "key")
    } | ({"person_id": row.person_id} if isinstance(row, Mail) else {})
