"""Letting go of what was told long ago, for `holdfast tick`. The records themselves keep what was decided and when."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from holdfast.foundation.notifications.models import Mail, MailState, Notice
from holdfast.foundation.organisation.scope import EVERY_TRUST, scope
from holdfast.kernel import clock

KEEP_MAIL = timedelta(days=180)
KEEP_NOTICES = timedelta(days=2 * 365)
AT_A_TIME = 5000


def clear_out() -> int:
    """Delete mail that was sent or dropped KEEP_MAIL ago, and notices of KEEP_NOTICES ago; returns how many rows.

    Safe to run twice. At most AT_A_TIME of each a run, so that no run holds the database for long.
    """
    now = clock.now()
    with scope(EVERY_TRUST):
        done = Mail.objects.filter(
            state__in=(MailState.SENT, MailState.DROPPED, MailState.DEAD), made_at__lt=now - KEEP_MAIL
        )
        return _delete(done.order_by("made_at")) + _delete(
            Notice.objects.filter(at__lt=now - KEEP_NOTICES).order_by("at")
        )


def settle_history(*, before: datetime) -> int:
    """Let what was told before a moment be history: mail that still waits is not sent, notices count as read.

    For a history that was imported or invented, in the trusts in scope: nobody wants two years of mail at once. Returns
    how many mails were set aside. Safe to run twice.
    """
    Notice.objects.filter(at__lt=before, read_at=None).update(read_at=F("at"), digest_at=None)
    waiting = Mail.objects.filter(state=MailState.WAITING, made_at__lt=before)
    return waiting.update(state=MailState.DROPPED, last_error="Part of a history that was not told again.")


def _delete(rows: QuerySet) -> int:
    keys = list(rows.values_list("pk", flat=True)[:AT_A_TIME])
    deleted = 0
    for start in range(0, len(keys), 500):
        deleted += (
            rows.model.objects.filter(pk__in=keys[start : start + 500]).delete()[1].get(rows.model._meta.label, 0)
        )
    return deleted
