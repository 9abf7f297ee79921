"""Powers under which a trust may tell someone outside what it knows of a person, and where a request stands.

Sources: Data Protection Act 2018, schedules 1 and 2; UK GDPR article 6(1); Crime and Disorder Act 1998 section 115. The
words are for the register; whoever approves checks that the power fits.
"""

from __future__ import annotations

STATES: dict[str, str] = {
    "asked": "Waiting for a decision",
    "agreed": "Approved",
    "given": "Handed over",
    "refused": "Refused",
}
MEANINGS: dict[str, str] = {"asked": "waiting", "agreed": "going", "given": "done", "refused": "off"}

POWERS: dict[str, str] = {
    "sch2-crime": "DPA 2018 Sch 2 para 2: preventing, detecting or prosecuting crime",
    "sch2-legal": "DPA 2018 Sch 2 para 5: law, court order or legal proceedings",
    "sch1-crime": "DPA 2018 Sch 1 para 10: unlawful acts, special category data",
    "sch1-safeguarding": "DPA 2018 Sch 1 para 18: safeguarding children or adults at risk",
    "vital": "UK GDPR art 6(1)(d): someone’s life is at risk",
    "legal-duty": "UK GDPR art 6(1)(c): a statute obliges the trust",
    "cda-115": "Crime and Disorder Act 1998 s.115: to a relevant authority",
    "consent": "The person agreed",
    "none": "No power was named",
}
"""The power that was named. Nothing goes out under "none": it can only be refused."""


def may_go_out(power: str) -> bool:
    """True when something can be handed over under `power` at all."""
    return power in POWERS and power != "none"
