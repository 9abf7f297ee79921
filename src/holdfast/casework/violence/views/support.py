"""Supporting one person who was affected: for those who look after them, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.casework.incidents.models import Victim
from holdfast.casework.incidents.queries.wishes import wishes_of
from holdfast.casework.violence.forms import support as forms
from holdfast.casework.violence.models import Contact, OccupationalHealthReferral, Offer
from holdfast.casework.violence.operations import health, support
from holdfast.casework.violence.presenters.support import support_timeline, wish_rows
from holdfast.casework.violence.queries.policy import support_options
from holdfast.casework.violence.queries.visibility import referrals_for, supported_by
from holdfast.casework.violence.views.acting import act, keep_wishes, name_of
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission


def supported(request: ViewedRequest, reference: str, key: int) -> Victim:
    """The person affected, for those who look after them; 404 for anyone else. Reading it is written down."""
    found = supported_by(request.viewer).filter(pk=key, incident__record__reference=reference.upper())
    victim = found.select_related("person", "incident__record", "incident__trust", "support__contact").first()
    if victim is None:
        raise Http404
    enter_reading(
        "violence.read_support", by=request.viewer.actor, subject=victim.incident.record, details={"victim": victim.pk}
    )
    return victim


def support_page(victim: Victim) -> str:
    """The address of the page on which somebody is supported."""
    return reverse("violence:support", args=[victim.incident.reference, victim.pk])


@requires(Permission.USE_HOLDFAST)
def page(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """All support for one person affected, who stays in touch, and what they wish."""
    victim = supported(request, reference, key)
    shown = {
        "victim": victim,
        "incident": victim.incident,
        "reference": victim.incident.reference,
        "page_title": f"Support for {name_of(victim)}",
        "support": getattr(victim, "support", None),
        "wishes": wish_rows(victim),
        "offers": victim.support_offers.all(),
        "referrals": victim.health_referrals.all(),
        "asked": [row for row in victim.support_contacts.all() if row.purpose == "help" and row.answered_at is None],
        "timeline": support_timeline(victim),
        "parts": [(slug, part.title) for slug, part in PARTS.items()],
        "breadcrumb": [
            {"title": victim.incident.reference, "url": reverse("incidents:incident", args=[victim.incident.reference])}
        ],
    }
    return render(request, "violence/support.html", shown)


@dataclass(frozen=True)
class Part:
    """One thing that can be done for somebody: its title, its form, and the verb that takes the answers."""

    title: str
    button: str
    done: str
    form: Callable[..., Any]
    verb: Callable[..., Any]


PARTS: dict[str, Part] = {
    "offer": Part("Offer support", "Offer it", "It is offered.", forms.OfferForm, support.offer_support),
    "contact": Part("Note a contact", "Save", "The contact is on record.", forms.ContactForm, support.contact_victim),
    "named-contact": Part(
        "Name who stays in touch", "Save", "They were told.", forms.NamedContactForm, support.name_contact
    ),
    "wishes": Part("Note what they want", "Save", "Their wishes are on record.", forms.WishesForm, keep_wishes),
    "occupational-health": Part(
        "Decide on a referral",
        "Save",
        "The decision is on record.",
        forms.ReferForm,
        health.refer_to_occupational_health,
    ),
    "check": Part(
        "Make sure that support was given", "Save", "It is on record.", forms.CheckForm, support.check_support
    ),
}


@requires(Permission.USE_HOLDFAST)
def part(request: ViewedRequest, reference: str, key: int, part: str) -> HttpResponse:
    """One thing done for somebody who was affected."""
    victim = supported(request, reference, key)
    chosen = PARTS.get(part)
    if chosen is None:
        raise Http404
    more: dict[str, Any] = {}
    if part == "offer":
        manages = any(post.role in ("line-manager", "senior-manager") for post in request.viewer.posts)
        more = {
            "options": support_options(request.viewer.trust),
            "initial": {"role": "manager" if manages else "specialist"},
        }
    if part == "wishes":
        more = {"initial": {about: wish.wants for about, wish in wishes_of(victim).items()}}
    return act(
        request,
        chosen.form(request.POST or None, record=victim.incident.record, **more),
        do=lambda told: chosen.verb(by=request.viewer.actor, victim=victim, **told),
        done=chosen.done,
        title=chosen.title,
        button=chosen.button,
        caption=f"{victim.incident.reference} {name_of(victim)}",
        back=support_page(victim),
    )


@requires(Permission.USE_HOLDFAST)
def answer(request: ViewedRequest, reference: str, key: int, offer: int) -> HttpResponse:
    """Write down what they said to an offer."""
    victim = supported(request, reference, key)
    row = _of(victim, Offer, offer)
    return act(
        request,
        forms.AnswerForm(request.POST or None, record=victim.incident.record, initial={"answer": row.answer}),
        do=lambda told: support.answer_offer(by=request.viewer.actor, offer=row, **told),
        done="Their answer is on record.",
        title=row.title,
        button="Save",
        caption=f"{victim.incident.reference} {name_of(victim)}",
        back=support_page(victim),
    )


@requires(Permission.USE_HOLDFAST)
def follow_up(request: ViewedRequest, reference: str, key: int, offer: int) -> HttpResponse:
    """Ask again how it goes."""
    victim = supported(request, reference, key)
    row = _of(victim, Offer, offer)

    def do(told: dict[str, Any]) -> None:
        support.follow_up(by=request.viewer.actor, offer=row, words=told["words"], next_on=told["next_on"])

    return act(
        request,
        forms.FollowUpForm(request.POST or None, record=victim.incident.record),
        do=do,
        done="It is on record.",
        title=f"Ask again: {row.title}",
        button="Save",
        caption=f"{victim.incident.reference} {name_of(victim)}",
        back=support_page(victim),
    )


@requires(Permission.USE_HOLDFAST)
def answer_request(request: ViewedRequest, reference: str, key: int, asked: int) -> HttpResponse:
    """Answer somebody who asked for help."""
    victim = supported(request, reference, key)
    row = _of(victim, Contact, asked)
    return act(
        request,
        forms.AnswerHelpForm(request.POST or None, record=victim.incident.record),
        do=lambda told: support.answer_request(by=request.viewer.actor, request=row, words=told["words"]),
        done="They were told.",
        title="Answer them",
        button="Send",
        caption=f"{victim.incident.reference} {name_of(victim)}",
        back=support_page(victim),
        template="violence/answer_request.html",
        asked=row,
    )


def _of(victim: Victim, model: Any, key: int) -> Any:
    row = model.objects.filter(victim=victim, pk=key).first()
    if row is None:
        raise Http404
    row.victim = victim
    return row


# Occupational health sees referrals, and nothing else of an incident.


@requires(Permission.SEE_REFERRALS)
def referrals(request: ViewedRequest) -> HttpResponse:
    """The referrals that wait, and the last ones that were answered."""
    rows = referrals_for(request.viewer).select_related("victim__person", "incident__record")
    shown = {
        "page_title": "Referrals",
        "waiting": rows.filter(recorded_at__isnull=True).order_by("decided_at", "pk")[:200],
        "answered": rows.filter(recorded_at__isnull=False).order_by("-recorded_at", "-pk")[:50],
    }
    return render(request, "violence/referrals.html", shown)


@requires(Permission.SEE_REFERRALS)
def referral(request: ViewedRequest, key: int) -> HttpResponse:
    """Record what came of a referral."""
    rows = referrals_for(request.viewer).filter(pk=key)
    row = rows.select_related("victim__person", "incident__record", "incident__trust").first()
    if row is None:
        raise Http404
    enter_reading(
        "violence.read_referral", by=request.viewer.actor, subject=row.incident.record, details={"referral": row.pk}
    )
    return _outcome(request, row, back=reverse("violence:referrals"), caption=name_of(row.victim))


@requires(Permission.SUPPORT_VICTIMS)
def outcome(request: ViewedRequest, reference: str, key: int, referral: int) -> HttpResponse:
    """The same for a manager, where occupational health answers by letter."""
    victim = supported(request, reference, key)
    row = _of(victim, OccupationalHealthReferral, referral)
    row.incident = victim.incident
    return _outcome(request, row, back=support_page(victim), caption=f"{victim.incident.reference} {name_of(victim)}")


def _outcome(request: ViewedRequest, row: OccupationalHealthReferral, *, back: str, caption: str) -> HttpResponse:
    def do(told: dict[str, Any]) -> None:
        health.record_occupational_health(
            by=request.viewer.actor,
            referral=row,
            attended_on=told["attended_on"],
            not_attended_reason=told["not_attended_reason"],
            outcome=told["outcome"] or "",  # None when it was not asked
            advice=told["advice"],
        )

    return act(
        request,
        forms.OutcomeForm(request.POST or None, record=row.incident.record),
        do=do,
        done="It is on record.",
        title="What came of the referral",
        button="Save",
        caption=caption,
        back=back,
        template="violence/outcome.html",
        referral=row,
    )
