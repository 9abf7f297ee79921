from __future__ import annotations

from django.db import models


class Outcome(models.TextChoices):
    """How a run ended."""

    NONE = "", "Not finished yet"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class LastRun(models.Model):
    """The last run of one job, and when it is due again. Belongs to no trust.

    Whoever runs the job holds it by `lease` until `leased_until`. `due_at` moves on when a run ends, so that one that
    was cut short is still due. `failures` counts those in a row.
    """

    name = models.CharField(max_length=80, primary_key=True)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True, default=Outcome.NONE)
    said = models.CharField(max_length=500, blank=True)
    failures = models.PositiveIntegerField(default=0)
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    class Data:
        personal = {"said": "until the next run"}  # the words of a failure may name someone
        not_personal = (
            "name", "due_at", "started_at", "finished_at", "outcome", "failures", "lease", "leased_until",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name
