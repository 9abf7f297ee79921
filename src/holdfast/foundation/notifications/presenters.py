"""Notices and mail as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from holdfast.foundation.notifications.models import Mail, Notice
from holdfast.foundation.pages.tables import Column
from holdfast.kernel.places import mark_of, read_mark

PAGE = 30
UNDELIVERED_COLUMNS = (
    Column("To"),
    Column("Written"),
    Column("What the mail system said"),
    Column("What to do", hidden=True),
)


@dataclass(frozen=True)
class Page:
    """One page of a list that is paged by key, with the addresses of its neighbours (blank for none)."""

    rows: Sequence[Notice]
    newer_url: str
    older_url: str


def position(notice: Notice) -> str:
    """Where `notice` stands in the list, for an address."""
    return mark_of(notice.at, notice.pk)


def read_position(text: str) -> tuple[datetime, int] | None:
    """The position in an address; None when there is none that can be read: then the list begins at its top."""
    return read_mark(text)


def page_of(rows: Sequence[Notice], *, backwards: bool, turned: bool, show: str) -> Page:
    """The page made of up to PAGE + 1 rows in the order of the list (`backwards`: in reverse, from a page below).

    The row too many says that there is more in that direction. `turned`: this is not the top of the list.
    """
    more = len(rows) > PAGE
    shown = list(rows[:PAGE])
    if backwards:
        shown.reverse()
    newer = more if backwards else turned
    older = (bool(shown) and turned) if backwards else more

    def address(**place: str) -> str:
        return "?" + urlencode({**({"show": show} if show else {}), **place})

    return Page(
        rows=shown,
        newer_url=address(after=position(shown[0])) if newer and shown else (address() if newer else ""),
        older_url=address(before=position(shown[-1])) if older and shown else "",
    )


@dataclass(frozen=True)
class UndeliveredLine:
    """A mail that could not be sent, as an administrator sees it: for whom, when and why, and nothing of what it says.

    What a mail tells of may be a restricted record, and an administrator sees no incident but their own reports.
    """

    key: int
    to: str
    person: str
    made_at: datetime
    tries: int
    error: str


def undelivered_lines(mails: Sequence[Mail]) -> list[UndeliveredLine]:
    """Lines for the list of undelivered mail."""
    return [
        UndeliveredLine(mail.pk, mail.to, str(mail.person or ""), mail.made_at, mail.attempts, mail.last_error)
        for mail in mails
    ]
