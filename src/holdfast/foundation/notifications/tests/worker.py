"""A process that delivers what the outbox holds: `python -m …worker DATABASE PORT`. Says how many it sent."""

from __future__ import annotations

import sys

import django
from django.conf import settings


def main(database: str, port: str) -> None:
    """Deliver from the tests' database to the tests' mail server."""
    settings.DATABASES["default"]["NAME"] = database
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", int(port), 30
    django.setup()
    # After the set-up, because models cannot be loaded before it.
    from holdfast.foundation.notifications.operations import deliver  # noqa: PLC0415

    sys.stdout.write(str(deliver().sent))


if __name__ == "__main__":
    main(*sys.argv[1:])
