"""What every page's header needs to know of who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode

from holdfast.foundation.organisation.accounts.sessions import AFTER_SECOND_FACTOR


def account(request: HttpRequest) -> dict[str, Any]:
    """`account` and `identity_hash` of somebody signed in, `sign_in_url` for anyone else; `after_second_factor`.

    The hash stays the same from one session to the next, so that what somebody typed before their session ended can
    be opened again; nobody else is ever shown it.
    """
    user = getattr(request, "user", None)
    if user is None:
        return {}
    if not user.is_authenticated:
        return {"sign_in_url": _sign_in_url(request)}
    viewer = getattr(request, "viewer", None)
    return {
        "account": {
            "name": str(viewer.person) if viewer else user.email,
            "url": reverse("my_account"),
            "sign_out_url": reverse("account_logout"),
        },
        "identity_hash": salted_hmac("holdfast.identity", str(user.pk), algorithm="sha256").hexdigest(),
        "after_second_factor": request.session.get(AFTER_SECOND_FACTOR),
    }


def _sign_in_url(request: HttpRequest) -> str:
    """Where to sign in and come back from; "" on the pages for signing in, whose header need not offer it."""
    page = reverse("account_login")
    if request.path.startswith(reverse("my_account")):
        return ""
    back = request.get_full_path() if request.method == "GET" else ""
    return f"{page}?{urlencode({'next': back})}" if back not in ("", "/") else page
