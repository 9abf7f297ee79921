from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from holdfast.foundation.audit.actors import Subject
from holdfast.foundation.organisation.scope import ScopedModel

# How long what is personal is kept. The first is the NHS Records Management Code's time for a staff record's summary.
SIX_YEARS = "6 years after they left"
AS_LONG_AS_RECORDS = "as long as the records that someone made in the post"


class Unit(ScopedModel):
    """A part of the trust: directorate, station, ward, team. A tree; `path` holds the keys from the root: `/3/17/`."""

    name = models.CharField(max_length=150)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=250, blank=True, db_index=True)
    site = models.ForeignKey("organisation.Site", null=True, blank=True, on_delete=models.PROTECT, related_name="units")
    closed = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["trust", "parent", "name"], name="one_unit_per_name"),
            models.UniqueConstraint(
                fields=["trust", "name"], condition=Q(parent__isnull=True), name="one_root_unit_per_name"
            ),
        ]

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("id", "trust", "name", "parent", "path", "site", "closed")

    def __str__(self) -> str:
        return self.name

    @property
    def audit_subject(self) -> Subject:
        return Subject("unit", self.name, self.trust.code)


class Person(ScopedModel):
    """Someone who works for the trust. Not an account: most staff have one, some never will."""

    employee_number = models.CharField(max_length=40, blank=True)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    job_title = models.CharField(max_length=150, blank=True)
    staff_group = models.CharField(max_length=100, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    supervisor = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="team")
    started = models.DateField(null=True, blank=True)
    left = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["family_name", "given_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trust", "employee_number"],
                condition=~Q(employee_number=""),
                name="one_person_per_employee_number",
            )
        ]
        indexes = [
            models.Index(fields=["trust", "family_name", "given_name"], name="person_by_name"),
            models.Index(fields=["trust", "email"], name="person_by_email"),
        ]

    class Data:
        personal: dict[str, str] = {
            "employee_number": SIX_YEARS,
            "given_name": SIX_YEARS,
            "family_name": SIX_YEARS,
            "email": SIX_YEARS,
            "phone": SIX_YEARS,
            "job_title": SIX_YEARS,
            "staff_group": SIX_YEARS,
            "unit": SIX_YEARS,
            "supervisor": SIX_YEARS,
            "started": SIX_YEARS,
            "left": SIX_YEARS,
        }
        not_personal = ("id", "trust")

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def audit_subject(self) -> Subject:
        return Subject("person", self.employee_number or f"person {self.pk}", self.trust.code)


class Assignment(ScopedModel):
    """One job of a person, who can have several: the person is the employee number, the job the assignment number."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assignments")
    number = models.CharField(max_length=40)
    position_title = models.CharField(max_length=150, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments")
    site = models.ForeignKey("organisation.Site", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="supervises")
    primary = models.BooleanField(default=True)
    started = models.DateField(null=True, blank=True)
    ended = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trust", "number"], name="one_assignment_per_number")]

    class Data:
        personal: dict[str, str] = dict.fromkeys(
            ("person", "number", "position_title", "unit", "site", "supervisor", "primary", "started", "ended"),
            SIX_YEARS,
        )
        not_personal = ("id", "trust")

    def __str__(self) -> str:
        return f"{self.number} {self.position_title}"


class Level(models.TextChoices):
    """Where in the trust a post stands, and so how many of it there are."""

    TRUST = "trust", "one for the whole trust"
    DIRECTORATE = "directorate", "one for each directorate, division or department"
    AREA = "area", "one for each area or group of sites"
    SITE = "site", "one for each site"
    TEAM = "team", "one for each team"
    EVERYONE = "everyone", "everyone who works for the trust"


class Post(ScopedModel):
    """A post of the trust's policy, such as its LSMS, or the manager of one unit. What it may do is its role.

    A post without a unit whose level is not the trust is the pattern of such posts: each unit's own has its key.
    """

    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=150)
    role = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="posts")
    reports_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports")
    mailbox = models.EmailField("shared mailbox", blank=True)
    of_policy = models.BooleanField("comes from the trust's pack", default=False)
    level = models.CharField(max_length=20, choices=Level.choices, default=Level.TRUST)
    about = models.CharField(max_length=300, blank=True)
    closed = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["trust", "key", "unit"], name="one_post_per_unit"),
            models.UniqueConstraint(
                fields=["trust", "key"], condition=Q(unit__isnull=True), name="one_post_of_the_trust"
            ),
        ]

    class Data:
        personal: dict[str, str] = {}
        not_personal = (
            "id", "trust", "key", "title", "role", "unit", "reports_to", "mailbox", "of_policy", "level", "about",
            "closed",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title if self.unit is None else f"{self.title}, {self.unit.name}"

    @property
    def is_pattern(self) -> bool:
        """True for a post that stands for many: nobody need hold it itself."""
        return self.unit_id is None and self.level != Level.TRUST

    @property
    def audit_subject(self) -> Subject:
        return Subject("post", self.key if self.unit is None else f"{self.key}, {self.unit.name}", self.trust.code)


class Dated(models.Model):
    """A stretch of days, both ends included; no `end` means until further notice."""

    start = models.DateField()
    end = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="%(class)s_ends_after_it_starts"
            )
        ]

    def runs_on(self, day: date) -> bool:
        """True when `day` (Europe/London) lies in the stretch."""
        return self.start <= day and (self.end is None or day <= self.end)


class PostHolding(Dated, ScopedModel):
    """Who holds a post, from when until when."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="holdings")

    class Meta(Dated.Meta):
        indexes = [models.Index(fields=["person", "start"], name="holding_by_person")]

    class Data:
        personal: dict[str, str] = {
            "person": AS_LONG_AS_RECORDS,
            "start": AS_LONG_AS_RECORDS,
            "end": AS_LONG_AS_RECORDS,
        }
        not_personal = ("id", "trust", "post")

    def __str__(self) -> str:
        return f"{self.person}: {self.post}"


class Deputy(Dated, ScopedModel):
    """Who takes over a person's post while they are away. May do all that the post may, on its holder's behalf."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="deputies")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="deputising")
    holder = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="deputies")
    reason = models.CharField(max_length=150, blank=True)

    class Meta(Dated.Meta):
        verbose_name_plural = "deputies"
        indexes = [models.Index(fields=["person", "start"], name="deputy_by_person")]

    class Data:
        personal: dict[str, str] = {
            "person": AS_LONG_AS_RECORDS,
            "holder": AS_LONG_AS_RECORDS,
            "start": AS_LONG_AS_RECORDS,
            "end": AS_LONG_AS_RECORDS,
            "reason": "one year after it ended",
        }
        not_personal = ("id", "trust", "post")

    def __str__(self) -> str:
        return f"{self.person} for {self.holder}: {self.post}"
