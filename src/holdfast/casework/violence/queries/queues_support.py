"""Queues of supporting those who were affected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from holdfast.casework.incidents.queries.awaiting import OPEN_STATES
from holdfast.casework.incidents.queries.queues import OF_INCIDENT, line_of
from holdfast.casework.violence.models import Contact, OccupationalHealthReferral, Offer
from holdfast.casework.violence.queries.visibility import own_support, referrals_for, supported_by
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.queues import Queue, Waiting
from holdfast.foundation.records.work import WorkItem
from holdfast.kernel import clock
from holdfast.kernel.durations import last_instant

SHOWN_AHEAD = timedelta(days=3)


def support_queues_of(viewer: Viewer) -> Iterator[Queue]:
    """The queues of support: what the viewer was offered, and what they owe to others who were affected."""
    yield _offers(viewer)
    yield _help_asked(viewer)
    yield _follow_ups(viewer)
    yield _referrals(viewer)


def _support(row: Waiting) -> str:
    return reverse("violence:support", args=[row["reference"], row["victim"]])


def _supported(viewer: Viewer) -> Exists:
    """The condition on a row of a victim that the viewer may see their support."""
    return Exists(supported_by(viewer).filter(pk=OuterRef("victim")))


def offers_to_answer(viewer: Viewer) -> QuerySet[Offer]:
    """Support that the viewer was offered as someone affected, and said neither yes nor no to."""
    mine = own_support(viewer).filter(incident__state__in=OPEN_STATES)
    return Offer.objects.filter(victim__in=mine.values("pk"), answered_at__isnull=True).order_by("offered_at", "pk")


def _offers(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        offered = f"{row['offered'][:1].lower()}{row['offered'][1:]}"
        row["title"], row["restricted"] = "Support is offered to you", ""
        url = reverse("violence:my-support", args=[row["victim"]])
        return line_of(row, what=f"{row['by']} offers {offered}", verb="Say yes or no", url=url)

    columns = OF_INCIDENT | {"victim": "victim", "since": "offered_at", "by": "offered_by", "offered": "title"}
    return Queue(offers_to_answer(viewer), columns, line)


def help_to_give(viewer: Viewer) -> QuerySet[Contact]:
    """Those who asked for help and have no answer: for their one contact, and without one for who supports victims."""
    asked = Contact.objects.filter(_supported(viewer), purpose="help", answered_at__isnull=True)
    named = Q(victim__support__contact=viewer.person)
    if viewer.may(Permission.SUPPORT_VICTIMS):
        named |= Q(victim__support__isnull=True) | Q(victim__support__contact__isnull=True)
    return asked.filter(named).exclude(victim__person=viewer.person).order_by("at", "pk")


def _help_asked(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        what = "Someone affected asks for help"
        return line_of(row, what=what, verb="Answer", due=row.instant("since"), url=_support(row))

    return Queue(help_to_give(viewer), OF_INCIDENT | {"victim": "victim", "since": "at"}, line)


def follow_ups_due(viewer: Viewer) -> QuerySet[Offer]:
    """Offers after which the viewer asks again how it goes, today or within three days."""
    due = Offer.objects.filter(_supported(viewer), follow_up_on__lte=clock.today() + SHOWN_AHEAD)
    mine = due.filter(Q(person=viewer.person) | Q(victim__support__contact=viewer.person))
    return mine.order_by("follow_up_on", "pk")


def _follow_ups(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        day = row.day("follow_up_on")
        due = last_instant(day) if day else None
        return line_of(row, what="Ask again how it goes", verb="Ask", due=due, url=_support(row))

    columns = OF_INCIDENT | {"victim": "victim", "since": "offered_at", "follow_up_on": "follow_up_on"}
    return Queue(follow_ups_due(viewer), columns, line)


def referrals_to_record(viewer: Viewer) -> QuerySet[OccupationalHealthReferral]:
    """Referrals of which occupational health has not said yet what came of them."""
    return referrals_for(viewer).filter(recorded_at__isnull=True).order_by("decided_at", "pk")


def _referrals(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        # Occupational health sees no more of the incident than that there is a referral.
        row["title"], row["restricted"] = "A referral waits for you", ""
        url = reverse("violence:referral", args=[row["key"]])
        return line_of(row, what=f"Referred by {row['by']}", verb="Record", url=url)

    return Queue(
        referrals_to_record(viewer), OF_INCIDENT | {"key": "pk", "since": "decided_at", "by": "decided_by"}, line
    )
