"""References in addresses, so that /incidents/INC-2026-00042/ is never taken for another page of the list.

Importing this module teaches Django's addresses the word `reference`: `<reference:reference>`.
"""

from __future__ import annotations

from django.urls import register_converter


class ReferenceConverter:
    """INC-2026-00042 in an address, in capitals or small letters; a view gets it in capitals."""

    regex = r"[A-Za-z]{2,5}-[0-9]{4}-[0-9]{5,9}"

    def to_python(self, value: str) -> str:
        """The reference as it is kept."""
        return value.upper()

    def to_url(self, value: str) -> str:
        """The reference as it is shown."""
        return value


register_converter(ReferenceConverter, "reference")
