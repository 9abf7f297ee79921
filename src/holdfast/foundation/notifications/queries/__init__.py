from .notices import mail_address_of, notices_of, pace_of, told_of, unread_count
from .outbox import dead_mail, held_up, last_undelivered

__all__ = [
    "dead_mail",
    "held_up",
    "last_undelivered",
    "mail_address_of",
    "notices_of",
    "pace_of",
    "told_of",
    "unread_count",
]
