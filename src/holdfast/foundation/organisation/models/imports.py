from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import models

from holdfast.foundation.audit.actors import Subject
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock

KEPT_FOR = timedelta(hours=24)
"""How long an uploaded file and what was found wrong with it are kept: both are lists of staff."""


def unguessable_path(upload: ImportFile, filename: str) -> str:
    """Where an uploaded file waits. Nothing of its own name, so that a path says nothing and cannot be guessed."""
    return f"imports/{upload.trust_id}/{secrets.token_hex(20)}"


def unguessable_key() -> str:
    """What stands in the address of an upload's pages."""
    return secrets.token_urlsafe(18)


class StaffImportMap(ScopedModel):
    """How a trust's staff file is to be read: what each column holds, by its heading, and how the file is written.

    `columns` maps a heading as `rules.staff_columns.plain_heading` gives it to the key of a field ("" = not used).
    """

    columns = models.JSONField(default=dict)
    delimiter = models.CharField(max_length=2, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    sheet = models.CharField(max_length=100, blank=True)
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trust"], name="one_staff_import_map")]

    class Data:
        personal: dict[str, str] = {"saved_by": "as long as the map is used"}
        not_personal = ("id", "trust", "columns", "delimiter", "encoding", "sheet", "saved_at")

    def __str__(self) -> str:
        return f"staff file of {self.trust_id}"

    @property
    def audit_subject(self) -> Subject:
        return Subject("staff_import_map", self.trust.code, self.trust.code)


class ImportFile(ScopedModel):
    """A file on its way in, kept between the steps of an import, and seen by the person who uploaded it only.

    `choices` is what they chose on the way, `outcome` what came of it. `table` is the sheet of a workbook, taken out
    once, because a large workbook takes seconds to read and is needed at each step. Both files go as soon as the data
    is in; the row, with the rows that could not be used, goes after KEPT_FOR.
    """

    class Kind(models.TextChoices):
        ODS = "ods", "trusts and sites"
        STAFF = "staff", "staff"
        HISTORY = "history", "incident history"  # its pages belong to the incidents

    key = models.CharField(max_length=40, unique=True, default=unguessable_key)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    person = models.ForeignKey("organisation.Person", on_delete=models.CASCADE, related_name="+")
    file = models.FileField(upload_to=unguessable_path, max_length=150, blank=True)
    table = models.FileField(upload_to=unguessable_path, max_length=150, blank=True)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(default=clock.now)
    choices = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["trust", "uploaded_at"], name="import_file_by_age")]

    class Data:
        personal: dict[str, str] = {
            "person": "24 hours",
            "file": "until it is in, and 24 hours at most",
            "table": "until it is in, and 24 hours at most",
            "name": "24 hours",
            "outcome": "24 hours",
        }
        not_personal = ("id", "trust", "key", "kind", "size", "sha256", "uploaded_at", "choices")

    def __str__(self) -> str:
        return self.name

    @property
    def audit_subject(self) -> Subject:
        return Subject("import_file", self.name, self.trust.code)
