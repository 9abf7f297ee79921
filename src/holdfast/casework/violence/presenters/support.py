"""What was done for one person affected, in the order in which it was done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from holdfast.casework.incidents.models import Victim
from holdfast.casework.violence.models import Contact, Offer


def support_timeline(victim: Victim) -> list[dict[str, Any]]:
    """Contacts, offers with their answers, and referrals, the last one first."""
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
        add(support.wishes_at, "Said what they wish", support.wishes_by)
    return sorted(events, key=lambda event: event["at"], reverse=True)
