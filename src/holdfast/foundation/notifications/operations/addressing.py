"""What every mail carries: whose it is, where it leads, and the number that makes it known again."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse

from holdfast.foundation.notifications.models import Mail
from holdfast.foundation.notifications.rules.wording import Item, Letter, Sender
from holdfast.foundation.organisation.models import Person, Trust
from holdfast.foundation.records.models import Record, Sensitivity
from holdfast.kernel import clock


def sender_for(trust: Trust) -> Sender:
    """The words of `trust` at the end of its mail."""
    return Sender(
        trust=trust.name,
        site=settings.PUBLIC_URL + reverse("notifications:list"),
        pace_url=settings.PUBLIC_URL + reverse("notifications:pace"),
        demo=settings.DEMO,
    )


def item_of(subject: str, record: Record | None, url: str) -> Item:
    """A notice as mail may tell of it."""
    return Item(
        subject=subject,
        reference=record.reference if record else "",
        url=settings.PUBLIC_URL + url if url else "",
        restricted=record is not None and record.sensitivity == Sensitivity.RESTRICTED,
    )


def draft_mail(
    *,
    trust_id: int,
    to: str,
    letter: Letter,
    key: str,
    person: Person | None = None,
    record: Record | None = None,
    urgent: bool = False,
) -> Mail:
    """A mail, not saved yet, that is due now."""
    now = clock.now()
    return Mail(
        trust_id=trust_id,
        person=person,
        record=record,
        to=to,
        subject=letter.subject,
        body=letter.body,
        urgent=urgent,
        told_restricted=record is not None and record.sensitivity == Sensitivity.RESTRICTED,
        key=key,
        message_id=f"<{uuid.uuid4().hex}@{urlsplit(settings.PUBLIC_URL).hostname}>",
        made_at=now,
        due_at=now,
    )


def is_address(text: str) -> bool:
    """True when mail can be sent to `text`. Staff lists hold “n/a” and “see line manager” in the column for e-mail."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
