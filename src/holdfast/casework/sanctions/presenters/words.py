"""Who somebody is, in words."""

from __future__ import annotations

from holdfast.casework.incidents.models import Subject


def subject_in_words(subject: Subject) -> str:
    """The subject as lists call them: their name, else what is known, else "Somebody nobody knows"."""
    if subject.name.strip():
        return subject.name
    return subject.appearance.strip()[:80] or "Somebody nobody knows"
