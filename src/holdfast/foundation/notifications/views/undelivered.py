"""Mail that could not be sent, for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from holdfast.foundation.notifications.operations import drop_mail, retry_all_mail, retry_mail
from holdfast.foundation.notifications.presenters import UNDELIVERED_COLUMNS, undelivered_lines
from holdfast.foundation.notifications.queries import dead_mail, held_up
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission

SHOWN = 100


@require_GET
@requires(Permission.MANAGE_ORGANISATION)
def undelivered(request: ViewedRequest) -> HttpResponse:
    """The newest SHOWN mails of the trust that were given up, and whether mail is held up now."""
    lines = undelivered_lines(list(dead_mail()[: SHOWN + 1]))
    oldest = held_up().first()
    context = {
        "page_title": "E-mails that could not be sent",
        "columns": UNDELIVERED_COLUMNS,
        "lines": lines[:SHOWN],
        "count_words": f"The newest {SHOWN}" if len(lines) > SHOWN else "",
        "held_up": held_up().count() if oldest else 0,
        "oldest": oldest,
    }
    return render(request, "notifications/undelivered.html", context)


@require_POST
@requires(Permission.MANAGE_ORGANISATION)
def retry(request: ViewedRequest, pk: int) -> HttpResponse:
    """Try one of them again."""
    mail = get_object_or_404(dead_mail(), pk=pk)
    if retry_mail(by=request.viewer.actor, mail=mail):
        messages.success(request, f"The e-mail to {mail.to} will be tried again in a minute")
    return redirect("notifications:undelivered")


@require_POST
@requires(Permission.MANAGE_ORGANISATION)
def retry_all(request: ViewedRequest) -> HttpResponse:
    """Try all of them again."""
    number = retry_all_mail(by=request.viewer.actor, trust=request.viewer.trust)
    if number:
        words = "1 e-mail" if number == 1 else f"{number} e-mails"
        messages.success(request, f"{words} will be tried again in a minute")
    return redirect("notifications:undelivered")


@require_POST
@requires(Permission.MANAGE_ORGANISATION)
def drop(request: ViewedRequest, pk: int) -> HttpResponse:
    """Take one of them off the list for good."""
    mail = get_object_or_404(dead_mail(), pk=pk)
    if drop_mail(by=request.viewer.actor, mail=mail):
        messages.success(request, f"The e-mail to {mail.to} will not be sent")
    return redirect(reverse("notifications:undelivered"))
