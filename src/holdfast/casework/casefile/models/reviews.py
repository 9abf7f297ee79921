from __future__ import annotations

from django.db import models

from holdfast.casework.casefile.rules.retention import WITH_THE_INCIDENT
from holdfast.casework.incidents.models import Incident
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


class CaseReview(ScopedModel):
    """Someone looked at a case as a whole: what was found, and when it is looked at again. The newest one counts."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="case_reviews")
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    words = models.TextField()
    next_on = models.DateField("when it is looked at again", null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["person", "next_on"], name="case_review_by_person")]

    class Data:
        personal = dict.fromkeys(("by", "person", "words"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "incident", "at", "next_on")
