"""Signing in by password, and choosing one."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as theirs
from allauth.account.fields import EmailField
from django import forms

from holdfast.foundation.organisation.accounts.forms.words import OurWords, Words
from holdfast.foundation.pages.widgets import Line

ADDRESS = Words("E-mail address", "Enter your e-mail address")
NEW = Words(
    "New password",
    "Enter a new password",
    "At least 12 characters. Three words that have nothing to do with each other are easy to keep in mind.",
)
CURRENT = Words("Password", "Enter your password")
NO_ADDRESS = "Enter an e-mail address in the right format, like name@example.nhs.uk"


def address_field(autocomplete: str) -> EmailField:
    """The e-mail address of an account; cleans to small letters, as accounts keep it."""
    # for e-mail addresses, which have no direction of their own, dir="auto" would jump
    widget = Line({"type": "email", "dir": "ltr"}, autocomplete=autocomplete, spellcheck=False)
    return EmailField(widget=widget, max_length=254, error_messages={"invalid": NO_ADDRESS})


class SignInForm(OurWords, theirs.LoginForm):
    """E-mail address and password."""

    words = {"login": ADDRESS, "password": CURRENT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = address_field("username")
        field.label, field.error_messages["required"] = ADDRESS.label, ADDRESS.missing
        self.fields["login"] = field

    def clean(self) -> dict[str, Any]:
        """Check the two. What is wrong stands beside the first field, where the error summary can lead to it."""
        try:
            return super().clean() or self.cleaned_data
        except forms.ValidationError as problem:
            self.add_error("login", problem)
            return self.cleaned_data


class ForgottenPassword(OurWords, theirs.ResetPasswordForm):
    """Where to send a link by which a new password is chosen."""

    email = address_field("email")
    words = {"email": Words(ADDRESS.label, ADDRESS.missing, "The one that you sign in with.")}


class NewPassword(OurWords, theirs.ResetPasswordKeyForm):
    """A new password, by a link. Once: whoever is unsure can look at it."""

    words = {"password1": NEW}
    left_out = ("password2",)


class SetPassword(OurWords, theirs.SetPasswordForm):
    """A first password, for an account that has come in by single sign-on so far."""

    words = {"password1": NEW}
    left_out = ("password2",)


class ChangePassword(OurWords, theirs.ChangePasswordForm):
    """A new password instead of the one that is known."""

    words = {"oldpassword": Words("Your password now", "Enter your password"), "password1": NEW}
    left_out = ("password2",)


class ConfirmByPassword(OurWords, theirs.ReauthenticateForm):
    """The password once more."""

    words = {"password": CURRENT}
