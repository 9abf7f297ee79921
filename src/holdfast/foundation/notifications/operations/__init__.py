from .clearing import clear_out, settle_history
from .dead_letters import drop_mail, retry_all_mail, retry_mail
from .delivering import deliver
from .digests import send_digests
from .forgetting import take_back_notices
from .reading import choose_pace, mark_all_read, mark_dealt_with, mark_read, mark_unread
from .telling import Told, tell, tell_address

__all__ = [
    "Told",
    "choose_pace",
    "clear_out",
    "deliver",
    "drop_mail",
    "mark_all_read",
    "mark_dealt_with",
    "mark_read",
    "mark_unread",
    "retry_all_mail",
    "retry_mail",
    "send_digests",
    "settle_history",
    "take_back_notices",
    "tell",
    "tell_address",
]
