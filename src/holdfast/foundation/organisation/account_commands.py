"""What `holdfast accounts` does: for whoever runs the installation, when nobody can do it on screen."""

from __future__ import annotations

from argparse import Namespace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from holdfast.foundation.organisation.accounts.second_factor import reset_second_factor, seal_all_again
from holdfast.foundation.organisation.command_line import whoever_types
from holdfast.foundation.organisation.models import User
from holdfast.foundation.organisation.operations.accounts import change_sign_in_address
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.kernel.commands import CommandFailed, Result


def reset(given: Namespace) -> Result:
    """`holdfast accounts reset-second-factor`. Raises CommandFailed for an unknown address, or when there is none."""
    user = _user(given.email)
    try:
        reset_second_factor(by=whoever_types(), user=user, why=given.why)
    except Refused as refusal:
        raise CommandFailed(refusal.message) from None
    return Result({"email": user.email, "reset": True}, f"{user.email} signs in with the password alone next time.")


def change_address(given: Namespace) -> Result:
    """`holdfast accounts change-address`. Raises CommandFailed for an unknown address, and for one that is taken."""
    user = _user(given.email)
    try:
        validate_email(given.new)
        change_sign_in_address(by=whoever_types(), user=user, email=given.new, why=given.why)
    except ValidationError:
        raise CommandFailed(f"“{given.new}” is not an e-mail address") from None
    except Refused as refusal:
        raise CommandFailed(refusal.message) from None
    return Result({"email": user.email}, f"They sign in with {user.email} from now on.")


def reseal(given: Namespace) -> Result:
    """`holdfast accounts reseal`. Exit code 1 when a secret cannot be opened with any of the keys."""
    done, lost = seal_all_again()
    text = f"Sealed {done} secrets under today’s key."
    if lost:
        text += f" {lost} were sealed under a key that is not here: their owners must set up a second factor anew."
    return Result({"sealed": done, "lost": lost}, text, 1 if lost else 0)


def _user(email: str) -> User:
    user = User.objects.filter(email=email.strip().lower()).select_related("person__trust").first()
    if user is None:
        raise CommandFailed(f"nobody signs in with {email}")
    return user
