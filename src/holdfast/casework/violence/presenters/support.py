"""What was done for one person affected, in the order in which it was done."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any

from holdfast.casework.incidents.models import Victim, Wish
from holdfast.casework.incidents.queries.wishes import wishes_of
from holdfast.casework.violence.models import Contact, Offer


def wish_rows(victim: Victim) -> list[tuple[str, Wish | None]]:
    """What they want about each thing, as they said it last; None where nobody asked."""
    last = wishes_of(victim)
    return [(title, last.get(about)) for about, title in Wish.ABOUT.items()]


def support_timeline(victim: Victim) -> list[dict[str, Any]]:
    """Contacts, offers with their answers, referrals, and each thing they said they want, the last one first."""
    events: list[dict[str, Any]] = []

    def add(at: datetime | None, title: str, by: str, text: str = "", meaning: str = "") -> None:
        if at is not None:
            events.append({"at": at, "title": title, "by": by, "text": text, "meaning": meaning})

    for contact in victim.support_contacts.all():
        words = Contact.PURPOSES[contact.purpose]
        add(
            contact.at,
            words if contact.reached else f"{words}: not reached",
            contact.by,
            contact.words or contact.why_not,
        )
        add(contact.answered_at, "Answered", contact.answered_by, contact.answer)
    for offer in victim.support_offers.all():
        add(offer.offered_at, f"Offered: {offer.title}", f"{offer.offered_by}{', ' if offer.post else ''}{offer.post}")
        said = Offer.ANSWERS.get(offer.answer, "")
        add(
            offer.answered_at,
            f"{said}: {offer.title}",
            offer.answered_by,
            "",
            "done" if offer.answer == "accepted" else "",
        )
        add(offer.followed_up_at, f"Asked again: {offer.title}", offer.followed_up_by, offer.note)
    for row in victim.health_referrals.all():
        add(row.decided_at, "Referred" if row.referred else "Not referred", row.decided_by, row.reason)
        came = f"Attended: {row.get_outcome_display()}" if row.attended_on else "Did not attend"
        add(row.recorded_at, came, row.recorded_by, row.advice or row.not_attended_reason)
    support = getattr(victim, "support", None)
    if support is not None:
        add(support.contact_since, f"{support.contact} stays in touch", "")
    for at, together in groupby(victim.wishes.all(), key=lambda wish: wish.at):
        first, *more = together
        answers = [f"{wish.get_about_display()}: {wish.get_wants_display().lower()}" for wish in (first, *more)]
        add(at, ". ".join(answers), "" if first.how == "report" else first.by, first.words)
    return sorted(events, key=lambda event: event["at"], reverse=True)
