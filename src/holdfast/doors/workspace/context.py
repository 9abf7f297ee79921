"""What the header of every page offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from holdfast.foundation.organisation.permissions import Permission


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the header; `current` when the page lies under it."""

    title: str
    url: str
    current: bool


# Title, url name, and the right that shows it.
ENTRIES = (
    ("My work", "workspace:home", Permission.USE_HOLDFAST),
    ("Report", "incidents:report", Permission.REPORT_INCIDENTS),
    ("Incidents", "incidents:list", Permission.LIST_INCIDENTS),
    ("Assurance", "assurance:overview", Permission.SEE_ASSURANCE),
    ("Organisation", "organisation:home", Permission.MANAGE_ORGANISATION),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`navigation`: what the viewer may go to, for the header."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return {"navigation": []}
    items = []
    for title, name, permission in ENTRIES:
        if viewer.may(permission):
            url = reverse(name)
            here = request.path == url if url == "/" else request.path.startswith(url)
            items.append(NavigationItem(title, url, here))
    return {"navigation": items}
