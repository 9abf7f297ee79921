"""What administrators do with mail that could not be sent."""

from __future__ import annotations

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.notifications.models import Mail, MailState
from holdfast.foundation.notifications.queries.notices import mail_address_of
from holdfast.foundation.organisation.models import Trust
from holdfast.kernel import clock

from .addressing import is_address


@operation
def retry_mail(*, by: Actor, mail: Mail) -> bool:
    """Try a dead mail again from the start, to the address that its person has now. False when it was not dead."""
    retried = _retry(mail)
    enter("notifications.retry_mail", by=by, subject=mail, details={"to": mail.to, "was dead": retried})
    return retried


@operation
def retry_all_mail(*, by: Actor, trust: Trust) -> int:
    """Try all dead mail of `trust` again; returns how many."""
    dead = Mail.objects.select_for_update().filter(trust=trust, state=MailState.DEAD)
    retried = [mail.pk for mail in dead.order_by("pk") if _retry(mail)]
    enter("notifications.retry_all_mail", by=by, subject=trust, details={"mails": retried})
    return len(retried)


@operation
def drop_mail(*, by: Actor, mail: Mail) -> bool:
    """Let a dead mail rest: it leaves the list and is not tried again. False when it was not dead."""
    dropped = bool(Mail.objects.filter(pk=mail.pk, state=MailState.DEAD).update(state=MailState.DROPPED))
    enter("notifications.drop_mail", by=by, subject=mail, details={"to": mail.to, "was dead": dropped})
    return dropped


def _retry(mail: Mail) -> bool:
    address = mail_address_of(mail.person) if mail.person else mail.to
    if is_address(address):
        mail.to = address
    return bool(
        Mail.objects.filter(pk=mail.pk, state=MailState.DEAD).update(
            state=MailState.WAITING, to=mail.to, attempts=0, due_at=clock.now(), lease="", leased_until=None
        )
    )
