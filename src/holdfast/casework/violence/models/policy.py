"""What a trust's policy says about violence. Installed from its pack; the area never knows the pack."""

from __future__ import annotations

from django.db import models

from holdfast.foundation.organisation.scope import ScopedModel


class ChecklistItem(ScopedModel):
    """One thing that the policy asks for after an assault, for each person affected.

    `who` is "victim" or the key of a post. `starts` names the moment from which `within` (an ISO duration) runs; empty:
    the policy prints no limit. `optional`: something that they may do, which is never owed. `shown_by` names a fact of
    the incident that shows it as done. Empty `types` means any assault.
    """

    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    words = models.CharField(max_length=300)
    who = models.CharField(max_length=60)
    within = models.CharField(max_length=20, blank=True)
    starts = models.CharField(max_length=12, blank=True)
    types = models.JSONField(default=list, blank=True)
    optional = models.BooleanField(default=False)
    shown_by = models.CharField(max_length=30, blank=True)
    clause = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["trust", "key"], name="checklist_item_once")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = (
            *("id", "trust", "order", "key", "words", "who", "within", "starts", "types", "optional", "shown_by"),
            "clause",
        )


class SupportOption(ScopedModel):
    """A kind of support that is open to people who were affected, and how one gets it."""

    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    about = models.CharField(max_length=400, blank=True)
    clause = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["trust", "key"], name="support_option_once")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "order", "key", "title", "about", "clause")


class MarkerCategory(ScopedModel):
    """A category of markers, as the trust divides them."""

    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    about = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["trust", "key"], name="marker_category_once")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "order", "key", "title", "about")


class CardLine(ScopedModel):
    """Words of the policy that belong on a page of this area, such as `violence.action-card`."""

    page = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()
    words = models.TextField()
    clause = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["order"]
        indexes = [models.Index(fields=["trust", "page", "order"], name="card_line_by_page")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "page", "order", "words", "clause")


class Panel(ScopedModel):
    """A post whose holder sits on the panel that decides about markers."""

    order = models.PositiveSmallIntegerField()
    post = models.CharField("key of the post", max_length=60)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["trust", "post"], name="once_on_the_panel")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "order", "post")
