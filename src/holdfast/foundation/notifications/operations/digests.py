"""Building digests, for `holdfast tick`. What they say is sent by `deliver`, like all mail."""

from __future__ import annotations

import uuid

from django.db import connection, transaction

from holdfast.foundation.notifications.models import Mail, Notice
from holdfast.foundation.notifications.queries.notices import mail_address_of, may_still_know
from holdfast.foundation.notifications.rules.wording import digest_letter
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import EVERY_TRUST, scope
from holdfast.kernel import clock

from .addressing import draft_mail, is_address, item_of, sender_for


def send_digests(limit: int = 500) -> int:
    """Put the digest of up to `limit` people, whose time has come, into the outbox. Returns how many.

    Safe to run twice, also at the same time: each notice goes into one digest. Whoever has read everything meanwhile
    gets none.
    """
    written = 0
    with scope(EVERY_TRUST):
        due = Notice.objects.filter(digest_at__lte=clock.now())
        for person in list(due.order_by("person").values_list("person", flat=True).distinct()[:limit]):
            written += _send_digest(person)
    return written


@transaction.atomic
def _send_digest(person_id: int) -> bool:
    waiting = Notice.objects.filter(person=person_id, digest_at__lte=clock.now())
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True)
    keys = list(waiting.order_by("pk").values_list("pk", flat=True))
    if not keys:
        return False
    mail = _digest(Person.objects.select_related("trust", "user", "mail_preference").get(pk=person_id), keys)
    if mail is not None:
        mail.save()
    # All of them, also those that were left out: they have had their turn.
    Notice.objects.filter(pk__in=keys).update(digest_at=None)
    if mail is not None:
        Notice.objects.filter(may_still_know(), pk__in=keys, read_at=None).update(mail=mail)
    return mail is not None


def _digest(person: Person, keys: list[int]) -> Mail | None:
    """The digest of `person`, not saved yet; None when there is nothing to say or nowhere to send it."""
    address = mail_address_of(person).lower()
    if not is_address(address) or (person.left is not None and person.left < clock.today()):
        return None
    notices = Notice.objects.filter(may_still_know(), pk__in=keys, read_at=None).select_related("record")
    items = [item_of(notice.subject, notice.record, notice.url) for notice in notices.order_by("-at", "-pk")]
    if not items:
        return None
    preference = getattr(person, "mail_preference", None)
    pace = "weekly" if preference is not None and preference.pace == "weekly" else "daily"
    letter = digest_letter(items, pace, sender_for(person.trust))
    return draft_mail(
        trust_id=person.trust_id,
        to=address,
        letter=letter,
        key=f"digest {uuid.uuid4().hex}",  # what keeps a notice out of two digests is the lock on it
        person=person,
    )
