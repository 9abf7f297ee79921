from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.casework.casefile.rules.patient_searches import PERMISSIONS
from holdfast.casework.casefile.rules.retention import WITH_THE_INCIDENT
from holdfast.foundation.organisation.models import Person, Unit
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


class PatientSearch(ScopedModel):
    """Staff looked into a patient's purse, wallet or bag: why, with what permission, and who was there.

    The patient stands here by the number that the trust knows them by, never by name.
    """

    at = models.DateTimeField()
    where = models.CharField(max_length=200)
    patient_number = models.CharField(max_length=40)
    looked_in = models.CharField(max_length=120)
    why = models.CharField(max_length=500)
    permission = models.CharField(max_length=12, choices=list(PERMISSIONS.items()))
    explained = models.BooleanField("told why, and talked through it", default=False)
    present = models.CharField("colleague or officer who was there", max_length=160, blank=True)
    nobody_present_why = models.CharField(max_length=300, blank=True)
    found = models.CharField(max_length=500, blank=True)
    countersigner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    countersigned_at = models.DateTimeField(null=True, blank=True)
    not_countersigned_why = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name_plural = "patient searches"
        constraints = [
            models.CheckConstraint(
                condition=Q(permission="given") | ~Q(present="") | ~Q(nobody_present_why=""),
                name="patient_search_with_someone_or_why_not",
            )
        ]
        indexes = [models.Index(fields=["trust", "-at", "-id"], name="patient_search_list")]

    class Data:
        personal = dict.fromkeys(
            (
                *("patient_number", "looked_in", "why", "permission", "explained", "present", "nobody_present_why"),
                *("found", "countersigner", "not_countersigned_why", "by", "person", "where"),
            ),
            WITH_THE_INCIDENT,
        )
        not_personal = ("id", "trust", "at", "countersigned_at", "unit", "recorded_at")
