"""What people see when something is wrong. Says what to do next, and nothing of what is inside."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read."""
    return render(request, "400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not for this."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not yours; which of the two is nobody's business."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault. Rendered without the request's context, which may be what broke."""
    return render(None, "500.html", status=500)  # type: ignore[arg-type]


def session_ended(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose secret has run out, most often because the session ended in the middle of it."""
    context: dict[str, Any] = {"return_to": request.get_full_path(), "session_ended": True}
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": "session-ended"}, status=403)
    return render(request, "403.html", context, status=403)
