"""Supporting one person who was affected. Every verb works on a victim of an incident; none keeps clinical detail."""

from __future__ import annotations

from .asking import answer_request, ask_for_support
from .offering import answer_offer, follow_up, offer_support
from .standing_by import check_support, contact_victim, name_contact
from .victims import support_of

__all__ = [
    "answer_offer",
    "answer_request",
    "ask_for_support",
    "check_support",
    "contact_victim",
    "follow_up",
    "name_contact",
    "offer_support",
    "support_of",
]
