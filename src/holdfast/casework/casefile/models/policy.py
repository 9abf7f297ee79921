from __future__ import annotations

from django.db import models

from holdfast.foundation.organisation.scope import ScopedModel


class SearchApprover(ScopedModel):
    """A post whose holder may approve the search of a colleague's kit. Installed from the trust's pack."""

    post = models.CharField("key of the post", max_length=60)
    order = models.PositiveSmallIntegerField()
    clause = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["trust", "post"], name="search_approver_once")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "post", "order", "clause")
