"""What e-mails say. A reference, what is asked and where to answer: whoever reads over a shoulder learns nothing more.

Plain text, because it is read on locked phones, by screen readers and in mail systems that strip all else.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DEMONSTRATION = "This is a demonstration. The trusts and sites are real; the people and events are invented."
WIDTH = 76
SHOWN_IN_DIGEST = 40

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


@dataclass(frozen=True)
class Sender:
    """On whose behalf a mail goes out, and where its reader can change how often such mail comes."""

    trust: str
    site: str
    pace_url: str
    demo: bool = False


@dataclass(frozen=True)
class Letter:
    """A mail's subject (one line) and body."""

    subject: str
    body: str


@dataclass(frozen=True)
class Item:
    """One notice as a mail may tell of it. `restricted`: not even what happened is said."""

    subject: str
    reference: str = ""
    url: str = ""
    restricted: bool = False

    @property
    def line(self) -> str:
        """What is asked, in one line."""
        if self.restricted:
            return f"{self.reference}: something new for you" if self.reference else "Something new for you"
        return f"{self.reference}: {self.subject}" if self.reference else self.subject


def one_line(text: str, longest: int) -> str:
    """`text` on one line of at most `longest` characters, without what cannot be seen.

    A line break in a subject would let its writer add headers of their own to a mail.
    """
    plain = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", text)
        if letter.isspace() or unicodedata.category(letter) not in _HIDDEN
    )
    plain = " ".join(plain.split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def many_lines(text: str) -> str:
    """`text` with plain line breaks and without what cannot be seen or kept."""
    plain = re.sub(r"\r\n?", "\n", unicodedata.normalize("NFC", text))
    return "".join(
        letter for letter in plain if letter in "\n\t" or unicodedata.category(letter) not in _HIDDEN
    ).strip()


def notice_letter(item: Item, because: str, sender: Sender) -> Letter:
    """The mail that tells one person of one notice."""
    where = ["Sign in to Holdfast to read it:", item.url or sender.site]
    return _letter(item.line, [item.line + _stop(item.line), "\n".join(where), because], sender, own_pace=True)


def mailbox_letter(item: Item, post: str, sender: Sender) -> Letter:
    """The same to the shared mailbox of a post, for whoever reads it."""
    because = f"You get this because this is the shared mailbox of {post}."
    where = ["Sign in to Holdfast with your own account to read it:", item.url or sender.site]
    return _letter(item.line, [item.line + _stop(item.line), "\n".join(where), because], sender, own_pace=False)


def address_letter(item: Item, words: str, sender: Sender) -> Letter:
    """The mail to someone outside, who cannot sign in: `words` is all they learn from it."""
    where = f"You can follow this here:\n{item.url}" if item.url else ""
    reference = f"Your reference is {item.reference}." if item.reference else ""
    return _letter(item.line, [many_lines(words), reference, where], sender, own_pace=False)


def digest_letter(items: Sequence[Item], pace: str, sender: Sender) -> Letter:
    """The mail that tells of everything since the last digest; `pace` is "daily" or "weekly"."""
    number = len(items)
    subject = f"{number} new {'notice' if number == 1 else 'notices'} for you in Holdfast"
    lines = [f"- {item.line}\n  {item.url or sender.site}" for item in items[:SHOWN_IN_DIGEST]]
    more = number - SHOWN_IN_DIGEST
    return _letter(
        subject,
        [
            f"This is new for you since your last {pace} e-mail:",
            *lines,
            f"And {more} more. Sign in to Holdfast to see them all:\n{sender.site}" if more > 0 else "",
        ],
        sender,
        own_pace=True,
    )


def _letter(subject: str, parts: Iterable[str], sender: Sender, *, own_pace: bool) -> Letter:
    footer = [sender.trust, "Sent by Holdfast. Nobody reads answers to this address."]
    if own_pace:
        footer.append(f"Choose how often you get these e-mails:\n{sender.pace_url}")
    if sender.demo:
        footer.append(DEMONSTRATION)
    body = "\n\n".join(_wrapped(part) for part in (*parts, "\n".join(footer)) if part)
    return Letter(one_line(f"[Demonstration] {subject}" if sender.demo else subject, 250), body + "\n")


def _stop(line: str) -> str:
    return "" if line.endswith((".", "?", "!", "…")) else "."


def _wrapped(part: str) -> str:
    """`part` in lines that every mail system leaves alone; an address is never broken."""
    lines = []
    for line in part.split("\n"):
        indent = "  " if line.startswith(("- ", "  ")) else ""
        lines.append(
            textwrap.fill(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        )
    return "\n".join(lines)
