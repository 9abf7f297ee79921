"""My notices, and how often I want e-mail."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from holdfast.foundation.notifications.forms import PaceForm
from holdfast.foundation.notifications.models import Notice, Pace
from holdfast.foundation.notifications.operations import choose_pace, mark_all_read, mark_read, mark_unread
from holdfast.foundation.notifications.presenters import PAGE, page_of, read_position
from holdfast.foundation.notifications.queries import (
    last_undelivered,
    mail_address_of,
    notices_of,
    pace_of,
    unread_count,
)
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission


@require_GET
@requires(Permission.USE_HOLDFAST)
def notices(request: ViewedRequest) -> HttpResponse:
    """The viewer's notices, newest first; `show=unread` leaves out what was read."""
    unread = unread_count(request.viewer.person)
    show = "unread" if request.GET.get("show") == "unread" else ""
    mine = notices_of(request.viewer.person)
    if show:
        mine = mine.filter(read_at=None)
    after, before = read_position(request.GET.get("after", "")), read_position(request.GET.get("before", ""))
    place = after or before
    rows = list(_from(mine, place, backwards=after is not None)[: PAGE + 1])
    if place is not None and not rows:
        return redirect(f"{reverse('notifications:list')}?show={show}")  # an old link, past the end
    page = page_of(rows, backwards=after is not None, turned=place is not None, show=show)
    here = reverse("notifications:list")
    context = {
        "page_title": "Notices",
        "page": page,
        "newer_url": page.newer_url,
        "older_url": page.older_url,
        "newest": max((notice.pk for notice in page.rows), default=0),
        "unread": unread,
        "show": show,
        "saved_filters": [
            {"title": "All", "url": here, "current": not show},
            {"title": "Not read", "url": f"{here}?show=unread", "current": bool(show), "count": unread or None},
        ],
    }
    return render(request, "notifications/notices.html", context)


def _from(mine: QuerySet[Notice], place: tuple | None, *, backwards: bool) -> QuerySet[Notice]:
    if place is None:
        return mine
    at, key = place
    if backwards:
        return mine.filter(Q(at__gt=at) | Q(at=at, pk__gt=key)).order_by("at", "pk")
    return mine.filter(Q(at__lt=at) | Q(at=at, pk__lt=key))


@require_GET
@requires(Permission.USE_HOLDFAST)
def open_notice(request: ViewedRequest, pk: int) -> HttpResponse:
    """Mark a notice as read and go where it leads. A GET, because it is a link; doing it twice changes nothing."""
    notice = get_object_or_404(notices_of(request.viewer.person), pk=pk)
    mark_read(person=request.viewer.person, notice=notice)
    return redirect(notice.url or reverse("notifications:list"))


@require_POST
@requires(Permission.USE_HOLDFAST)
def read_notice(request: ViewedRequest, pk: int) -> HttpResponse:
    """Mark a notice as read, or with `unread` as not read."""
    notice = get_object_or_404(notices_of(request.viewer.person), pk=pk)
    (mark_unread if "unread" in request.POST else mark_read)(person=request.viewer.person, notice=notice)
    return redirect(_back_to_list(request))


@require_POST
@requires(Permission.USE_HOLDFAST)
def read_all_notices(request: ViewedRequest) -> HttpResponse:
    """Mark as read what the page showed and all that is older."""
    shown = request.POST.get("newest", "")
    number = mark_all_read(person=request.viewer.person, up_to=int(shown[:18]) if shown.isdecimal() else 0)
    if number:
        messages.success(
            request, "1 notice is marked as read" if number == 1 else f"{number} notices are marked as read"
        )
    return redirect(_back_to_list(request))


@requires(Permission.USE_HOLDFAST)
def pace(request: ViewedRequest) -> HttpResponse:
    """How often the viewer wants e-mail."""
    person = request.viewer.person
    form = PaceForm(request.POST or None, initial={"pace": pace_of(person)})
    if request.method == "POST" and form.is_valid():
        choose_pace(by=request.viewer.actor, person=person, pace=Pace(form.cleaned_data["pace"]))
        messages.success(request, "Your choice is saved")
        return redirect("notifications:pace")
    context = {
        "form": form,
        "back_url": reverse("notifications:list"),
        "back_text": "Back to your notices",
        "continue_text": "Save",
        "address": mail_address_of(person),
        "undelivered": last_undelivered(person),
    }
    return render(request, "notifications/pace.html", context)


def _back_to_list(request: HttpRequest) -> str:
    here = reverse("notifications:list")
    return f"{here}?show=unread" if request.POST.get("show") == "unread" else here
