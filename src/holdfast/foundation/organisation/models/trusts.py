from __future__ import annotations

from datetime import date
from functools import cached_property

from django.db import models

from holdfast.foundation.audit.actors import Subject
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.foundation.organisation.terms import DEFAULT_TERMS


class Trust(models.Model):
    """An NHS trust, known by its ODS code. `live` trusts use Holdfast; the others are in the directory only."""

    code = models.CharField("ODS code", max_length=10, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=150)
    short_name = models.CharField(max_length=60, blank=True)
    published_name = models.CharField("name as ODS publishes it", max_length=150, blank=True)
    region_code = models.CharField(max_length=10, blank=True)
    geography_code = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=250, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    opened = models.DateField(null=True, blank=True)
    closed = models.DateField(null=True, blank=True)

    live = models.BooleanField(default=False)
    pack = models.CharField("pack in force", max_length=40, blank=True)
    anonymous_reports = models.BooleanField(default=True)
    reports_without_account = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    class Data:
        personal: dict[str, str] = {}
        not_personal = (
            "id", "code", "slug", "name", "short_name", "published_name", "region_code", "geography_code", "address",
            "postcode", "telephone", "opened", "closed", "live", "pack", "anonymous_reports", "reports_without_account",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def audit_subject(self) -> Subject:
        return Subject("trust", self.code, self.code)

    @cached_property
    def terms(self) -> dict[str, str]:
        """The trust's words by key; Holdfast's own where the trust's pack sets none."""
        own = Term._base_manager.filter(trust=self).values_list("key", "words")
        return DEFAULT_TERMS | dict(own)

    def term(self, key: str) -> str:
        """What this trust calls `key`. Raises KeyError for a key that Holdfast does not have."""
        return self.terms[key]

    @cached_property
    def numbers(self) -> dict[str, str]:
        """The numbers that this trust's policy has set, by key."""
        return dict(Number._base_manager.filter(trust=self).exclude(value="").values_list("key", "value"))

    def number(self, key: str) -> str | None:
        """The number `key` as the policy writes it, such as `PT24H`; None where the trust has set none."""
        return self.numbers.get(key)


class Site(ScopedModel):
    """A place of the trust. Closed sites stay: records point to them.

    A code is one trust's: when ODS gives a site to another trust, each has its own row, and old records keep theirs.
    """

    code = models.CharField("ODS code", max_length=10)
    name = models.CharField(max_length=150)
    published_name = models.CharField("name as ODS publishes it", max_length=150, blank=True)
    address = models.CharField(max_length=250, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    opened = models.DateField(null=True, blank=True)
    closed = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "code"]
        constraints = [models.UniqueConstraint(fields=["trust", "code"], name="one_site_per_code")]
        indexes = [models.Index(fields=["trust", "name"], name="site_by_name")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = (
            "id", "trust", "code", "name", "published_name", "address", "postcode", "telephone", "opened", "closed",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def audit_subject(self) -> Subject:
        return Subject("site", self.code, self.trust.code)

    @property
    def known_to_ods(self) -> bool:
        """False for a place that the trust added itself: its code, such as RYE-001, has a dash; ODS uses none."""
        return "-" not in self.code

    def open_on(self, day: date) -> bool:
        """True when the site is open on `day` (Europe/London). The day on which it closes still counts."""
        return (self.opened is None or self.opened <= day) and (self.closed is None or day <= self.closed)


class Term(ScopedModel):
    """What a trust calls something: its control room, its incident form."""

    key = models.CharField(max_length=60)
    words = models.CharField(max_length=250)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trust", "key"], name="one_word_per_term")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "key", "words")

    def __str__(self) -> str:
        return f"{self.key}: {self.words}"


class Number(ScopedModel):
    """A number of the trust's policy, such as how long a police silence may last. Blank value: none is set."""

    key = models.CharField(max_length=80)
    value = models.CharField(max_length=60, blank=True)
    reason = models.CharField("where the number comes from", max_length=250, blank=True)
    set_by_trust = models.BooleanField("set on screen: a pack leaves it alone", default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trust", "key"], name="one_value_per_number")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "key", "value", "reason", "set_by_trust")

    def __str__(self) -> str:
        return f"{self.key}: {self.value or 'unset'}"
