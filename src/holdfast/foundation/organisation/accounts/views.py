"""One's own account, and what to do without one. All else under /account/ is allauth's, in our words."""

from __future__ import annotations

import logging
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from requests import RequestException

from holdfast.foundation.organisation.access import ViewedRequest, public, requires
from holdfast.foundation.organisation.accounts.second_factor import SecondFactorAdapter, is_last_needed
from holdfast.foundation.organisation.permissions import Permission

log = logging.getLogger("holdfast.signing_in")


@requires(Permission.USE_HOLDFAST)
def my_account(request: ViewedRequest) -> HttpResponse:
    """Who Holdfast takes the viewer for, how they sign in, and where they are signed in."""
    factors = list(Authenticator.objects.filter(user=request.viewer.user))
    codes = next((one for one in factors if one.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "page_title": "Your account",
        "held": request.viewer.held,
        "has_password": request.viewer.user.has_usable_password(),
        "has_app": any(one.type == Authenticator.Type.TOTP for one in factors),
        "passkeys": sum(one.type == Authenticator.Type.WEBAUTHN for one in factors),
        "codes_left": codes_left(codes),
        "sessions": len(UserSession.objects.purge_and_list(request.viewer.user)),
    }
    return render(request, "account/my_account.html", context)


my_account.before_second_factor = True  # type: ignore[attr-defined]  # it leads to setting one up


@public("how to get an account is for people who have none")
@never_cache
def no_account(request: HttpRequest) -> HttpResponse:
    """Whom to ask for an account, and what can be done without one."""
    return render(request, "account/no_account.html")


@public("it is a way to sign in: it leads to the provider that the settings name")
def single_sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the provider; a page that says so when it does not answer."""
    try:
        return openid_connect.login(request, provider_id)
    except RequestException:
        log.exception("the provider of single sign-on does not answer")
        return render(request, "socialaccount/authentication_error.html", status=502)


class _AddPasskey(AddWebAuthnView):
    """allauth's, but always for a passkey that is enough by itself: one kind to explain, and no password to phish."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        # After theirs: the browser has to answer what was asked last.
        options = auth.begin_registration(self.request.user, passwordless=True)
        return context | {"js_data": {"creation_options": options}}


add_passkey = requires(Permission.USE_HOLDFAST)(_AddPasskey.as_view())
add_passkey.before_second_factor = True  # type: ignore[attr-defined]


class _RemovePasskey(RemoveWebAuthnView):
    """allauth's, but the last second factor stays with whoever must have one."""

    def form_valid(self, form: Any) -> HttpResponse:
        if is_last_needed(self.request, self.get_object()):
            messages.error(self.request, SecondFactorAdapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)


remove_passkey = requires(Permission.USE_HOLDFAST)(_RemovePasskey.as_view())


def codes_left(codes: Authenticator | None) -> int | None:
    """How many recovery codes have not been used; None without any. Counted without opening the secret."""
    if codes is None:
        return None
    return app_settings.RECOVERY_CODE_COUNT - codes.data["used_mask"].bit_count()
