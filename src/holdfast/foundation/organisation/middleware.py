"""Opens the scope of the signed-in person's trust for the length of a request."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from holdfast.foundation.organisation.scope import no_scope, scope
from holdfast.foundation.organisation.viewer import Viewer


def address_of(request: HttpRequest) -> str:
    """The caller's network address.

    Behind `PROXIES` proxies it is the entry that the outermost of them wrote; what a caller writes further left in
    X-Forwarded-For is never believed.
    """
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    if settings.PROXIES and len(hops) >= settings.PROXIES:
        return hops[-settings.PROXIES][:45]
    return request.META.get("REMOTE_ADDR", "")[:45]


class ScopeMiddleware:
    """Sets `request.viewer` (None for nobody) and opens their trust's scope; nobody has no scope."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer = Viewer.of(request.user, address=address_of(request))
        request.viewer = viewer  # type: ignore[attr-defined]
        with scope(viewer.trust) if viewer else no_scope():
            return self.get_response(request)
