"""What people see when something is wrong. Says what to do next, and nothing of what is inside."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from holdfast.foundation.organisation.access import public

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@public("an error page: shown in place of whatever was asked for")
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read; 413 when it was too large to be read."""
    if isinstance(exception, TOO_LARGE):
        return _answer(request, 413, "too-large", {})
    return _answer(request, 400, "bad-request", {})


@public("an error page: shown in place of whatever was asked for")
def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not for this. What the exception says is for the person: views word it so."""
    return _answer(request, 403, "not-allowed", {"why": str(exception or "")})


@public("an error page: shown in place of whatever was asked for")
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not yours; which of the two is nobody's business, so nothing of the exception is shown."""
    return _answer(request, 404, "not-found", {})


@public("an error page: shown in place of whatever was asked for")
def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault. Rendered without any context: whatever broke may break that too."""
    if _wants_json(request):
        return JsonResponse({"error": "broken"}, status=500)
    return HttpResponse(render_to_string("pages/errors/500.html"), status=500)


@public("an error page: shown in place of whatever was asked for")
def session_ended(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose secret has run out, most often because the session ended in the middle of it.

    `reason` is Django's, for programmers, and not shown.
    """
    if _wants_json(request):
        return JsonResponse({"error": "session-ended"}, status=403)
    return render(request, "pages/errors/session_ended.html", status=403)


def _answer(request: HttpRequest, status: int, error: str, context: dict[str, str]) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"error": error}, status=status)
    return render(request, f"pages/errors/{status}.html", context, status=status)


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
