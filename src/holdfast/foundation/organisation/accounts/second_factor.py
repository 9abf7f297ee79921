"""Second factors: who must have one, how their secrets are kept, and taking a lost one away."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.accounts import sealing
from holdfast.foundation.organisation.accounts.devices import device_in_words
from holdfast.foundation.organisation.accounts.sessions import end_sessions_of
from holdfast.foundation.organisation.accounts.trail import subject_of
from holdfast.foundation.organisation.models import User
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.operations.warning import must_not_be_guarded, warn
from holdfast.foundation.organisation.viewer import Viewer

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts: recovery codes only stand in for one of these."""

KNOWN = "holdfast.second_factor"
"""Key of the session, true once we have seen that its owner has a second factor. It spares each page the question."""


def must_have_second_factor(viewer: Viewer) -> bool:
    """True when a post of the viewer has a role that nobody may use without a second factor."""
    return bool(settings.SECOND_FACTOR_ROLES) and any(
        post.role in settings.SECOND_FACTOR_ROLES for post in viewer.posts
    )


def lacks_second_factor(request: HttpRequest, viewer: Viewer) -> bool:
    """True when the viewer must have a second factor and has none, nor came by a sign-on that asks for one."""
    if request.session.get(KNOWN) or not must_have_second_factor(viewer):
        return False
    if has_second_factor(viewer.user) or (
        settings.SINGLE_SIGN_ON_HAS_SECOND_FACTOR and came_by_sso(request, viewer.user)
    ):
        request.session[KNOWN] = True
        return False
    return True


def has_second_factor(user: User) -> bool:
    """True when `user` has an authenticator app or a passkey."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def is_last_needed(request: HttpRequest, authenticator: Authenticator) -> bool:
    """True when its owner, whose request this is, must have a second factor and has no other than `authenticator`."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None or not must_have_second_factor(viewer):
        return False
    others = Authenticator.objects.filter(user=viewer.user, type__in=FACTORS).exclude(pk=authenticator.pk)
    return not others.exists()


def came_by_sso(request: HttpRequest, user: User) -> bool:
    """True when `user` came into this session by single sign-on."""
    return any(record.get("method") == "socialaccount" for record in get_authentication_records(request, user))


class SecondFactorStage(AuthenticateStage):
    """Asks for the second factor while signing in, unless single sign-on has asked for its own."""

    def handle(self) -> tuple:
        """What allauth's stage answers: a response or None, and whether to go on."""
        user = self.login.user
        if settings.SINGLE_SIGN_ON_HAS_SECOND_FACTOR and user is not None and came_by_sso(self.request, user):
            return None, True
        return super().handle()


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's second factors, with sealed secrets and our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "Your post needs a second factor. Add another one before you remove this one.",
        "cannot_generate_recovery_codes": "Set up an authenticator app or a passkey first.",
        "incorrect_code": "That code is not right, or you have used it already. Enter the newest one.",
        "unverified_email": "Your e-mail address is not checked. Ask the person who manages Holdfast in your trust.",
    }

    def encrypt(self, text: str) -> str:
        """`text` as the database keeps it."""
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` was given. Raises sealing.CannotBeOpened."""
        return sealing.unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """False for the last second factor of somebody who must have one."""
        return not is_last_needed(self.request, authenticator)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """A name for a new passkey: the device on which it is made."""
        return device_in_words(self.request.headers.get("User-Agent", ""))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What the browser calls us when it asks for a passkey."""
        return super().get_public_key_credential_rp_entity() | {"name": "Holdfast"}

    def get_public_key_credential_user_entity(self, user: Any) -> dict:
        """What the browser calls the owner of a passkey."""
        return super().get_public_key_credential_user_entity(user) | {"display_name": str(user.person or user.email)}


@operation
def reset_second_factor(*, by: Actor, user: User, why: str = "") -> None:
    """Take every second factor of `user` away, for someone who has lost theirs, end their sessions, and tell them.

    At the next sign-in the password is enough; whoever must have a second factor then sets up a new one. Make sure
    first who is asking. Raises Refused when there is none, for one's own, and on screen for somebody whose post opens
    much.
    """
    if by.user_id == user.pk:
        raise Refused("You cannot do this for yourself. Ask another administrator.")
    authenticators = Authenticator.objects.filter(user=user)
    kinds = sorted(authenticators.values_list("type", flat=True))
    if not kinds:
        raise Refused("They have no second factor.")
    if user.person is not None:
        must_not_be_guarded(by, user.person, f"holdfast accounts reset-second-factor {user.email}")
    authenticators.delete()
    end_sessions_of(user)
    enter("organisation.reset_second_factor", by=by, subject=subject_of(user), details={"removed": kinds}, why=why)
    if user.person is not None:
        warn(by=by, person=user.person, what="A second factor on Holdfast was taken away", to=[user.email])


def seal_all_again() -> tuple[int, int]:
    """Seal every secret under today's SECRET_KEY, so that its fallbacks can be taken out of the settings.

    May run twice without harm. Returns how many were sealed again, and how many can no longer be opened.
    """
    done = lost = 0
    for pk in list(Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).values_list("pk", flat=True)):
        with transaction.atomic():
            authenticator = Authenticator.objects.select_for_update().get(pk=pk)
            name = "secret" if authenticator.type == Authenticator.Type.TOTP else "seed"
            try:
                authenticator.data[name] = sealing.seal_again(authenticator.data[name])
            except sealing.CannotBeOpened:
                lost += 1
                continue
            authenticator.save(update_fields=["data"])
            done += 1
    return done, lost
