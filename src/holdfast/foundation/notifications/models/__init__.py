from .notices import Notice, Pace, Preference
from .outbox import Mail, MailState

__all__ = ["Mail", "MailState", "Notice", "Pace", "Preference"]
