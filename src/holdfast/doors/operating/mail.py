"""What stands in for mail in production, while nobody has said where it goes."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

SAY_WHERE = (
    "nobody has said where mail goes: set HOLDFAST_MAIL to smtp://host:25 or smtps://user:password@host:465, in the "
    "environment or in holdfast.env. It is not printed in production, because whoever reads the log could choose new "
    "passwords by its links"
)


class NoMail(BaseEmailBackend):
    """Sends nothing and says so: mail waits in the outbox, and a page that had to send some tells its reader."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Raises OSError, as a mail server that cannot be reached does."""
        if messages:
            raise OSError(SAY_WHERE)
        return 0
