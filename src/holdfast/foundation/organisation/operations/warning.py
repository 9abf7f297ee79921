"""Letters that tell of what an administrator did to an account, or to a post that opens much.

They go to where the person had their letters before, and to whoever reads the audit trail: nobody's account or post is
to change hands without others knowing. By e-mail and not as a notice, because a notice waits in the very account.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Collection, Iterable
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Person, Post, User
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.queries.guarded import guarded_roles, is_guarded, watchers_of
from holdfast.kernel import clock

log = logging.getLogger(__name__)

ASK_WHO_RUNS_IT = (
    "{person} holds, or lately held, a post that sees every incident or keeps the accounts. Nobody can do this alone "
    "on screen. Ask whoever runs Holdfast for you to do it with “{command}”."
)


def must_not_be_guarded(by: Actor, person: Person, command: str) -> None:
    """Raises Refused on screen for somebody whose post opens much: one administrator could become them."""
    if by.channel == "web" and is_guarded(person):
        raise Refused(ASK_WHO_RUNS_IT.format(person=person, command=command))


def warn(*, by: Actor, person: Person, what: str, to: Collection[str] = (), guarded: bool | None = None) -> None:
    """Step of an operation: tell, once it is done, the addresses `to` that `what` was done for `person`.

    `what` is a whole sentence without full stop; it names nobody. Those who read the audit trail are told as well when
    the person's post opens much, which `guarded` says where the operation has just changed that. The demonstration
    tells nobody. A letter that cannot be sent is logged: what was done stays done, and in the trail.
    """
    if by.channel == "demo":
        return
    watched = is_guarded(person) if guarded is None else guarded
    watching = watchers_of(person.trust) if watched else []
    addresses = {*to, *(user.email for user in watching)}
    context = {"by": by, "person": person, "what": what, "at": clock.now(), "start": settings.PUBLIC_URL}
    body = render_to_string("organisation/mail/warning.txt", context)
    letters = [EmailMessage(what, body, to=[address]) for address in sorted(addresses) if address]
    transaction.on_commit(partial(_send, letters))


def warn_of_post(*, by: Actor, post: Post, people: Iterable[Person], what: str) -> None:
    """Step of an operation: tell each of `people` and whoever reads the audit trail, when `post` opens much.

    Only of what is done on screen: whoever runs the installation sets the first posts up.
    """
    if by.channel != "web" or post.role not in guarded_roles():
        return
    for person in people:
        own = User.objects.filter(person=person, is_active=True).first()
        warn(by=by, person=person, what=what, to=[own.email] if own else [], guarded=True)


def _send(letters: list[EmailMessage]) -> None:
    try:
        get_connection().send_messages(letters)
    except (OSError, smtplib.SMTPException):
        log.exception("letters about an account could not be sent")
