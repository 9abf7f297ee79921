from __future__ import annotations

from django.db import models

from holdfast.casework.violence.models.marker import Marker
from holdfast.casework.violence.rules.letters import TITLES
from holdfast.casework.violence.rules.retention import WITH_THE_MARKER
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock

SENT: dict[str, str] = {"posted": "Posted", "handed": "Handed over", "e-mailed": "Sent by e-mail"}


class MarkerWords(ScopedModel):
    """One version of the words of the trust's letters about markers. The highest number is in use; none is changed."""

    kind = models.CharField(max_length=12, choices=list(TITLES.items()))
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    text = models.TextField()
    why = models.CharField("why it was changed", max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["kind", "-number"]
        constraints = [models.UniqueConstraint(fields=["trust", "kind", "number"], name="one_marker_wording_a_number")]

    class Data:
        personal = {"by": "while the version is kept", "why": "while the version is kept"}
        not_personal = ("id", "trust", "kind", "number", "title", "text", "at")


class MarkerLetter(ScopedModel):
    """A letter to the person whom a marker concerns: made once, and sent when and how. Its words are not changed.

    `words_version` is the number of the trust's words that it was made from; 0 means those with which Holdfast begins.
    """

    SENT = SENT

    marker = models.ForeignKey(Marker, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=12, choices=list(TITLES.items()))
    title = models.CharField(max_length=150)
    name = models.CharField("to whom", max_length=160)
    address = models.TextField("where it goes, in lines", blank=True)
    words = models.TextField()
    words_version = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=160)
    made_by_post = models.CharField(max_length=160, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    sent_how = models.CharField(max_length=10, choices=list(SENT.items()), blank=True)
    sent_by = models.CharField("who wrote down that it was sent", max_length=160, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]

    class Data:
        personal = dict.fromkeys(("name", "address", "words", "made_by", "sent_by"), WITH_THE_MARKER)
        not_personal = (
            *("id", "trust", "marker", "kind", "title", "words_version", "made_at", "made_by_post", "sent_on"),
            "sent_how",
        )

    def __str__(self) -> str:
        return self.title
