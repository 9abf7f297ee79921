"""A trust's policy as it was installed from its pack."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock
from holdfast.oversight.assurance.rules.decided import Decided, lacks, newest_on, numbers_on

AS_LONG_AS_THE_POLICY = "as long as the policy is kept: who put it in force belongs to its history"


class Policy(ScopedModel):
    """One version of a trust's policy, in force from a day until the next version's day.

    `digest` is the pack's SHA-256. `numbers` are the figures that it needs, each with `key`, `asks`, `unit`, `printed`
    and `clause`; what the trust has set stands in `organisation.Number`. `reminders`: how long after a duty turned bad
    its owner is told again, as ISO durations in rising order.
    """

    pack = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    reference = models.CharField(max_length=60, blank=True)
    version = models.CharField(max_length=40, blank=True)
    in_force_from = models.DateField()
    numbers = models.JSONField(default=list, blank=True)
    reminders = models.JSONField(default=list, blank=True)
    digest = models.CharField(max_length=64)
    installed_at = models.DateTimeField(default=clock.now)
    installed_by = models.CharField(max_length=160)

    class Meta:
        verbose_name_plural = "policies"
        ordering = ["in_force_from", "pk"]
        constraints = [models.UniqueConstraint(fields=["trust", "in_force_from"], name="one_policy_a_day")]

    class Data:
        personal = {"installed_by": AS_LONG_AS_THE_POLICY}
        not_personal = (
            *("id", "trust", "pack", "title", "reference", "version", "in_force_from", "numbers", "reminders"),
            *("digest", "installed_at"),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.version}".strip()

    @property
    def printed(self) -> dict[str, str | None]:
        """What this version prints for each of its numbers, by key; None for nothing."""
        return {told["key"]: told["printed"] or None for told in self.numbers}


class Clause(ScopedModel):
    """One operative line of a policy in our words, and what meets it: see `packs` for the kinds of `met_by`."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="clauses")
    key = models.CharField(max_length=40)
    order = models.PositiveIntegerField()
    ref = models.CharField("number as printed", max_length=40, blank=True)
    heading = models.CharField("heading of its section, in our words", max_length=200, blank=True)
    gist = models.TextField()
    kind = models.CharField(max_length=20)
    capability = models.CharField(max_length=60)
    owner = models.CharField("key of the post that owns it", max_length=60, blank=True)
    met_by = models.CharField(max_length=20)
    placement = models.JSONField(default=dict)
    awaiting = models.CharField("areas that are not built yet", max_length=120, blank=True)
    superseded = models.TextField("what applies now, where the line rests on repealed law", blank=True)
    settled = models.TextField("how a contradiction was settled", blank=True)
    note = models.TextField(blank=True)

    before: str | None
    following: str | None
    """Keys of the neighbours in print; set by `queries.clauses.with_neighbours`."""

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["policy", "key"], name="one_clause_per_key")]

    class Data:
        personal: dict[str, str] = {}
        not_personal = (
            *("id", "trust", "policy", "key", "order", "ref", "heading", "gist", "kind", "capability", "owner"),
            *("met_by", "placement", "awaiting", "superseded", "settled", "note"),
        )

    def __str__(self) -> str:
        return self.key


class Obligation(ScopedModel):
    """A clause that is measured: what kind of clock it makes, from which measure, with which numbers.

    A duty has one `key` in every version of the policy that has it, and one obligation in each. An attestation has no
    `measure`. `uses` says under which key the trust may set each of `numbers`, which are those that hold now; `decided`
    what the trust decided about them, in order (`rules.decided`), each from a day on.
    """

    clause = models.OneToOneField(Clause, on_delete=models.CASCADE, related_name="obligation")
    key = models.CharField(max_length=40)
    statement = models.TextField("the duty in a sentence")
    kind = models.CharField(max_length=20)
    measure = models.CharField(max_length=60, blank=True)
    numbers = models.JSONField(default=dict)
    uses = models.JSONField("keys of the numbers that the trust may set, by name", default=dict)
    decided = models.JSONField("what the trust decided about its numbers", default=list)
    filter = models.JSONField(default=dict)
    owner = models.CharField("key of the post that owns it", max_length=60, blank=True)
    target = models.DecimalField("share to be kept", max_digits=5, decimal_places=4, null=True, blank=True)
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)

    versions: list[int]
    """Keys of the duty's obligations in every version; set by `queries.duties`."""
    owner_title: str | None
    named_title: str | None
    """What the trust calls its owner, and the post that its numbers name; set by `queries.duties.duty_on`."""
    rests: bool = False
    """Whether it is excused as a whole on the day asked for; set by `queries.duties`."""
    known_then: dict[str, int] | None
    """`met` and `judged` as they were known at the end of the day asked for; set by `queries.duties.duty_on`."""

    class Meta:
        ordering = ["clause__order"]
        indexes = [
            models.Index(fields=["trust", "key"], name="obligation_by_key"),
            models.Index(fields=["trust", "owner"], name="obligation_by_owner", condition=Q(in_force_until=None)),
        ]

    class Data:
        personal = {"decided": AS_LONG_AS_THE_POLICY}
        not_personal = (
            *("id", "trust", "clause", "key", "statement", "kind", "measure", "numbers", "uses", "filter", "owner"),
            *("target", "in_force_from", "in_force_until"),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def decisions(self) -> list[Decided]:
        """What the trust decided about its numbers, in the order in which it was entered."""
        return [Decided.of(told) for told in self.decided]

    def numbers_on(self, day: date) -> dict[str, Any]:
        """Its numbers as they held on `day` (Europe/London)."""
        return numbers_on(self.numbers, self.decisions, day) if self.decided else dict(self.numbers)

    def own_on(self, day: date) -> list[Decided]:
        """The numbers that on `day` were the trust's own, and not what the policy prints."""
        found = newest_on(self.decisions, day).values() if self.decided else ()
        return [one for one in found if one.value and one.value != one.printed]

    def lacks_on(self, day: date) -> bool:
        """Whether on `day` no number said by when what it asks is due."""
        return lacks(self.numbers_on(day), self.uses, self.kind)
