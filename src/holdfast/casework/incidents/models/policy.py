"""What a trust's policy says about incidents. Installed from its pack; the area never knows the pack."""

from __future__ import annotations

from django.db import models

from holdfast.foundation.organisation.scope import ScopedModel


class RoutingRule(ScopedModel):
    """One line of the trust's routing: when an incident looks like this, tell these posts and let this one investigate.

    Empty lists mean "any". Every rule that fits applies, in order; the first that names an investigator wins.
    For the flags see `rules.routing.FLAGS`.
    """

    order = models.PositiveSmallIntegerField()
    types = models.JSONField(default=list, blank=True)
    severities = models.JSONField(default=list, blank=True)
    flags = models.JSONField(default=list, blank=True)
    without = models.JSONField("flags that it must not have", default=list, blank=True)
    tell = models.JSONField("keys of posts to tell", default=list, blank=True)
    at_once = models.BooleanField("tell at once, whatever people chose", default=False)
    investigate = models.CharField("key of the post that investigates", max_length=60, blank=True)
    strand = models.CharField(max_length=12, default="manager")
    restrict = models.BooleanField(default=False)
    route_out = models.CharField("where it belongs instead", max_length=200, blank=True)
    clause = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["order"]
        indexes = [models.Index(fields=["trust", "order"], name="routing_by_trust")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = (
            *("id", "trust", "order", "types", "severities", "flags", "without", "tell", "at_once", "investigate"),
            *("strand", "restrict", "route_out", "clause"),
        )


class ClosingRule(ScopedModel):
    """Something that must be there before an incident of these types may close; see `rules.closing.REQUIREMENTS`."""

    requirement = models.CharField(max_length=40)
    types = models.JSONField(default=list, blank=True)
    severities = models.JSONField(default=list, blank=True)
    flags = models.JSONField(default=list, blank=True)
    without = models.JSONField("flags that it must not have", default=list, blank=True)
    clause = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["trust", "requirement"], name="closing_by_trust")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "requirement", "types", "severities", "flags", "without", "clause")


class GuidanceText(ScopedModel):
    """Words of the trust's policy that belong beside a form. `page` says which, such as `incidents.report-form`."""

    page = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()
    words = models.TextField()
    clause = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["order"]
        indexes = [models.Index(fields=["trust", "page", "order"], name="guidance_by_page")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "page", "order", "words", "clause")
