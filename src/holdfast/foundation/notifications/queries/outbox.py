"""Mail that did not arrive."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from holdfast.foundation.notifications.models import Mail, MailState
from holdfast.foundation.organisation.models import Person
from holdfast.kernel import clock

LATE = timedelta(minutes=30)


def dead_mail() -> QuerySet[Mail]:
    """The mail in scope that was given up, newest first."""
    return Mail.objects.filter(state=MailState.DEAD).select_related("person").order_by("-made_at", "-pk")


def held_up() -> QuerySet[Mail]:
    """The mail in scope that has been waiting for longer than LATE, oldest first: the mail server may be away."""
    return Mail.objects.filter(state=MailState.WAITING, made_at__lt=clock.now() - LATE).order_by("made_at", "pk")


def last_undelivered(person: Person) -> Mail | None:
    """The last mail to `person`, when it was given up; None when a later one arrived or all did."""
    last = Mail.objects.filter(person=person, state__in=(MailState.SENT, MailState.DEAD)).order_by("-made_at").first()
    return last if last is not None and last.state == MailState.DEAD else None
