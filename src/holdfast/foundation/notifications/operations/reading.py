"""Reading one's notices, and choosing how often e-mail comes.

Marking as read leaves no entry in the audit trail: `read_at` is the trace, and reading is not a change to any record.
"""

from __future__ import annotations

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.notifications.models import Notice, Pace, Preference
from holdfast.foundation.notifications.rules.pace import next_digest
from holdfast.foundation.organisation.models import Person
from holdfast.kernel import clock


def mark_read(*, person: Person, notice: Notice) -> None:
    """`person` has read one of their notices; it drops out of their next digest. The first reading counts."""
    Notice.objects.filter(pk=notice.pk, person=person, read_at=None).update(read_at=clock.now(), digest_at=None)


def mark_unread(*, person: Person, notice: Notice) -> None:
    """Put a notice back among the unread. It does not come back into a digest."""
    Notice.objects.filter(pk=notice.pk, person=person).update(read_at=None)


def mark_dealt_with(*, person: Person, kind: str, url: str) -> None:
    """What `person` was told in notices of this kind that lead to `url` is done: they are no news any more."""
    asked = Notice.objects.filter(person=person, kind=kind, url=url, read_at=None)
    asked.update(read_at=clock.now(), digest_at=None)


def mark_all_read(*, person: Person, up_to: int) -> int:
    """`person` has read every notice whose key is at most `up_to`; returns how many that were.

    `up_to` is the newest that their page showed: what came in since stays unread.
    """
    unread = Notice.objects.filter(person=person, read_at=None, pk__lte=up_to)
    return unread.update(read_at=clock.now(), digest_at=None)


@operation
def choose_pace(*, by: Actor, person: Person, pace: Pace) -> None:
    """From now on `person` gets e-mail at this pace; so does what still waits for their next digest."""
    preference, _ = Preference.objects.select_for_update().get_or_create(
        person=person, defaults={"trust_id": person.trust_id}
    )
    before, preference.pace = preference.pace, pace
    preference.save(update_fields=["pace"])
    # “At once” for what waits already means with the next tick, as a last digest.
    waiting = Notice.objects.filter(person=person, digest_at__isnull=False)
    waiting.update(digest_at=next_digest(pace, clock.now()) or clock.now())
    enter("notifications.choose_pace", by=by, subject=person, changes={"pace": [before, pace]})
