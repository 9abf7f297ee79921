"""Letters from plain text with named fields: what may stand in a template, and the letter that comes of it.

A template is plain text. An empty line ends a paragraph, "# " begins a heading, "- " a point of a list, and
{name of a field} stands for what is known of the case. Nothing in it is ever run.
"""
# ruff: noqa: E501  a paragraph of a letter is one line

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

FIELD = re.compile(r"\{([^{}]*)\}")
LONGEST = 20_000


@dataclass(frozen=True)
class Field:
    """A named field: what stands there, and what it reads for the invented case of the preview."""

    about: str
    invented: str


FIELDS: dict[str, Field] = {
    "name": Field("The name of the person", "Alex Invented"),
    "trust": Field("The trust’s name", "Harbour Example NHS Trust"),
    "reference": Field("The reference of the sanction", "SAN-2026-00000"),
    "incident day": Field("The day of the incident", "3 March 2026"),
    "incident place": Field("Where it happened", "Ward 4, Harbour Hospital"),
    "behaviour": Field("What they did, in facts", "You shouted at a nurse and pushed a chair at her."),
    "conditions": Field("What is asked of them", "Speak with our staff politely.\nDo not come near Ward 4 outside visiting hours."),
    "valid from": Field("The day from which it holds", "10 March 2026"),
    "valid until": Field("The last day on which it holds", "9 March 2027"),
    "review day": Field("The day of its review", "10 September 2026"),
    "appeal by": Field("The last day for an appeal", "7 April 2026"),
    "appeal to": Field("Whom to write to", "The Security Management Director"),
    "signed by": Field("Who approved it", "Robin Approver"),
    "signed by post": Field("The post of who approved it", "Security Management Director"),
    "alternative care": Field("Where else they can be treated", "Your GP, NHS 111 and the walk-in centre"),
}  # fmt: skip

NEEDED: dict[str, tuple[str, ...]] = {
    "warning": ("name", "behaviour", "valid until", "appeal by", "appeal to"),
    "agreement": ("name", "behaviour", "conditions", "valid until", "appeal by", "appeal to"),
    "exclusion": ("name", "behaviour", "valid until", "alternative care", "appeal by", "appeal to"),
}
"""What a letter of each kind cannot do without."""
EMERGENCIES = "emergency"
"""A word that a letter of exclusion must hold: emergency care stays open, and the person is told so."""

TITLES: dict[str, str] = {
    "warning": "Warning letter",
    "agreement": "Acknowledgement of responsibilities agreement",
    "exclusion": "Letter of exclusion",
}

FIRST_WORDS: dict[str, str] = {
    "warning": """\
Dear {name}

# What happened

On {incident day} at {incident place} our staff met behaviour that we do not accept:

{behaviour}

Everyone who works for {trust} has the right to do so without being hurt, threatened or abused.

# What we ask of you

{conditions}

This letter stands on our records from {valid from} until {valid until}. We look at it again on {review day}. If it happens again we may go further, and we may ask the police to act.

You can still get all the care you need from us.

# If you do not agree

Write to {appeal to} by {appeal by} and say why. Somebody who had no part in this letter looks at it again. If you need this letter in another language or in large print, or would like help to read it, tell us.
""",
    "agreement": """\
Dear {name}

# What happened

On {incident day} at {incident place}:

{behaviour}

# What we agree

So that you can be cared for and our staff can work safely, we ask you to agree to this:

{conditions}

For our part we treat you with respect, tell you what happens next, and listen when something is wrong.

The agreement runs from {valid from} until {valid until}. We look at it together on {review day}. It is not a court order. If it is not kept we may go further, and we may use it as evidence.

# If you do not agree

Write to {appeal to} by {appeal by} and say why. If you need this in another language or in large print, or would like someone with you when we talk about it, tell us.

# Your signature

I have read this, or it was read to me, and I understand it.
""",
    "exclusion": """\
Dear {name}

# What happened

On {incident day} at {incident place}:

{behaviour}

# What we decided

From {valid from} until {valid until} you may not come to our premises except as said below. A clinician who knows your care agreed to this. We look at it again on {review day}.

# Care that you can always have

Emergency care stays open to you, at any time. If your life is in danger call 999. For all other care: {alternative care}

# If you do not agree

Write to {appeal to} by {appeal by} and say why. Somebody who had no part in this decision looks at it again. If you need this letter in another language or in large print, or would like help to read it, tell us.
""",
}
"""The words with which a trust begins; it may change all of them."""


def faults_in(kind: str, text: str) -> list[str]:
    """What is wrong with the words of a template for letters of `kind`, each with what to do."""
    found: list[str] = []
    if not text.strip():
        return ["Write the letter."]
    if len(text) > LONGEST:
        found.append(f"The letter is longer than {LONGEST:,} characters. Make it shorter.")
    names = [name.strip() for name in FIELD.findall(text)]
    for name in dict.fromkeys(names):
        if name not in FIELDS:
            near = difflib.get_close_matches(name.casefold(), FIELDS, n=1, cutoff=0.5)
            meant = f" Did you mean {{{near[0]}}}?" if near else " The fields are listed beside the form."
            found.append(f"There is no field {{{name}}}.{meant}")
    rest = FIELD.sub("", text)
    if "{" in rest or "}" in rest:
        found.append("A curly bracket stands alone. Fields are written {name}, with both brackets.")
    lacking = [name for name in NEEDED[kind] if name not in names]
    if lacking:
        listed = ", ".join(f"{{{name}}}" for name in lacking)
        found.append(f"A {TITLES[kind].lower()} cannot do without {listed}.")
    if kind == "exclusion" and EMERGENCIES not in text.casefold():
        found.append("Say that emergency care stays open to them: it is never withheld.")
    return found


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with each field replaced by its value, once: a field's own words are never looked through again.

    A field without a value reads [to be filled in: name], so that a letter is not approved with a hole in it.
    """
    return FIELD.sub(lambda found: values.get(found[1].strip()) or f"[to be filled in: {found[1].strip()}]", text)


def holes_in(text: str) -> list[str]:
    """The fields that were not filled."""
    return re.findall(r"\[to be filled in: ([^\]]+)\]", text)


def for_preview(trust: str) -> dict[str, str]:
    """The invented case of the preview, in the trust's name."""
    return {name: field.invented for name, field in FIELDS.items()} | {"trust": trust}


@dataclass(frozen=True)
class Passage:
    """One part of a letter: `kind` is heading, points or words."""

    kind: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


def passages(text: str) -> list[Passage]:
    """A filled letter in its parts, in order."""
    parts: list[Passage] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines = [line.rstrip() for line in block.strip("\n").split("\n")]
        while lines and lines[0].startswith("# "):
            parts.append(Passage("heading", (lines.pop(0)[2:].strip(),)))
        kind, run = "", list[str]()
        for line in lines:
            now = "points" if line.startswith("- ") else "words"
            if run and now != kind:
                parts.append(Passage(kind, tuple(run)))
                run = []
            kind = now
            run.append(line[2:].strip() if now == "points" else line)
        if run and any(line.strip() for line in run):
            parts.append(Passage(kind, tuple(run)))
    return parts
