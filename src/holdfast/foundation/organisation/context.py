"""What every page knows of who is looking."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def trust_and_viewer(request: HttpRequest) -> dict[str, Any]:
    """`viewer`, `trust` (None where nobody is signed in) and `demo` for templates."""
    viewer = getattr(request, "viewer", None)
    return {"viewer": viewer, "trust": viewer.trust if viewer else None, "demo": settings.DEMO}
