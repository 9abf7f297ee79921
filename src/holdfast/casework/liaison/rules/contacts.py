"""Outside bodies with which a trust deals on a case, and what security and counter fraud do together."""

from __future__ import annotations

BODIES: dict[str, str] = {
    "police": "Police",
    "cps": "Crown Prosecution Service",
    "court": "Court or witness care",
    "hse": "Health and Safety Executive",
    "nhs-england": "NHS England",
    "icb": "Integrated care board",
    "council": "Council or community safety partnership",
    "regulator": "Professional regulator",
    "other-nhs": "Another NHS body",
    "other": "Someone else outside the trust",
}

JOINT_KINDS: dict[str, str] = {
    "referred": "Referred",
    "worked": "Worked on together",
    "ended": "Joint work ended",
}
