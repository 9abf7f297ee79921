"""What must be weighed before someone who is under 18, or may lack capacity, is brought before the law.

The trust does not impose these, so nothing bars them; but they are not sought without a word on age and capacity.
"""

from __future__ import annotations

from holdfast.casework.sanctions.rules.safeguards import ADULT_AT, RESPONSIBLE_AT, Standing

BEFORE_THE_LAW: tuple[str, ...] = ("criminal", "civil", "recovery", "order", "proceeds")
"""The kinds of options that end before a court, the police or the council."""
NOTICE_AT = 16
"""The age from which a community protection notice can be given: 2014 Act, section 43."""
LABEL = "Age and capacity: "


def concern(kind: str, standing: Standing) -> str:
    """What must be answered before an option of `kind` is taken against someone like this; "" for nothing.

    A claim against a child or someone without capacity needs a litigation friend (Civil Procedure Rules, Part 21).
    """
    if kind not in BEFORE_THE_LAW:
        return ""
    money = kind in ("civil", "recovery")
    found = []
    if standing.age == "child":
        law = (
            "A claim goes through a litigation friend, who acts for them."
            if money
            else f"Nobody under {RESPONSIBLE_AT} is criminally responsible; from then on it is for youth justice."
        )
        found.append(f"They are under {ADULT_AT}. {law} Say why it is right, and what the safeguarding lead thinks.")
    if standing.capacity == "lacks":
        friend = " A claim goes through a litigation friend." if money and standing.age != "child" else ""
        found.append(
            f"A clinician judged that they lack capacity.{friend} Say why it is right all the same, and what the "
            "clinician thinks."
        )
    elif standing.medical and standing.capacity == "unknown":
        found.append(
            "A clinician found medical factors, and nobody has judged their capacity. Have it judged, or say why it is "
            "right without."
        )
    return " ".join(found)


def weighed(reason: str, words: str) -> str:
    """`reason` with what was said of age and capacity below it: who reads the one reads the other."""
    return f"{reason.strip()}\n\n{LABEL}{words.strip()}" if words.strip() else reason.strip()


def parts_of(reason: str) -> tuple[str, str]:
    """A kept reason in its two parts: the reason, and what was said of age and capacity ("" for nothing)."""
    why, _, words = reason.partition(f"\n\n{LABEL}")
    return why, words
