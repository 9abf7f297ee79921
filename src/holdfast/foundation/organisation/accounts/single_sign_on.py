"""Single sign-on: finds the account by its verified e-mail address, and never makes one."""

from __future__ import annotations

import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.shortcuts import redirect, render

from holdfast.foundation.organisation.accounts.trail import NO_ACCOUNT, actor_of, leave_entry

log = logging.getLogger("holdfast.signing_in")


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """allauth's single sign-on, for accounts that are there already."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse to join a provider's account to ours: the e-mail address alone decides, each time."""
        if sociallogin.state.get("process", "login") != "login":
            raise ImmediateHttpResponse(redirect("my_account"))

    def authenticate_by_email(self, sociallogin: SocialLogin) -> Any:
        """The account with a verified address of `sociallogin`, and the address; None where there is none.

        Some providers send `email_verified` as a text, and "false" as a text is true.
        """
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True or str(address.verified).lower() == "true"
        return super().authenticate_by_email(sociallogin)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: says instead what is missing, and whom to ask."""
        address = next((address for address in sociallogin.email_addresses), None)
        unverified = address is not None and not address.verified
        why = "address not verified" if unverified else "no account"
        leave_entry(by=actor_of(request), what="sign_in_failed", about=NO_ACCOUNT, details={"how": ["sso"]}, why=why)
        context = {"email": address.email if address else "", "unverified": unverified}
        raise ImmediateHttpResponse(render(request, "socialaccount/no_account.html", context, status=403))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: BaseException | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Tell whoever runs Holdfast; the page tells the person."""
        log.warning("single sign-on failed: %s", exception or error, exc_info=exception)
