"""The history that a trust brings along from the system before Holdfast, and what is remembered of bringing it in."""

from __future__ import annotations

from django.db import models

from holdfast.casework.incidents.models.report import Incident
from holdfast.casework.incidents.rules.retention import WITH_THE_INCIDENT
from holdfast.foundation.audit.actors import Subject as AuditSubject
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


class HistoryMap(ScopedModel):
    """How a trust's incident export is to be read: what each column holds, and what the trust's own words mean.

    `columns` maps a plain heading to the key of a field ("" = not used); `words` maps each vocabulary of
    `rules.history_words` to {word in small letters: key}.
    """

    columns = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    delimiter = models.CharField(max_length=2, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    sheet = models.CharField(max_length=100, blank=True)
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trust"], name="one_history_map")]

    class Data:
        personal: dict[str, str] = {"saved_by": "as long as the map is used"}
        not_personal = ("id", "trust", "columns", "words", "delimiter", "encoding", "sheet", "saved_at")

    @property
    def audit_subject(self) -> AuditSubject:
        return AuditSubject("history_map", self.trust.code, self.trust.code)


class HistoryImport(ScopedModel):
    """One file of old incidents that was brought in: whose it was, by its hash, by whom, and how much came of it."""

    source = models.CharField("system that it came from", max_length=40)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["trust", "-at"], name="history_import_by_moment")]

    class Data:
        personal = dict.fromkeys(("name", "by", "person"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "source", "sha256", "at", "counts")

    @property
    def audit_subject(self) -> AuditSubject:
        return AuditSubject("history_file", self.name, self.trust.code)


class ImportedRow(ScopedModel):
    """One row of another system's export, word for word, and the incident that it became, or a part of.

    `key` is the incident's number in that system (its reference where it has no number). `facts` are the cells by
    field, `rest` the cells of columns that Holdfast has no use for, by heading. `digest` is of the facts: a row that
    comes again with the same is no news.
    """

    source = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    reference = models.CharField(max_length=80, blank=True)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="imported_from")
    history = models.ForeignKey(HistoryImport, on_delete=models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    rest = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["trust", "source", "key", "digest"], name="imported_row_taken_once")
        ]

    class Data:
        personal = dict.fromkeys(("facts", "rest"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "source", "key", "reference", "incident", "history", "line", "digest")
