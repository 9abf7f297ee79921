from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q

from holdfast.foundation.audit.actors import Subject
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.foundation.records.models.spine import Record, Sensitivity
from holdfast.kernel import clock


def unguessable_path(evidence: Evidence, filename: str) -> str:
    """Where a file is kept. Nothing of its own name, so that a path says nothing and cannot be guessed."""
    name = secrets.token_hex(20)
    return f"{evidence.trust_id}/{name[:2]}/{name}"


class Scan(models.TextChoices):
    """What the virus scanner said of a file."""

    NOT_SCANNED = "not-scanned", "Not scanned for viruses"
    CLEAN = "clean", "Scanned, nothing found"
    INFECTED = "infected", "The virus scanner found something harmful"


class Evidence(ScopedModel):
    """A file on a record.

    `file` is the original, byte for byte as it came, with all that a camera wrote into it: it is the evidence, and
    `sha256` is taken over it at intake and held against each read. `picture` and `thumbnail` are safe copies of a
    picture, drawn anew without any of that; pages show only these. `damaged`: the original breaks off.

    A withdrawn file stays and is no longer handed out. An erased one leaves this row, with nothing in it to read.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="evidence")
    file = models.FileField(upload_to=unguessable_path, max_length=200, blank=True)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    picture = models.FileField(upload_to=unguessable_path, max_length=200, blank=True)
    picture_sha256 = models.CharField(max_length=64, blank=True)
    thumbnail = models.FileField(upload_to=unguessable_path, max_length=200, blank=True)
    thumbnail_sha256 = models.CharField(max_length=64, blank=True)
    damaged = models.BooleanField(default=False)
    description = models.CharField(max_length=300, blank=True)
    sensitivity = models.CharField(max_length=12, choices=Sensitivity.choices, default=Sensitivity.ORDINARY)
    scanned = models.CharField(max_length=12, choices=Scan.choices, default=Scan.NOT_SCANNED)
    client_key = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=160, blank=True)
    withdrawn_why = models.CharField(max_length=500, blank=True)
    # Set when what is kept was first found not to be what was added. Never cleared: a gap in continuity stays visible.
    mismatch_at = models.DateTimeField(null=True, blank=True)
    # The day after which retention lets the file go. None: as long as the record is kept.
    keep_until = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_by = models.CharField(max_length=160, blank=True)
    erased_authority = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "client_key"], condition=~Q(client_key=""), name="one_file_per_client_key"
            ),
            models.UniqueConstraint(
                fields=["record", "sha256"],
                condition=Q(withdrawn_at__isnull=True, erased_at__isnull=True),
                name="same_file_twice_is_one",
            ),
        ]
        indexes = [
            models.Index(fields=["record", "added_at"], name="evidence_of_record"),
            models.Index(fields=["keep_until"], condition=Q(erased_at__isnull=True), name="evidence_to_let_go"),
            models.Index(fields=["scanned"], condition=Q(scanned="not-scanned"), name="evidence_to_scan"),
        ]

    class Data:
        personal = {
            "file": "as long as the record, or until keep_until; then erase_file",
            "picture": "as long as the file",
            "thumbnail": "as long as the file",
            "name": "as long as the file",
            "description": "as long as the file",
            "withdrawn_why": "as long as the file",
            "added_by": "as long as the record",
            "person": "as long as the record",
            "withdrawn_by": "as long as the record",
            "erased_by": "as long as the record",
        }
        not_personal = (
            "id", "trust", "record", "content_type", "size", "sha256", "picture_sha256", "thumbnail_sha256", "damaged",
            "sensitivity", "scanned", "client_key", "added_at", "withdrawn_at", "mismatch_at", "keep_until",
            "erased_at", "erased_authority",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def audit_subject(self) -> Subject:
        """The record: whoever reads a case's trail must find what was done with its files."""
        return self.record.audit_subject
