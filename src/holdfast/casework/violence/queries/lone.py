"""Who works alone in a way that asks for a device."""

from __future__ import annotations

from holdfast.casework.violence.rules.lone import NEEDS_DEVICE


def needs_device(reason: str) -> bool:
    """True for someone who works alone at night or off site (a key of rules.lone.REASONS)."""
    return reason in NEEDS_DEVICE
