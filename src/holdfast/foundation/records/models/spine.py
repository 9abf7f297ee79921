from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from holdfast.foundation.audit.actors import Subject
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


class Sensitivity(models.TextChoices):
    """Who may know that a record exists. Ordinary: by role and unit. Restricted: only the people named on it."""

    ORDINARY = "ordinary"
    RESTRICTED = "restricted"


class Series(ScopedModel):
    """The last number given in one series and year of a trust."""

    class Data:
        not_personal = ("id", "trust", "series", "year", "last")

    series = models.CharField(max_length=5)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "series"
        constraints = [models.UniqueConstraint(fields=["trust", "series", "year"], name="one_row_per_series_and_year")]


class Record(ScopedModel):
    """One row per thing that has a reference. The thing itself joins it one to one with this row's primary key.

    `version` grows with each operation on the thing: a form that was opened on an older version is told so.
    """

    class Data:
        not_personal = ("id", "trust", "kind", "reference", "title", "sensitivity", "opened_at", "closed_at", "version")

    kind = models.CharField(max_length=30)
    reference = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    sensitivity = models.CharField(max_length=12, choices=Sensitivity.choices, default=Sensitivity.ORDINARY)
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trust", "reference"], name="one_record_per_reference")]
        indexes = [models.Index(fields=["trust", "kind", "-opened_at"], name="record_by_kind")]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def audit_subject(self) -> Subject:
        return Subject(self.kind, self.reference, self.trust.code)


class Change(ScopedModel):
    """A record was touched and whoever computes from records has not looked yet. Whoever has looked deletes the row.

    Rows instead of a moment or a number of the last look: a transaction that commits late adds its row late, and is
    seen at the next look all the same.
    """

    class Data:
        not_personal = ("id", "trust", "record", "at")

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["trust", "id"], name="change_by_trust")]


class LinkKind(models.TextChoices):
    """How one record stands to another; reads from `source` to `target`."""

    DUPLICATE = "duplicate", "is the same event as"
    RELATED = "related", "is related to"
    FOLLOWS = "follows", "came out of"


class Link(ScopedModel):
    """A tie between two records, with who made it and why."""

    class Data:
        personal = {"by": "as long as the record", "why": "as long as the record"}
        not_personal = ("id", "trust", "source", "target", "kind", "at")

    source = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=12, choices=LinkKind.choices)
    why = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="one_link_of_a_kind"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="no_link_to_itself"),
        ]


class Move(ScopedModel):
    """One step of a record through its workflow: who, when, why."""

    class Data:
        personal = {"by": "as long as the record", "person": "as long as the record", "why": "as long as the record"}
        not_personal = ("id", "trust", "record", "verb", "origin", "target", "at", "post")

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="moves")
    verb = models.CharField(max_length=40)
    origin = models.CharField(max_length=30, blank=True)
    target = models.CharField(max_length=30)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    post = models.CharField(max_length=160, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["record", "at"], name="move_of_record"),
            models.Index(fields=["trust", "verb", "at"], name="move_by_verb"),
        ]


class Reader(ScopedModel):
    """Someone who is named on a restricted record, and so may see it."""

    class Data:
        personal = {"person": "as long as the record", "by": "as long as the record", "why": "as long as the record"}
        not_personal = ("id", "trust", "record", "at")

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="readers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "person"], name="named_once_on_a_record")]
        indexes = [models.Index(fields=["person", "record"], name="reader_by_person")]
