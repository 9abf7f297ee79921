"""Ends sessions in time, sees to second factors, and tells scripts in their own language that nobody is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse

from holdfast.foundation.organisation.accounts import sessions
from holdfast.foundation.organisation.accounts.sealing import CannotBeOpened
from holdfast.foundation.organisation.accounts.second_factor import lacks_second_factor
from holdfast.foundation.organisation.accounts.trail import actor_of, leave_entry, subject_of
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.scope import no_scope

NEVER_HELD_UP = frozenset({Permission.REPORT_INCIDENTS})
"""What nobody has to set up a second factor for first. It shows no report but one's own."""


class SigningInMiddleware:
    """Stands after ScopeMiddleware, because it asks who is looking."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = request.user.is_authenticated
        if over := _why_over(request):
            _end(request, over)
            with no_scope():
                response = self.get_response(request)
        else:
            response = self.get_response(request)
        if _sends_to_sign_in(response):
            return _ask_to_sign_in(request, response)
        if (signed_in or request.user.is_authenticated) and not response.has_header("Cache-Control"):
            # What somebody saw must not come back at a shared computer with the Back button once they have signed out.
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Before any page that needs a right: somebody whose post needs a second factor sets it up."""
        viewer = request.viewer  # type: ignore[attr-defined]
        permission = getattr(view, "permission", None)
        if viewer is None or not isinstance(permission, Permission) or permission in NEVER_HELD_UP:
            return None
        if getattr(view, "before_second_factor", False) or not lacks_second_factor(request, viewer):
            if request.session.get(sessions.AFTER_SECOND_FACTOR) == request.get_full_path():
                del request.session[sessions.AFTER_SECOND_FACTOR]
            return None
        page = reverse("mfa_index")
        if is_script(request):
            return _refuse(request, 403, "second-factor", page)
        request.session[sessions.AFTER_SECOND_FACTOR] = request.get_full_path() if request.method == "GET" else "/"
        messages.warning(request, "Your post needs a second factor. Set one up to go on.")
        return redirect(page)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Recovery codes whose key is gone: say so, where new ones can be made."""
        if not isinstance(exception, CannotBeOpened):
            return None
        messages.error(request, "Your recovery codes can no longer be read. Make new ones.")
        return redirect("mfa_index")


def is_script(request: HttpRequest) -> bool:
    """True when a script asks and no person would see the page that comes back."""
    headers = request.headers
    if headers.get("HX-Request") == "true" or headers.get("X-Requested-With") == "XMLHttpRequest":
        return True
    accept = headers.get("Accept", "")
    if "text/html" in accept:
        # Only a browser that opens a page names HTML. A service worker that asks in its place keeps these words, but
        # looks like a script by all else.
        return False
    if mode := headers.get("Sec-Fetch-Mode"):
        return mode != "navigate" and headers.get("Sec-Fetch-Dest") == "empty"
    return "application/json" in accept


def _why_over(request: HttpRequest) -> str:
    user, viewer = request.user, request.viewer  # type: ignore[attr-defined]
    if not user.is_authenticated:
        # The session names somebody whose account has been closed: it must not wake up when the account opens again.
        return "your account is closed" if SESSION_KEY in request.session else ""
    if viewer is None and user.person_id is not None:
        return "your account is closed"  # they have left, or their trust has
    return sessions.use(request)


def _end(request: HttpRequest, why: str) -> None:
    if request.user.is_authenticated:
        leave_entry(by=actor_of(request), what="session_end", about=subject_of(request.user), why=why)
    logout(request)
    request.viewer = None  # type: ignore[attr-defined]
    if not is_script(request):
        messages.info(request, f"You have been signed out of Holdfast, because {why}.")


def _sends_to_sign_in(response: HttpResponse) -> bool:
    where = urlsplit(response.get("Location", ""))
    return response.status_code == 302 and where.path == resolve_url(settings.LOGIN_URL) and "next=" in where.query


def _ask_to_sign_in(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    page = resolve_url(settings.LOGIN_URL)
    back = parse_qs(urlsplit(response["Location"]).query).get("next", ["/"])[0]
    if is_script(request):
        shown = _own_path(request, request.headers.get("HX-Current-URL", "")) or back
        return _refuse(request, 401, "sign-in", f"{page}?{urlencode({'next': shown})}")
    if request.method not in ("GET", "HEAD"):
        # Where a form was sent to can often not be opened as a page: come back to the form instead.
        back = _own_path(request, request.headers.get("Referer", "")) or "/"
        messages.warning(
            request, "Nothing has been sent, because you are no longer signed in. Sign in and send it again."
        )
        return redirect(f"{page}?{urlencode({'next': back})}")
    return response


def _refuse(request: HttpRequest, status: int, error: str, page: str) -> HttpResponse:
    answer = JsonResponse({"error": error, "url": page}, status=status)
    if request.headers.get("HX-Request") == "true":
        answer["HX-Redirect"] = page
    return answer


def _own_path(request: HttpRequest, address: str) -> str:
    """The path and query of `address` when it is on this site, else ""."""
    where = urlsplit(address)
    if where.netloc != request.get_host() or not where.path.startswith("/"):
        return ""
    return where.path + (f"?{where.query}" if where.query else "")
