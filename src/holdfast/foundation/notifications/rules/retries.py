"""What follows when a mail could not be handed over: try again later, stop for now, or give up."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from enum import StrEnum

WAITS = tuple(
    timedelta(**wait)
    for wait in (
        {"minutes": 1}, {"minutes": 5}, {"minutes": 15}, {"hours": 1}, {"hours": 3}, {"hours": 6}, {"hours": 12},
    )
)  # fmt: skip
"""How long to wait after the first failure, the second and so on. After the last the mail is dead: about a day."""

LEASE = timedelta(minutes=5)
"""How long one worker may take over one mail. Longer than any mail server may hang (settings.EMAIL_TIMEOUT a step)."""

SERVER_AWAY_WAIT = timedelta(minutes=2)
"""How long the mail waits on which the server was found to be away. It costs the mail none of its attempts."""


class Fault(StrEnum):
    """What a failure to send one mail means."""

    OURS = "ours"  # the server does not want us at all: stop, and lose no mail over it
    LINE = "line"  # the line broke: stop for now; it counts, because the mail itself may have broken it
    ADDRESS = "address"  # this mail will never be taken
    PASSING = "passing"  # this mail, now: try again later


def fault_of(failure: BaseException) -> Fault:
    """What `failure`, raised while one mail was handed over, means. Codes as RFC 5321 4.2.1: 4xx passes, 5xx stays."""
    match failure:
        case smtplib.SMTPRecipientsRefused():
            codes = [code for code, _ in failure.recipients.values()]
            return Fault.ADDRESS if codes and all(code >= 500 for code in codes) else Fault.PASSING
        # Refused before the recipient was named: us, or our sender.
        case smtplib.SMTPConnectError() | smtplib.SMTPHeloError() | smtplib.SMTPAuthenticationError():
            return Fault.OURS
        case smtplib.SMTPSenderRefused() | smtplib.SMTPNotSupportedError():
            return Fault.OURS
        case smtplib.SMTPServerDisconnected():
            return Fault.LINE
        case smtplib.SMTPResponseException():
            return Fault.ADDRESS if failure.smtp_code >= 500 else Fault.PASSING
        case smtplib.SMTPException():
            return Fault.PASSING
        case OSError():
            return Fault.LINE
    return Fault.PASSING


def failure_in_words(failure: BaseException) -> str:
    """What an administrator reads of `failure`: what the mail server answered, else what went wrong here."""
    answer: tuple[int, bytes | str] | None = None
    match failure:
        case smtplib.SMTPRecipientsRefused() if failure.recipients:
            answer = next(iter(failure.recipients.values()))
        case smtplib.SMTPResponseException():
            answer = (failure.smtp_code, failure.smtp_error)
    if answer is None:
        words = f"{type(failure).__name__}: {failure}"
    else:
        code, text = answer
        words = f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
    return " ".join(words.replace("\x00", "").split())[:500]


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts; None when there have been enough."""
    return WAITS[attempts - 1] if 1 <= attempts <= len(WAITS) else None
