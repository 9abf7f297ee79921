"""What someone was told, and how they want to hear of it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from holdfast.foundation.notifications.models import Notice, Pace, Preference
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.records.models import Reader, Record, Sensitivity

MOST_COUNTED = 100
"""A badge says 99+ beyond; counting on costs time and tells nobody anything."""


def notices_of(person: Person) -> QuerySet[Notice]:
    """What `person` was told and may still know of, newest first.

    When a record is restricted later, what they were told of it before is hidden unless they are named on it; so is
    what they were told while they were named, once their name is taken off (operations.take_back_notices).
    """
    return Notice.objects.filter(may_still_know(), person=person).select_related("record").order_by("-at", "-pk")


def may_still_know() -> Q:
    """The condition that a notice's person may still know of its record."""
    named = Reader.objects.filter(record=OuterRef("record"), person=OuterRef("person"))
    return (
        Q(record__isnull=True)
        | Q(record__sensitivity=Sensitivity.ORDINARY)
        | Q(told_restricted=True)
        | Q(Exists(named))
    )


def unread_count(person: Person) -> int:
    """How many notices `person` has not read; stops counting at MOST_COUNTED."""
    unread = Notice.objects.filter(may_still_know(), person=person, read_at=None)
    return unread.order_by()[:MOST_COUNTED].count()


def told_of(record: Record) -> QuerySet[Notice]:
    """Who was told what of `record`, oldest first, each with the mail that carried it: for the record's page."""
    return Notice.objects.filter(record=record).select_related("person", "mail").order_by("at", "pk")


def pace_of(person: Person) -> Pace:
    """How often `person` wants e-mail."""
    chosen = Preference.objects.filter(person=person).first()
    return Pace(chosen.pace) if chosen else Pace.AT_ONCE


def mail_address_of(person: Person) -> str:
    """Where e-mail to `person` goes: the address they sign in with, else the one the staff list has, else none.

    Asks the database for the account unless `user` is loaded.
    """
    user = getattr(person, "user", None)
    return user.email if user is not None and user.is_active else person.email
