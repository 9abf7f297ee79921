"""How a view says who may use it. One that does not say fails a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404

from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.organisation.viewer import Viewer

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Public:
    """Anyone may use the view; `reason` says why that is right."""

    reason: str


class ViewedRequest(HttpRequest):
    """A request of a signed-in person."""

    viewer: Viewer


def requires(permission: Permission) -> Callable[[View], View]:
    """Only for signed-in people with `permission`.

    Nobody signed in: to the sign-in page and back, or 401 for a script. Signed in without the right: 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.viewer is None:
                if not request.user.is_authenticated:
                    if "application/json" in request.headers.get("Accept", ""):
                        return JsonResponse({"error": "sign-in"}, status=401)
                    return redirect_to_login(request.get_full_path())
                raise PermissionDenied("Your account is not joined to anyone who works for a trust that uses Holdfast.")
            if not request.viewer.may(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(reason: str) -> Callable[[View], View]:
    """For anyone, for the `reason` given."""

    def decorate(view: View) -> View:
        view.permission = Public(reason)  # type: ignore[attr-defined]
        return view

    return decorate


def in_trust_of_url(view: View) -> View:
    """For public views under `<slug:trust_slug>`: opens that trust's scope and hands the view `trust`.

    404 when no live trust has the slug. The view must render its page itself: what is rendered later has no scope.
    """

    @wraps(view)
    def within(request: HttpRequest, trust_slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        trust = get_object_or_404(Trust, slug=trust_slug, live=True)
        with scope(trust):
            return view(request, trust, *args, **kwargs)

    return within
