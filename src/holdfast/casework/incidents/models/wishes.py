from __future__ import annotations

from django.db import models

from holdfast.casework.incidents.models.people import Victim
from holdfast.casework.incidents.models.report import Incident
from holdfast.casework.incidents.rules.retention import WITH_THE_INCIDENT
from holdfast.casework.incidents.rules.wishes import ABOUT, HOW, WANTS
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


class Wish(ScopedModel):
    """What someone affected wants about one thing, as they said it once. The last one about it counts.

    A row is never changed: whoever thinks otherwise says it anew, and what they wanted before stays on record. `how`:
    in the report, by themselves, or to whoever wrote it down (`by`, standing in for `on_behalf_of` if for anyone).
    """

    ABOUT = ABOUT
    WANTS = WANTS

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="wishes")
    victim = models.ForeignKey(Victim, on_delete=models.CASCADE, related_name="wishes")
    about = models.CharField(max_length=10, choices=list(ABOUT.items()))
    wants = models.CharField(max_length=8, choices=list(WANTS.items()))
    words = models.TextField("in their own words", blank=True)
    how = models.CharField(max_length=8, choices=list(HOW.items()))
    at = models.DateTimeField(default=clock.now)
    by = models.CharField("who wrote it down", max_length=160)
    on_behalf_of = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "wishes"
        indexes = [
            models.Index(fields=["victim", "about", "at"], name="wish_of_victim"),
            models.Index(fields=["incident", "about"], name="wish_of_incident"),
        ]

    class Data:
        personal = dict.fromkeys(("victim", "about", "wants", "words", "by", "on_behalf_of"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "incident", "how", "at")

    @property
    def source(self) -> str:
        """Who said it or wrote it down, in words. Who reported is left out: some asked to stay unnamed."""
        if self.how == "report":
            return HOW[self.how]
        return f"{HOW[self.how]} {self.by}{f' for {self.on_behalf_of}' if self.on_behalf_of else ''}"
