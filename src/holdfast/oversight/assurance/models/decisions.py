"""What a trust decided about the numbers of its policy."""

from __future__ import annotations

from django.db import models

from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock
from holdfast.oversight.assurance.models.policy import AS_LONG_AS_THE_POLICY


class NumberDecision(ScopedModel):
    """The trust set a number of its policy, or gave it back (`value` blank: as the policy prints it), from a day on.

    Never edited. Of the decisions whose day has come by an event's day the newest one counts for it, so one that is
    made later for an earlier day counts for all that came since. `why`: on whose authority; `by`: who entered it.
    """

    key = models.CharField(max_length=80)
    value = models.CharField(max_length=60, blank=True)
    since = models.DateField()
    why = models.CharField(max_length=250)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["trust", "key"], name="decision_by_number")]

    class Data:
        personal = dict.fromkeys(("why", "by"), AS_LONG_AS_THE_POLICY)
        not_personal = ("id", "trust", "key", "value", "since", "at")

    def __str__(self) -> str:
        return f"{self.key}: {self.value or 'as printed'} from {self.since}"
