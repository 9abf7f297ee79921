"""When staff may look into a patient's purse, wallet or bag."""

from __future__ import annotations

PERMISSIONS = {
    "given": "The patient gave permission",
    "unconscious": "The patient was unconscious",
    "alcohol": "The patient could not, because of alcohol",
    "drugs": "The patient could not, because of drugs",
}
"""Whether the patient gave permission, or why it could not be had. A patient who says no is not on the list: then
nobody looks."""


def fault_in_patient_search(*, permission: str, explained: bool, present: str, nobody_present_why: str) -> str:
    """What stands against recording it, in a sentence that says what to mend; "" for nothing."""
    if permission not in PERMISSIONS:
        return "Say whether the patient gave permission, or why it could not be had. When they say no, do not look."
    if permission == "given" and not explained:
        return "Tell the patient why you look, and talk them through it, then say so here."
    if permission != "given" and not present.strip() and not nobody_present_why.strip():
        return "Say which colleague or officer was there, or why nobody could be."
    return ""
