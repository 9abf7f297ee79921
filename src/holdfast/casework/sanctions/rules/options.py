"""What can be done about whoever did it: the kinds of sanction and redress, and who may impose each.

The ladder is that of reference law and practice; which of its steps a trust considers, its pack says.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OptionKind:
    """One kind of option. `imposed`: the trust itself imposes it on the person, so that the safeguards apply.

    `of_colleague`: it can be taken against a colleague here, not only by Human Resources. `needs_name`: it cannot be
    taken against someone whose name is not known.
    """

    title: str
    imposed: bool = False
    of_colleague: bool = True
    needs_name: bool = True


KINDS: dict[str, OptionKind] = {
    "warning": OptionKind("Warning letter", imposed=True, of_colleague=False),
    "agreement": OptionKind("Acknowledgement of responsibilities agreement", imposed=True, of_colleague=False),
    "exclusion": OptionKind("Exclusion, or treatment withheld", imposed=True, of_colleague=False),
    "disciplinary": OptionKind("Disciplinary action"),
    "criminal": OptionKind("Criminal proceedings", needs_name=False),
    "civil": OptionKind("Civil proceedings"),
    "recovery": OptionKind("Recovery of loss"),
    "charge": OptionKind("Penalty charge", imposed=True, of_colleague=False),
    "regulator": OptionKind("Referral to a professional regulator"),
    "order": OptionKind("An order that the police or the council can seek"),
    "proceeds": OptionKind("Restraint or confiscation of the proceeds of crime", needs_name=False),
    "other": OptionKind("Something else"),
}

DEFAULT_OPTIONS: tuple[tuple[str, str, str], ...] = (
    ("warning", "warning", "Warning letter"),
    ("agreement", "agreement", "Acknowledgement of responsibilities agreement"),
    ("criminal", "criminal", "Prosecution by the police and the Crown Prosecution Service"),
    ("civil", "civil", "Civil proceedings"),
    ("recovery", "recovery", "Recovery of what was lost"),
    ("regulator", "regulator", "Referral to a professional regulator"),
    ("order", "order", "Request to the police or the council for an order"),
    ("disciplinary", "disciplinary", "Disciplinary action by Human Resources"),
)
"""Key, kind and title of what is considered where a trust's policy lists nothing."""

OUTCOMES: dict[str, str] = {
    "warning": "Warning letter served",
    "agreement": "Agreement signed",
    "exclusion": "Excluded",
    "disciplinary": "Disciplinary sanction",
    "regulator": "Sanction by a regulator",
    "community-resolution": "Community resolution",
    "caution": "Police caution",
    "conviction": "Conviction",
    "order": "Order of a court",
    "notice": "Notice by the police or the council",
    "compensation": "Compensation or repayment",
    "charge": "Penalty charge paid",
    "other": "Something else",
}
"""What was obtained in the end."""

OF_LETTERS: tuple[str, ...] = ("warning", "agreement", "exclusion")
"""Outcomes that come of a letter alone: decided on, approved by somebody else, served or signed."""
OF_OTHERS: dict[str, str] = {key: words for key, words in OUTCOMES.items() if key not in OF_LETTERS}
"""Outcomes that are written down once they are known: others gave them, or the trust decided without a letter."""

BODIES: dict[str, str] = {
    "police": "Police",
    "cps": "Crown Prosecution Service",
    "council": "Council",
    "regulator": "Professional regulator",
    "human-resources": "Human Resources",
    "counter-fraud": "Counter fraud specialist",
    "nhscfa": "NHS Counter Fraud Authority",
    "other": "Another body",
}

ORDERS: dict[str, str] = {
    "community-protection": "Community protection warning or notice",
    "civil-injunction": "Injunction under the Anti-social Behaviour, Crime and Policing Act 2014",
    "criminal-behaviour": "Criminal behaviour order",
    "restraining": "Restraining order",
    "restraint-of-assets": "Restraint or confiscation under the Proceeds of Crime Act 2002",
    "prosecution": "Prosecution",
    "other": "Another order",
}
"""What a trust cannot seek or impose itself (2014 Act section 5: an NHS trust is not among the applicants)."""
