"""Accounts: who can sign in."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.accounts.sessions import end_sessions_of
from holdfast.foundation.organisation.models import Person, User
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.operations.warning import must_not_be_guarded, warn
from holdfast.kernel import clock


@dataclass(frozen=True)
class Invitation:
    """A letter by which someone chooses their password. Secret: `link` (a path, also in `body`) lets anyone do it."""

    to: str
    subject: str
    body: str
    link: str

    def send(self) -> None:
        """Send it. Raises what the mail backend raises (OSError, SMTPException): then nothing was sent."""
        send_mail(self.subject, self.body, None, [self.to], fail_silently=False)


@operation
def create_account(*, by: Actor, person: Person, email: str = "", password: str | None = None, why: str = "") -> User:
    """An account for `person`, who signs in with `email` (their own e-mail address by default).

    Without a password they choose one by an invitation, or come in by single sign-on. What the account may do comes
    from the posts that the person holds. Raises Refused when they have one, have left, have no e-mail address, or when
    the address is taken.
    """
    email = (email or person.email).strip().lower()
    if not email:
        raise Refused(f"{person} has no e-mail address. Enter one first.", "email")
    if User.objects.filter(person=person).exists():
        raise Refused(f"{person} has an account already.")
    if person.left is not None and person.left < clock.today():
        raise Refused(f"{person} left on {person.left:%d/%m/%Y}.")
    _must_be_free(email)
    user = User.objects.create_user(email, password, person=person)
    # The employer vouches for the address. Without this row, allauth takes it for unverified and refuses passkeys.
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    enter("organisation.create_account", by=by, subject=person, details={"email": email}, why=why)
    warn(by=by, person=person, what="An account on Holdfast was made")
    return user


@operation
def invite(*, by: Actor, user: User, why: str = "") -> Invitation:
    """A letter by which the account's person chooses a password. The caller sends it after the operation.

    Its link works once, for as long as settings.PASSWORD_RESET_TIMEOUT says. Raises Refused for a closed account.
    """
    person = _person_of(user)
    if not user.is_active:
        raise Refused("This account is closed. Open it first.")
    trust = person.trust
    link = password_path(user)
    context = {
        "person": person,
        "trust": trust,
        "email": user.email,
        "link": settings.PUBLIC_URL + link,
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        "start": settings.PUBLIC_URL,
    }
    enter("organisation.invite", by=by, subject=person, details={"email": user.email}, why=why)
    return Invitation(
        to=user.email,
        subject=f"Your Holdfast account at {trust.short_name or trust.name}",
        body=render_to_string("organisation/mail/invitation.txt", context),
        link=link,
    )


def password_path(user: User) -> str:
    """The address (without host) at which `user` may choose a password once."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


@operation
def close_account(*, by: Actor, user: User, why: str = "") -> User:
    """Let nobody sign in with `user` any more; sessions under way end with it. Raises Refused for a closed account."""
    if not user.is_active:
        raise Refused("This account is closed already.")
    if by.user_id == user.pk and by.channel == "web":
        raise Refused("You cannot close your own account. Ask another administrator to do it.")
    return _set_open(by, user, why, is_open=False)


@operation
def open_account(*, by: Actor, user: User, why: str = "") -> User:
    """Let `user` sign in again. Raises Refused for an open account, and when the person has left."""
    person = _person_of(user)
    if user.is_active:
        raise Refused("This account is open already.")
    if person.left is not None and person.left < clock.today():
        raise Refused("They have left. If they are back, take the leaving date away first.")
    return _set_open(by, user, why, is_open=True)


@operation
def change_sign_in_address(*, by: Actor, user: User, email: str, why: str = "") -> User:
    """Let `user` sign in with another e-mail address; their sessions end, and the old address is told.

    Raises Refused when it is taken or the same, and on screen for somebody whose post opens much: whoever names their
    own address could choose a password there, and be them.
    """
    email, person = email.strip().lower(), _person_of(user)
    must_not_be_guarded(by, person, f"holdfast accounts change-address {user.email} {email}")
    if email == user.email:
        raise Refused("They sign in with this address already.", "email")
    _must_be_free(email)
    before, user.email = user.email, email
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    end_sessions_of(user)
    enter("organisation.change_sign_in_address", by=by, subject=person, changes={"email": [before, email]}, why=why)
    warn(by=by, person=person, what="The address for signing in to Holdfast was changed", to=[before, person.email])
    return user


def _set_open(by: Actor, user: User, why: str, *, is_open: bool) -> User:
    person = _person_of(user)
    user.is_active = is_open
    user.save(update_fields=["is_active"])
    if not is_open:
        # Nobody is let in without an open account; but a session that lies about would live again with the account.
        end_sessions_of(user)
    verb = "organisation.open_account" if is_open else "organisation.close_account"
    enter(verb, by=by, subject=person, details={"email": user.email}, why=why)
    return user


def _person_of(user: User) -> Person:
    if user.person is None:
        raise Refused("Nobody belongs to this account.")
    return user.person


def _must_be_free(email: str) -> None:
    if User.objects.filter(email=email).exists() or EmailAddress.objects.filter(email__iexact=email).exists():
        raise Refused("There is an account with this e-mail address already.", "email")
