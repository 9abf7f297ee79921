from __future__ import annotations

import secrets

from django.db import models

from holdfast.casework.incidents.models.report import Incident
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


def draft_path(file: DraftFile, filename: str) -> str:
    """Where a photo waits until its report is sent."""
    return f"{file.trust_id}/drafts/{secrets.token_hex(20)}"


class Draft(ScopedModel):
    """A report that is not sent yet. Its key becomes the submission key, so that sending twice makes one incident."""

    key = models.CharField(max_length=64)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)
    started_at = models.DateTimeField(default=clock.now)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trust", "key"], name="one_draft_per_key")]
        indexes = [models.Index(fields=["person", "-saved_at"], name="draft_by_person")]


class DraftFile(ScopedModel):
    """A file that was added to a draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(upload_to=draft_path, max_length=200)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    client_key = models.CharField(max_length=64, blank=True)


class ImportedRow(ScopedModel):
    """Which incident a row of another system's history became, so that importing again changes nothing."""

    source = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="imported_from")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trust", "source", "key"], name="one_incident_per_imported_key")]
