from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.foundation.audit.actors import Subject
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.foundation.records.models import Record
from holdfast.kernel import clock


class MailState(models.TextChoices):
    """How far a mail is on its way."""

    WAITING = "waiting", "Waiting to be sent"
    SENT = "sent", "Sent"
    DEAD = "dead", "Could not be sent"
    DROPPED = "dropped", "Not sent on purpose"


class Mail(ScopedModel):
    """One e-mail that is to be sent, or was. Together they are the outbox.

    Whoever sends it holds it by `lease` until `leased_until`; a worker that dies loses only its lease. `attempts`
    counts from the moment of taking, so that a mail that kills every worker comes to an end too. `key` is what makes
    a mail that is asked for twice one mail. `message_id` is made once: where a crash makes us send twice, mail systems
    that drop doubles can.
    """

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    record = models.ForeignKey(Record, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    to = models.EmailField()
    subject = models.CharField(max_length=250)
    body = models.TextField()
    urgent = models.BooleanField(default=False)
    # What it tells of was restricted already when it was written: whoever wrote it chose its reader knowingly.
    told_restricted = models.BooleanField(default=False)
    key = models.CharField(max_length=200)
    message_id = models.CharField(max_length=200)

    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.WAITING)
    made_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name_plural = "mail"
        constraints = [models.UniqueConstraint(fields=["trust", "key"], name="one_mail_per_key")]
        indexes = [
            models.Index(fields=["-urgent", "due_at", "id"], condition=Q(state="waiting"), name="mail_to_send"),
            models.Index(fields=["trust", "-made_at", "-id"], condition=Q(state="dead"), name="mail_dead"),
            models.Index(fields=["person", "-made_at"], name="mail_of_person"),
            models.Index(fields=["made_at"], name="mail_by_age"),
        ]

    class Data:
        personal = {
            "person": "180 days after it was sent",
            "to": "180 days after it was sent",
            "subject": "180 days after it was sent",
            "body": "180 days after it was sent",
            "last_error": "180 days after it was sent",
        }
        not_personal = (
            "id", "trust", "record", "urgent", "told_restricted", "key", "message_id", "state", "made_at", "due_at",
            "attempts", "tried_at", "sent_at", "lease", "leased_until",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"mail {self.pk}"

    @property
    def audit_subject(self) -> Subject:
        return Subject("mail", f"mail {self.pk}", self.trust.code)
