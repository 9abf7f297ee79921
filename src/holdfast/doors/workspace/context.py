"""What the header and the footer of every page offer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from holdfast.foundation.notifications.context import unread_in_words, unread_notices
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer

INCIDENT = "INC-"
"""How references of incidents begin: other records have one page each, and no others to stand beside it."""


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the header; `current` when the page lies under it, `count` for what waits there ("" for nothing)."""

    title: str
    url: str
    current: bool
    count: Any = ""


Shown = Callable[[Viewer], bool]


def _may(*permissions: Permission) -> Shown:
    return lambda viewer: any(viewer.may(permission) for permission in permissions)


# Title, url name, and whom it is shown to. What a person needs in a hurry comes first: on a phone the rest folds away.
ENTRIES: tuple[tuple[str, str, Shown], ...] = (
    ("My work", "workspace:home", _may(Permission.USE_HOLDFAST)),
    ("Report", "incidents:report", _may(Permission.REPORT_INCIDENTS)),
    ("My reports", "incidents:my-reports", lambda viewer: not viewer.may(Permission.LIST_INCIDENTS)),
    ("Incidents", "incidents:list", _may(Permission.LIST_INCIDENTS)),
    ("Markers", "violence:look-up", _may(Permission.LOOK_UP_MARKERS)),
    (
        "Registers",
        "workspace:registers",
        _may(
            Permission.LIST_INCIDENTS,
            Permission.LOOK_UP_MARKERS,
            Permission.SEE_REFERRALS,
            Permission.APPROVE_DISCLOSURES,
        ),
    ),
    ("Assurance", "assurance:overview", _may(Permission.SEE_ASSURANCE)),
    ("Notices", "notifications:list", _may(Permission.USE_HOLDFAST)),
    ("Organisation", "organisation:home", _may(Permission.MANAGE_ORGANISATION)),
    ("Audit trail", "workspace:audit", _may(Permission.READ_AUDIT)),
)

# The pages of one incident, in the order of the path. Title, url name, whom it is shown to, and what else of the
# incident's addresses belongs to it.
RECORD_PAGES: tuple[tuple[str, str, Shown, tuple[str, ...]], ...] = (
    ("Report", "incidents:incident", _may(Permission.LIST_INCIDENTS), ()),
    ("Case", "casefile:case", _may(Permission.LIST_INCIDENTS), ("closure/", "searches/", "bundles/")),
    ("People affected", "violence:response", _may(Permission.RESPOND_TO_ASSAULTS), ("support/", "marker/")),
    ("Police", "liaison:police", _may(Permission.WORK_WITH_POLICE), ("disclosures/",)),
    ("RIDDOR", "liaison:riddor", _may(Permission.KEEP_RIDDOR), ()),
    ("Sanctions", "sanctions:incident", _may(Permission.SEE_SANCTIONS), ()),
    ("Exhibits", "casefile:exhibits", _may(Permission.HANDLE_EXHIBITS), ()),
    ("Actions", "actions:of-record", _may(Permission.LIST_INCIDENTS), ()),
)

UNDER = (("/riddor/", "liaison:riddor"), ("/police/", "liaison:police"))
"""Addresses that name no incident, and the page of the incident to which what stands under them belongs."""

FOOTER = (
    ("About Holdfast", "workspace:about"),
    ("Accessibility", "workspace:accessibility"),
    ("Privacy", "workspace:privacy"),
    ("Licences", "workspace:licences"),
)


@dataclass(frozen=True)
class RecordPage:
    """One page of a record; `current` when it, or something below it, is shown."""

    title: str
    url: str
    current: bool


def record_pages(request: HttpRequest) -> dict[str, Any]:
    """`record_pages`: the pages of the incident that the address names, as far as the viewer may open them; and
    `numbers_url`, where the trust's figures are set, for who may.

    Each area has its own page of an incident and knows no other; here they stand side by side. None where there would
    be one only.
    """
    viewer: Viewer | None = getattr(request, "viewer", None)
    match = request.resolver_match
    # A page whose address names no incident, but something on one, says so itself.
    reference = getattr(request, "record_of_page", "") or (match.kwargs.get("reference", "") if match else "")
    if viewer is None or not reference.startswith(INCIDENT):
        return {}
    incident = reverse("incidents:incident", args=[reference])
    urls, here, deepest = [], "", 0
    for title, name, is_shown, also in RECORD_PAGES:
        if is_shown(viewer):
            url = reverse(name, args=[reference])
            urls.append((title, url))
            for under in (url, *(incident + tail for tail in also)):
                if len(under) > deepest and request.path.startswith(under):
                    here, deepest = url, len(under)
            if not here and any(request.path.startswith(start) for start, belongs in UNDER if belongs == name):
                here = url
    return {
        "record_pages": [RecordPage(title, url, url == here) for title, url in urls] if len(urls) > 1 else [],
        # Where a figure is set of which an area below says that it is missing.
        "numbers_url": reverse("assurance:numbers") if viewer.may(Permission.EDIT_POLICY) else "",
    }


def say_unread(request: HttpRequest, number: int) -> None:
    """For a view that has counted the viewer's unread notices anyway: the header need not ask again."""
    request.unread_notices = unread_in_words(number)  # type: ignore[attr-defined]


def _unread(request: HttpRequest) -> str:
    known: str | None = getattr(request, "unread_notices", None)
    return str(unread_notices(request)["unread_notices"]) if known is None else known


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`navigation`, `home_url`, `search_url`, `footer_links` and `holdfast_version` for the layouts.

    Nobody signed in gets no navigation and no search. Asks the database only for what the page shows: how many notices
    wait.
    """
    viewer: Viewer | None = getattr(request, "viewer", None)
    always = {
        "home_url": reverse("workspace:home"),
        "footer_links": [{"title": title, "url": reverse(name)} for title, name in FOOTER],
        "holdfast_version": settings.VERSION,
    }
    if viewer is None:
        return always | {"navigation": []}
    counts = {"notifications:list": SimpleLazyObject(lambda: _unread(request))}
    items = []
    for title, name, is_shown in ENTRIES:
        if is_shown(viewer):
            url = reverse(name)
            here = request.path == url if url == "/" else request.path.startswith(url)
            items.append(NavigationItem(title, url, here, counts.get(name, "")))
    return always | {"navigation": items, "search_url": reverse("workspace:search")}
