"""An owner's word that a statement of the policy holds."""

from __future__ import annotations

from django.db import models

from holdfast.foundation.audit.actors import Subject as AuditSubject
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.foundation.records.models import Record
from holdfast.kernel import clock

AS_LONG_AS_ASSURANCE = "7 years, as long as what the trust assures can be asked about"


class Confirmation(ScopedModel):
    """Someone in the owner's post confirmed a statement. `evidence`: what it rests on; files lie on its record."""

    record = models.OneToOneField(
        Record, primary_key=True, on_delete=models.PROTECT, related_name="assurance_confirmation"
    )
    duty = models.CharField("key of the duty", max_length=40)
    statement = models.TextField("the statement as it read then")
    post = models.CharField("key of the owner's post", max_length=60)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    evidence = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=160, blank=True)
    withdrawn_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["trust", "duty", "-at"], name="confirmation_by_duty")]

    class Data:
        personal = dict.fromkeys(("by", "person", "evidence", "withdrawn_by", "withdrawn_why"), AS_LONG_AS_ASSURANCE)
        not_personal = ("record", "trust", "duty", "statement", "post", "at", "withdrawn_at")

    @property
    def audit_subject(self) -> AuditSubject:
        return self.record.audit_subject

    @property
    def reference(self) -> str:
        return self.record.reference
