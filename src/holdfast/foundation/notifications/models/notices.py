from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.foundation.notifications.models.outbox import Mail
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.foundation.records.models import Record
from holdfast.kernel import clock


class Pace(models.TextChoices):
    """How often someone wants e-mail about what they are told."""

    AT_ONCE = "at-once", "At once"
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"


class Preference(ScopedModel):
    """How often a person wants e-mail. No row: at once."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="mail_preference")
    pace = models.CharField(max_length=8, choices=Pace.choices, default=Pace.AT_ONCE)

    class Data:
        personal = {"person": "while the person is known to Holdfast", "pace": "while the person is known to Holdfast"}
        not_personal = ("id", "trust")

    def __str__(self) -> str:
        return self.get_pace_display()


class Notice(ScopedModel):
    """Something that one person was told in Holdfast.

    `subject` says in one line what happened or is asked, naming nobody: it goes into e-mail. `words` is the rest and
    never leaves Holdfast. `because` says why this person was told. `mail` carries it by e-mail; `digest_at` is when it
    is to go into a digest, none when it is not. `key` is what makes a notice that is given twice one notice.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    record = models.ForeignKey(Record, null=True, blank=True, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    because = models.CharField(max_length=300, blank=True)
    urgent = models.BooleanField(default=False)
    # As in Mail: told before a record was restricted, a notice is hidden from those who are not named on it.
    told_restricted = models.BooleanField(default=False)
    key = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)
    digest_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(Mail, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], condition=~Q(key=""), name="one_notice_per_key")
        ]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="notice_list"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["digest_at"], condition=Q(digest_at__isnull=False), name="notice_for_digest"),
            models.Index(fields=["record", "at"], name="notice_of_record"),
            models.Index(fields=["at"], name="notice_by_age"),
        ]

    class Data:
        personal = {
            "person": "2 years after it was given",
            "subject": "2 years after it was given",
            "words": "2 years after it was given",
            "because": "2 years after it was given",
            "read_at": "2 years after it was given",
        }
        not_personal = (
            "id", "trust", "record", "kind", "url", "urgent", "told_restricted", "key", "at", "digest_at", "mail",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.subject
