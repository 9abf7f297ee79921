"""Taking back what people were told of a restricted record, when they may no longer know of it: a step inside another
area's operation, like telling."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.foundation.notifications.models import Mail, Notice
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.records.models import Record


def take_back_notices(*, record: Record, people: Iterable[Person | int], under: str) -> None:
    """Show `people` (or their primary keys) what they were told of `record` only while they are named on it, and keep
    back mail that has not gone yet.

    That is what leads to a page below the path `under`. What leads elsewhere concerns them by themselves, such as what
    became of their own report, and stays. Digests keep it back by the same rule as the list of notices.
    """
    keys = [person if isinstance(person, int) else person.pk for person in people]
    told = Notice.objects.filter(record=record, person__in=keys, told_restricted=True, url__startswith=under)
    Mail.objects.filter(pk__in=told.values("mail"), record=record).update(told_restricted=False)
    told.update(told_restricted=False)
