from __future__ import annotations

from django.db import models

from holdfast.casework.incidents.models.report import Incident
from holdfast.casework.incidents.rules.retention import WHILE_EMPLOYED, WITH_THE_INCIDENT
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel


class SearchText(ScopedModel):
    """The words by which an incident is found. The database keeps an index over them: see migration `search`.

    `words` begins with a token of the trust, so that the index alone narrows a search to one trust.
    """

    incident = models.OneToOneField(Incident, primary_key=True, on_delete=models.CASCADE, related_name="search_text")
    words = models.TextField()

    class Data:
        personal = {"words": WITH_THE_INCIDENT}
        not_personal = ("incident", "trust")


class SavedFilter(ScopedModel):
    """A filter of the list that someone keeps under a name; `query` is the list's address without the page."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="one_filter_per_name")]

    class Data:
        personal = dict.fromkeys(("person", "name", "query"), WHILE_EMPLOYED)
        not_personal = ("id", "trust")
