"""The accounts of others: making, inviting, closing. One's own account is allauth's."""

from __future__ import annotations

import logging
import smtplib

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.accounts.second_factor import reset_second_factor
from holdfast.foundation.organisation.forms.people import SignInAddressForm
from holdfast.foundation.organisation.models import Person, User
from holdfast.foundation.organisation.operations.accounts import (
    Invitation,
    change_sign_in_address,
    close_account,
    create_account,
    invite,
    open_account,
)
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.views.acting import act, answers, do_at_once
from holdfast.foundation.organisation.views.people import page_of_person

log = logging.getLogger(__name__)


@requires(Permission.MANAGE_PEOPLE)
@require_POST
def invite_person(request: ViewedRequest, key: int) -> HttpResponse:
    """Make an account if there is none, and send the letter by which a password is chosen."""
    person = _find(request, key)
    try:
        user = User.objects.filter(person=person).first() or create_account(by=request.viewer.actor, person=person)
        invitation = invite(by=request.viewer.actor, user=user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        _send(request, invitation)
    return redirect(page_of_person(person))


@requires(Permission.MANAGE_PEOPLE)
@require_POST
def close(request: ViewedRequest, key: int) -> HttpResponse:
    """Let a person no longer sign in."""
    person = _find(request, key)
    user = get_object_or_404(User, person=person)
    return do_at_once(
        request,
        lambda: close_account(by=request.viewer.actor, user=user),
        done=f"{person} can no longer sign in.",
        back=page_of_person(person),
    )


@requires(Permission.MANAGE_PEOPLE)
@require_POST
def reopen(request: ViewedRequest, key: int) -> HttpResponse:
    """Let a person sign in again."""
    person = _find(request, key)
    user = get_object_or_404(User, person=person)
    return do_at_once(
        request,
        lambda: open_account(by=request.viewer.actor, user=user),
        done=f"{person} can sign in again.",
        back=page_of_person(person),
    )


@requires(Permission.MANAGE_PEOPLE)
@require_POST
def take_second_factor(request: ViewedRequest, key: int) -> HttpResponse:
    """Take away the second factor of a person who has lost theirs."""
    person = _find(request, key)
    user = get_object_or_404(User, person=person)
    return do_at_once(
        request,
        lambda: reset_second_factor(by=request.viewer.actor, user=user),
        done=f"{person} signs in with the password alone next time, and is asked to set up a second factor if needed.",
        back=page_of_person(person),
    )


@requires(Permission.MANAGE_PEOPLE)
def address(request: ViewedRequest, key: int) -> HttpResponse:
    """The e-mail address with which a person signs in."""
    person = _find(request, key)
    user = get_object_or_404(User, person=person)
    return act(
        request,
        answers(SignInAddressForm, request, initial={"email": person.email or user.email}),
        do=lambda values: change_sign_in_address(by=request.viewer.actor, user=user, email=values["email"]),
        done="They sign in with this address from now on.",
        back=page_of_person(person),
        title=f"Sign-in address of {person}",
        button="Save",
    )


def _send(request: ViewedRequest, invitation: Invitation) -> None:
    try:
        invitation.send()
    except (OSError, smtplib.SMTPException):
        log.exception("an invitation could not be sent")
        messages.error(
            request, f"The account is there, but the invitation to {invitation.to} could not be sent. Try again."
        )
    else:
        messages.success(request, f"An invitation is on its way to {invitation.to}.")


def _find(request: ViewedRequest, key: int) -> Person:
    return get_object_or_404(Person.objects.select_related("trust"), trust=request.viewer.trust, pk=key)
