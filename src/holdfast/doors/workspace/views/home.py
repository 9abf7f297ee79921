"""My work: what I owe, by when, most urgent first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from holdfast.casework.incidents.queries.report import drafts_of, reports_of
from holdfast.doors.workspace.context import say_unread
from holdfast.doors.workspace.presenters.work import GROUPS, grouped
from holdfast.doors.workspace.queries.work import work_of
from holdfast.foundation.notifications.models import Notice
from holdfast.foundation.notifications.queries import dead_mail, notices_of
from holdfast.foundation.notifications.queries.notices import MOST_COUNTED
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.words import count
from holdfast.foundation.records.queues import MOST
from holdfast.kernel import clock

RECENT = 3
"""My latest reports and unread notices that home shows; the pages behind the links have all."""


@requires(Permission.USE_HOLDFAST)
def home(request: ViewedRequest) -> HttpResponse:
    """What the viewer owes, for themselves and for whom they stand in, with what is new and where else to go."""
    viewer = request.viewer
    work = work_of(viewer)
    whole = request.GET.get("all", "")
    # Whoever works from lists has links only to their own reports: their home spends its statements on what they owe.
    # At most 15 a page, whoever asks (bench/limits.py).
    at_a_desk = viewer.may(Permission.LIST_INCIDENTS)
    unread = _unread(request)
    context = {
        "page_title": "My work",
        "caption": viewer.person,
        "groups": grouped(work, clock.now(), whole=whole if whole in GROUPS else ""),
        "count_words": count(len(work), "thing") if work else "",
        "queue_is_cut": len(work) >= MOST,
        "may_report": viewer.may(Permission.REPORT_INCIDENTS),
        "covered": [held for held in viewer.held if held.covers_for is not None],
        "reports": [] if at_a_desk else reports_of(viewer.person)[:RECENT],
        "draft": None if at_a_desk else drafts_of(viewer.person).first(),
        "notices": unread[:RECENT],
        "undelivered": dead_mail().count() if viewer.may(Permission.MANAGE_ORGANISATION) else 0,
        "may_list": at_a_desk,
        "sees_assurance": viewer.may(Permission.SEE_ASSURANCE),
        "manages": viewer.may(Permission.MANAGE_ORGANISATION),
        "reads_audit": viewer.may(Permission.READ_AUDIT),
    }
    return render(request, "workspace/home.html", context)


def _unread(request: ViewedRequest) -> list[Notice]:
    """The unread notices, as many as the header counts: one statement for both."""
    rows = notices_of(request.viewer.person).filter(read_at=None).select_related(None)
    unread = list(rows.only("pk", "subject", "urgent", "at")[:MOST_COUNTED])
    say_unread(request, len(unread))
    return unread
