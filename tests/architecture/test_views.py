"""Every view says who may use it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, include, path

from holdfast.foundation.organisation.access import Public, public, requires
from holdfast.foundation.organisation.permissions import Permission
from tests.architecture.house import none_of

# Views that are not ours and cannot carry our word, by where they come from, with who watches the door instead.
OTHERS = {
    "allauth": "signing in and out and one's own account: open by nature, each checked and rate limited by allauth",
    "django.views.generic.base.RedirectView": "shows nothing: the address that it leads to decides",
}


def views(patterns: Iterable[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Each address below `patterns`, with the view that answers it."""
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield address, pattern.callback


def undeclared(patterns: Iterable[Any]) -> list[str]:
    """The addresses whose view names neither a Permission nor a reason for being public."""
    wrong = []
    for address, view in views(patterns):
        owner = getattr(view, "view_class", view)
        name = f"{owner.__module__}.{owner.__qualname__}"
        if any(name == other or name.startswith(f"{other}.") for other in OTHERS):
            continue
        permission = getattr(view, "permission", getattr(owner, "permission", None))
        named = isinstance(permission, Permission) or (isinstance(permission, Public) and len(permission.reason) > 10)
        if not named:
            wrong.append(f"/{address} ({name})")
    return wrong


def test_it_finds_no_view_without_a_permission() -> None:
    in_a_demonstration = path("demo/", include("holdfast.doors.demonstration.urls"))
    none_of(
        undeclared([*get_resolver().url_patterns, in_a_demonstration]), 'Say @requires(Permission.X) or @public("why").'
    )


def test_it_sees_a_view_without_a_permission() -> None:
    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    patterns = [
        path("named/", requires(Permission.REPORT_INCIDENTS)(lambda request: HttpResponse())),
        path("open/", public("anyone may report, with or without an account")(lambda request: HttpResponse())),
        path("careless/", public("")(lambda request: HttpResponse())),
        path("bare/", bare),
    ]
    assert [line.partition(" ")[0] for line in undeclared(patterns)] == ["/careless/", "/bare/"]
