"""The words of letters about sanctions: which fields they know, what each kind needs, and with what a trust begins.

How words become a letter is said in `kernel.wordings`.
"""
# ruff: noqa: E501  a paragraph of a letter is one line

from __future__ import annotations

from holdfast.kernel import wordings
from holdfast.kernel.wordings import Field, filled, holes_in, passages

__all__ = ["FIELDS", "FIRST_WORDS", "NEEDED", "TITLES", "faults_in", "filled", "for_preview", "holes_in", "passages"]

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
    found = wordings.faults_in(text, fields=FIELDS, needed=NEEDED[kind], what=f"a {TITLES[kind].lower()}")
    if text.strip() and kind == "exclusion" and EMERGENCIES not in text.casefold():
        found.append("Say that emergency care stays open to them: it is never withheld.")
    return found


def for_preview(trust: str) -> dict[str, str]:
    """The invented case of the preview, in the trust's name."""
    return {name: field.invented for name, field in FIELDS.items()} | {"trust": trust}
