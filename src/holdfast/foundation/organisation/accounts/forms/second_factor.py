"""Codes and passkeys."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.base import forms as theirs
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache

from holdfast.foundation.organisation.accounts.forms.words import OurWords, Words
from holdfast.foundation.organisation.accounts.sealing import CannotBeOpened
from holdfast.foundation.organisation.accounts.trail import actor_of, leave_entry, subject_of
from holdfast.foundation.organisation.models import User
from holdfast.foundation.pages.widgets import Line

CODE = Words(
    "Code",
    "Enter the code",
    "The 6 digits that your authenticator app shows now, or one of your recovery codes.",
)
NAME = Words(
    "Name of the passkey", "Enter a name", "For example, my phone. The name helps you to tell your passkeys apart."
)
USED = "You have used this code already. Wait until your app shows the next one."
NO_KEY = (
    "Your authenticator app no longer works with Holdfast. Sign in with a passkey, "
    "or ask the person who manages Holdfast in your trust."
)
NO_PASSKEY = "That passkey did not work. Try again, or use another way."
NOT_A_PASSKEY = (forms.ValidationError, KeyError, TypeError, ValueError, AttributeError)
"""What allauth raises for a passkey that is wrong, and for something sent in its place that is none at all."""


def code_field() -> forms.CharField:
    """A code of digits, as it is typed: with a space in the middle, or without."""
    return forms.CharField(max_length=20, widget=Line(width=10, inputmode="numeric", autocomplete="one-time-code"))


def name_field() -> forms.CharField:
    """What its owner calls a passkey."""
    return forms.CharField(max_length=60, widget=Line(width=20), required=False)


def must_be_new(user: User, code: str) -> None:
    """Raises ValidationError when `user` has used `code` before, while it is still valid.

    allauth remembers a used code for 30 seconds; with MFA_TOTP_TOLERANCE it is valid for longer, and the code with
    which an app was set up is not remembered at all.
    """
    seconds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    if not cache.add(f"holdfast:used-code:{user.pk}:{code}", "used", seconds):
        raise forms.ValidationError(USED, code="used")


class _Code(OurWords):
    """Asks for a code, and leaves an entry when it is wrong."""

    words = {"code": CODE}
    user: User
    cleaned_data: dict[str, Any]
    how: ClassVar[str] = "sign_in_failed"

    def clean_code(self) -> str:
        """The digits of a code that is right, and new. Raises ValidationError."""
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        try:
            code: str = super().clean_code()  # type: ignore[misc]
            must_be_new(self.user, code)
        except CannotBeOpened:
            raise forms.ValidationError(NO_KEY, code="no_key") from None
        except forms.ValidationError as problem:
            why = str(getattr(problem, "code", "") or "")
            by = actor_of(context.request)
            leave_entry(by=by, what=self.how, about=subject_of(self.user), details={"how": ["code"]}, why=why)
            raise
        return code


class SignInByCode(_Code, theirs.AuthenticateForm):
    """The second step of signing in. `has_app` and `has_passkey` say what its page may ask for."""

    code = code_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = set(Authenticator.objects.filter(user=self.user).values_list("type", flat=True))
        self.has_app = Authenticator.Type.TOTP in kinds
        self.has_passkey = Authenticator.Type.WEBAUTHN in kinds
        if not self.has_app:
            self.fields["code"].label, self.fields["code"].help_text = "Recovery code", "8 digits."


class ConfirmByCode(_Code, theirs.ReauthenticateForm):
    """A code, before something about the account changes."""

    code = code_field()


class AddApp(_Code, totp.ActivateTOTPForm):
    """The first code of a new authenticator app."""

    code = code_field()
    words = {"code": Words("Code", "Enter the code", "The 6 digits that the app shows now.")}
    how = "add_second_factor_failed"


class _Passkey(OurWords):
    """Takes what the browser's passkey answered, and leaves an entry when it is wrong."""

    user: User | None

    def clean_credential(self) -> Any:
        """The passkey that was shown. Raises ValidationError when it is not one of the account's."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except NOT_A_PASSKEY:
            about = subject_of(self.user)
            leave_entry(by=actor_of(context.request), what="sign_in_failed", about=about, details={"how": ["passkey"]})
            raise forms.ValidationError(NO_PASSKEY) from None


class SignInByPasskey(_Passkey, webauthn.AuthenticateWebAuthnForm):
    """The second step of signing in."""


class PasskeyAlone(_Passkey, webauthn.LoginWebAuthnForm):
    """A passkey and nothing else: it is both factors in one."""


class ConfirmByPasskey(_Passkey, webauthn.ReauthenticateWebAuthnForm):
    """A passkey, before something about the account changes."""


class AddPasskey(OurWords, webauthn.AddWebAuthnForm):
    """A new passkey. Always one that is enough by itself, so it must have asked for a finger, a face or a PIN."""

    name = name_field()
    words = {"name": NAME}
    left_out = ("passwordless",)

    def clean(self) -> dict[str, Any]:
        """Check what the browser answered. Raises ValidationError when it is not a passkey of this kind."""
        self.cleaned_data["passwordless"] = True
        try:
            return super().clean() or self.cleaned_data
        except NOT_A_PASSKEY:
            raise forms.ValidationError(NO_PASSKEY) from None


class RenamePasskey(OurWords, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(max_length=60, widget=Line(width=20))
    words = {"name": NAME}
