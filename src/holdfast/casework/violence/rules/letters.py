"""The words of letters about markers: what the person is told, and how they can challenge it.

What the letter of placing must say follows the Information Commissioner on violent warning markers: why, what it says,
who sees it, how long it holds, and how to challenge it.
"""
# ruff: noqa: E501  a paragraph of a letter is one line

from __future__ import annotations

from holdfast.kernel import wordings
from holdfast.kernel.wordings import Field

TITLES: dict[str, str] = {
    "placed": "A marker on your address",
    "reviewed": "The marker on your address stays",
    "removed": "The marker on your address is gone",
    "challenge": "What we decided about your challenge",
}
KEEPS = frozenset({"placed", "reviewed"})
"""Letters by which the person is told that a marker stands."""

FIELDS: dict[str, Field] = {
    "name": Field("The name of the person", "Alex Invented"),
    "trust": Field("The trust’s name", "Harbour Example NHS Trust"),
    "reference": Field("The reference of the marker", "MRK-2026-00000"),
    "place": Field("The address on which it stands", "Flat 3, 1 Example Street, Exampleton"),
    "behaviour": Field("What they did, in facts", "On 3 March 2026 you held a knife towards our crew."),
    "reason": Field("Why it was decided so", "Our crews are called there often, and it may happen again."),
    "review day": Field("The day of its review", "10 September 2026"),
    "write to": Field("Whom to write to", "The Security Management Director"),
    "signed by": Field("Who made the letter", "Robin Writer"),
    "signed by post": Field("Their post", "Security lead"),
}
NEEDED: dict[str, tuple[str, ...]] = {
    "placed": ("name", "place", "behaviour", "review day", "write to"),
    "reviewed": ("name", "place", "reason", "review day", "write to"),
    "removed": ("name", "place", "reason"),
    "challenge": ("name", "place", "reason", "write to"),
}
"""What a letter of each kind cannot do without."""

_CHALLENGE = """\
# If you do not agree

Write to {write to} and say why. Somebody who had no part in the decision looks at it again, and writes to you. You can also complain to the Information Commissioner’s Office. If you need this letter in another language or in large print, or would like help to read it, tell us.
"""
FIRST_WORDS: dict[str, str] = {
    "placed": """\
Dear {name}

# What we did

We have put a marker on this address: {place}. It tells our crews, before they arrive, how to keep themselves and others safe. You can still call us, and we will still come.

# Why

{behaviour}

# Who sees it, and for how long

Our control room and the crews who are sent to the address see it. Nobody else does unless the law allows it. We look at it again by {review day}, and take it off when it is no longer needed.

"""
    + _CHALLENGE,
    "reviewed": """\
Dear {name}

# What we decided

We looked again at the marker on this address: {place}. It stays for now.

# Why

{reason}

# For how long

We look at it again by {review day}. You can still call us, and we will still come.

"""
    + _CHALLENGE,
    "removed": """\
Dear {name}

# What we decided

The marker on this address is taken off: {place}. Our crews no longer see it, and we tell everyone who was told of it.

# Why

{reason}

If you need this letter in another language or in large print, or would like help to read it, tell us.
""",
    "challenge": """\
Dear {name}

# What we decided

You told us that the marker on this address is wrong: {place}. Somebody who had no part in it looked at it anew. It stays.

# Why

{reason}

"""
    + _CHALLENGE,
}
"""The words with which a trust begins; it may change all of them."""


def faults_in(kind: str, text: str) -> list[str]:
    """What is wrong with the words of the trust's letters of `kind`, each with what to do."""
    return wordings.faults_in(text, fields=FIELDS, needed=NEEDED[kind], what="this letter")


def for_preview(trust: str) -> dict[str, str]:
    """The invented case of the preview, in the trust's name."""
    return {name: field.invented for name, field in FIELDS.items()} | {"trust": trust}
