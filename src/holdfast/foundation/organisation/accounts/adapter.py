"""Signing in by password, and what every way of signing in has in common."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.foundation.organisation.accounts import sessions
from holdfast.foundation.organisation.accounts.limits import Tries
from holdfast.foundation.organisation.accounts.second_factor import KNOWN
from holdfast.foundation.organisation.accounts.trail import actor_of, caller_address, leave_entry, subject_of
from holdfast.foundation.organisation.models import User
from holdfast.kernel import clock

log = logging.getLogger("holdfast.signing_in")

NO_SUCH_ACCOUNT = "account/email/unknown_account"
MUST_ARRIVE = ("account/email/password_reset_key", NO_SUCH_ACCOUNT)
"""Letters without which the person cannot go on. The others only tell of what has happened."""

CHANGES = {
    "account/email/password_changed": ("change_password", {}),
    "account/email/password_set": ("choose_password", {}),
    "account/email/password_reset": ("choose_password", {"by": "link in an e-mail"}),
    "mfa/email/totp_activated": ("add_second_factor", {"kind": "authenticator app"}),
    "mfa/email/totp_deactivated": ("remove_second_factor", {"kind": "authenticator app"}),
    "mfa/email/webauthn_added": ("add_second_factor", {"kind": "passkey"}),
    "mfa/email/webauthn_removed": ("remove_second_factor", {"kind": "passkey"}),
    "mfa/email/recovery_codes_generated": ("make_recovery_codes", {}),
}
"""allauth tells of each change to an account by a letter; this is what the trail calls it."""

HOW = {"password": "password", "password_reset": "link in an e-mail", "socialaccount": "single sign-on"}
KINDS = {"totp": "authenticator app", "webauthn": "passkey", "recovery_codes": "recovery code"}


class AccountAdapter(DefaultAccountAdapter):
    """allauth's accounts, by the rules of this house."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is not right. Check both and try again.",
        "enter_current_password": "This is not your password. Enter the one that you sign in with now.",
        "incorrect_password": "This is not your password. Try again.",
        "incorrect_code": "That code is not right. Try again.",
        "invalid_password_reset": "This link no longer works.",
        "too_many_login_attempts": (
            "That was wrong too many times. Wait 15 minutes and try again, or choose a new password."
        ),
        "rate_limited": "That was wrong too many times. Wait 15 minutes and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: administrators make accounts."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The caller's address, as PROXIES says to read it."""
        return caller_address(request)

    # Passwords

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try. Raises ValidationError when there have been too many."""
        self.tries = Tries(request, credentials.get("email", ""))
        if not self.tries.count():
            if self.tries.is_first_lock_out():
                leave_entry(
                    by=actor_of(request),
                    what="lock_out",
                    about=subject_of(_user_with(self.tries.email)),
                    why="too many wrong passwords",
                )
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The account with these credentials, or None."""
        user = super().authenticate(request, **credentials)
        if user:
            self.tries.take_back()
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave an entry: somebody guesses, or somebody has forgotten."""
        about = subject_of(_user_with(credentials.get("email", "")))
        leave_entry(by=actor_of(request), what="sign_in_failed", about=about, details={"how": ["password"]})

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        # allauth calls this when a new password was chosen
        Tries(request, credentials.get("email", "")).forget()

    def set_password(self, user: Any, password: str) -> None:
        """Give `user` the password. Writes nothing else, so that it cannot open an account closed meanwhile."""
        user.set_password(password)
        user.save(update_fields=["password"])

    # Coming in and going out

    def get_login_stages(self) -> list[str]:
        """What stands between the first proof of who somebody is and their session."""
        return ["holdfast.foundation.organisation.accounts.second_factor.SecondFactorStage"]

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Turn away who has left, and whose account is closed."""
        if why := why_closed(user):
            leave_entry(by=actor_of(request), what="sign_in_failed", about=subject_of(user), why=why)
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: Any) -> None:
        """Open the session."""
        super().login(request, user)
        sessions.begin(request)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Leave an entry, and go where they wanted to go."""
        how = ways_in(request, user)
        leave_entry(by=actor_of(request, user), what="sign_in", about=subject_of(user), details={"how": how})
        return super().post_login(request, user, **kwargs)

    def logout(self, request: HttpRequest) -> None:
        """Leave an entry, and end the session."""
        if request.user.is_authenticated:
            leave_entry(by=actor_of(request), what="sign_out", about=subject_of(request.user))
        super().logout(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for somebody who signed in a moment ago: they would be asked for the same password twice."""
        records = get_authentication_records(self.request, self.request.user)
        signed_in = max((record.get("at", 0) for record in records), default=0)
        return clock.now().timestamp() - signed_in >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """How `user` can show once more who they are."""
        words = {
            "reauthenticate": "Use your password",
            "mfa_reauthenticate": "Use a code",
            "mfa_reauthenticate:webauthn": "Use a passkey",
        }
        return [method | {"description": words[method["id"]]} for method in super().get_reauthentication_methods(user)]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Where to go with a new password."""
        return reverse("my_account")

    # Letters

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in a letter. Its host is the configured one: the request's is whatever the caller said."""
        uid, _, secret = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": secret})
        return f"{settings.PUBLIC_URL}{path}"

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send a letter. What must arrive and cannot be sent becomes a page that says so; the rest is logged.

        That there is no account is told where somebody's work address could be meant, and to no stranger.
        """
        if template_prefix == NO_SUCH_ACCOUNT and not _is_at_work(email):
            return
        try:
            super().send_mail(template_prefix, email, context | {"public_url": settings.PUBLIC_URL})
        except (OSError, SMTPException):
            log.exception("%s could not be sent", template_prefix)
            if template_prefix in MUST_ARRIVE:
                page = render(self.request, "account/mail_failed.html", status=503)
                raise ImmediateHttpResponse(page) from None

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Something about an account has changed: leave an entry, and tell its owner."""
        if template_prefix in CHANGES:
            what, details = CHANGES[template_prefix]
            leave_entry(by=actor_of(self.request, user), what=what, about=subject_of(user), details=details)
            if what == "remove_second_factor":
                self.request.session.pop(KNOWN, None)
        context = {"at": clock.now(), "address": caller_address(self.request)} | (context or {})
        super().send_notification_mail(template_prefix, user, context, email)


def why_closed(user: User) -> str:
    """Why nobody may sign in with this account; "" when they may."""
    if not user.is_active:
        return "the account is closed"
    person = user.person
    if person is not None and person.left is not None and person.left < clock.today():
        return "they have left"
    if person is not None and not person.trust.live:
        return "the trust does not use Holdfast"
    return ""


def ways_in(request: HttpRequest, user: User) -> list[str]:
    """By what `user` has shown who they are, in the order in which they did."""
    found = []
    for record in get_authentication_records(request, user):
        method = record.get("method", "")
        found.append(KINDS.get(record.get("type", ""), method) if method == "mfa" else HOW.get(method, method))
    return list(dict.fromkeys(found))


def _is_at_work(email: str) -> bool:
    """True when somebody has an account with an address of the same domain.

    Within such a domain whoever asks gets a letter, with an account or without, so that neither the page nor the time
    it takes tells which addresses have one. Outside there is nothing to tell, and Holdfast is not to be had for sending
    mail to anybody.
    """
    domain = email.strip().lower().rpartition("@")[2]
    return User.objects.filter(email__endswith=f"@{domain}", is_active=True).exists()


def _user_with(email: str) -> User | None:
    return User.objects.filter(email=email.strip().lower()).select_related("person__trust").first()
