"""What I was offered after something happened to me, and what I want."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.casework.incidents.models import Victim
from holdfast.casework.incidents.queries.wishes import wishes_of
from holdfast.casework.violence.forms.support import HelpForm, OwnWishesForm
from holdfast.casework.violence.models import Offer
from holdfast.casework.violence.operations import support
from holdfast.casework.violence.operations.response import respond
from holdfast.casework.violence.presenters.response import own_rows
from holdfast.casework.violence.presenters.support import wish_rows
from holdfast.casework.violence.queries.policy import card, checklist_items, support_options
from holdfast.casework.violence.queries.visibility import own_support
from holdfast.casework.violence.rules.support import ANSWERS
from holdfast.casework.violence.views.acting import act, keep_wishes
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.kernel import clock

MOST = 100
OWN_WISHES = {
    "police": "The police act",
    "action": "Action is taken",
    "court": "It goes to court",
    "publicity": "The trust may write about it",
}
"""What one wants, in words for one's own page."""


@requires(Permission.USE_HOLDFAST)
def mine(request: ViewedRequest) -> HttpResponse:
    """Every incident in which I was affected, the last one first."""
    rows = own_support(request.viewer).select_related("incident__record").order_by("-incident__reported_at", "-pk")
    return render(request, "violence/my_supports.html", {"page_title": "Support for me", "rows": rows[:MOST]})


def _own(request: ViewedRequest, key: int) -> Victim:
    rows = own_support(request.viewer).filter(pk=key)
    victim = rows.select_related("person", "incident__record", "incident__trust", "support__contact").first()
    if victim is None:
        raise Http404
    return victim


@requires(Permission.USE_HOLDFAST)
def one(request: ViewedRequest, key: int) -> HttpResponse:
    """What I was offered after one incident, who stays in touch with me, and what I asked."""
    victim = _own(request, key)
    shown = {
        "victim": victim,
        "incident": victim.incident,
        "reference": victim.incident.reference,
        "page_title": "Support for me",
        "support": getattr(victim, "support", None),
        "wishes": [(OWN_WISHES[wish.about], wish) for _, wish in wish_rows(victim) if wish],
        "offers": victim.support_offers.all(),
        "referrals": [row for row in victim.health_referrals.all() if row.referred],
        "asked": [row for row in victim.support_contacts.all() if row.purpose == "help"],
        "rows": own_rows(victim),
        "options": support_options(request.viewer.trust),
        "breadcrumb": [{"title": "Support for me", "url": reverse("violence:my-supports")}],
    }
    return render(request, "violence/my_support.html", shown)


@require_POST
@requires(Permission.USE_HOLDFAST)
def answer(request: ViewedRequest, key: int, offer: int) -> HttpResponse:
    """Say yes or no to an offer, with one button."""
    victim = _own(request, key)
    row = Offer.objects.filter(victim=victim, pk=offer).first()
    if row is None:
        raise Http404
    row.victim = victim
    said = request.POST.get("answer", "")
    try:
        support.answer_offer(by=request.viewer.actor, offer=row, answer=said)
    except ValueError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"Thank you. We noted: {ANSWERS[said].lower()}. You can change your mind at any time."
        )
    return redirect(reverse("violence:my-support", args=[victim.pk]))


@require_POST
@requires(Permission.USE_HOLDFAST)
def did(request: ViewedRequest, key: int, item: str) -> HttpResponse:
    """Say that I did something that the policy asks of me. What is somebody else's part, they say."""
    victim = _own(request, key)
    mine = {one.key for one in checklist_items(request.viewer.trust) if one.who == "victim"}
    if item not in mine:
        raise Http404
    try:
        respond(by=request.viewer.actor, incident=victim.incident, victim=victim, item=item, done_at=clock.now())
    except ValueError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Thank you. It is noted.")
    return redirect(reverse("violence:my-support", args=[victim.pk]))


@requires(Permission.USE_HOLDFAST)
def wishes(request: ViewedRequest, key: int) -> HttpResponse:
    """Say what I want."""
    victim = _own(request, key)
    begun = {about: wish.wants for about, wish in wishes_of(victim).items()}
    return act(
        request,
        OwnWishesForm(request.POST or None, record=victim.incident.record, initial=begun),
        do=lambda told: keep_wishes(by=request.viewer.actor, victim=victim, **told),
        done="Thank you. What you wish is on record, and you can change it.",
        title="What do you want to happen?",
        button="Save",
        caption=victim.incident.reference,
        back=reverse("violence:my-support", args=[victim.pk]),
    )


@requires(Permission.USE_HOLDFAST)
def ask(request: ViewedRequest, key: int) -> HttpResponse:
    """Ask for help."""
    victim = _own(request, key)

    def do(told: dict[str, Any]) -> None:
        support.ask_for_support(by=request.viewer.actor, victim=victim, words=told["words"])

    return act(
        request,
        HelpForm(request.POST or None),
        do=do,
        done="They were told at once and will answer you here.",
        title="Ask for help",
        button="Send",
        caption=victim.incident.reference,
        back=reverse("violence:my-support", args=[victim.pk]),
    )


@requires(Permission.USE_HOLDFAST)
def options(request: ViewedRequest) -> HttpResponse:
    """The support that is open to everyone."""
    trust = request.viewer.trust
    shown = {
        "page_title": "Support that is open to you",
        "options": support_options(trust),
        "lines": card(trust, "violence.support-options"),
        "affected": own_support(request.viewer).exists(),
    }
    return render(request, "violence/support_options.html", shown)
