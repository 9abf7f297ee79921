"""What machines ask of the site: is it well, may it be indexed, whom to tell of a weakness."""

from __future__ import annotations

import ipaddress
from dataclasses import asdict
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from holdfast.doors.operating.health import State, look, worst
from holdfast.foundation.organisation.access import public
from holdfast.foundation.organisation.permissions import Permission
from holdfast.kernel import clock

ROBOTS = "User-agent: *\nDisallow: /\n"
SECURITY_WORDS_HOLD_FOR = timedelta(days=180)


@public("a monitor has no account: it learns one word; the rest is for administrators and for this machine itself")
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """`{"status": "ok"}`, "warning" or "failing". 503 when requests are better sent to another process."""
    closely = _may_know_more(request)
    checks = look(closely=closely)
    state = worst(checks)
    told: dict[str, object] = {"status": state}
    if closely:
        told |= {"version": settings.VERSION, "checks": [asdict(check) for check in checks]}
    return JsonResponse(told, status=503 if state is State.FAILING else 200)


@public("search engines ask it before anything else")
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """No page of Holdfast belongs in a search engine."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@public("whoever finds a weakness has no account")
@require_safe
def security_contact(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell of a weakness. 404 where HOLDFAST_SECURITY_CONTACT names nobody."""
    contact = settings.CONFIGURATION.security_contact
    if not contact:
        raise Http404
    until = (clock.now() + SECURITY_WORDS_HOLD_FOR).strftime("%Y-%m-%dT00:00:00Z")
    where = f"{settings.PUBLIC_URL}{request.path}"
    words = f"Contact: {contact}\nExpires: {until}\nPreferred-Languages: en\nCanonical: {where}\n"
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


def _may_know_more(request: HttpRequest) -> bool:
    viewer = getattr(request, "viewer", None)
    if viewer is not None:
        return viewer.may(Permission.MANAGE_ORGANISATION)
    return _comes_from_this_machine(request)


def _comes_from_this_machine(request: HttpRequest) -> bool:
    """True for a program on this machine, and not for a stranger whose request a proxy on this machine passes on."""
    if any(f"HTTP_{name}" in request.META for name in ("X_FORWARDED_FOR", "X_FORWARDED_PROTO", "FORWARDED", "VIA")):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
