"""Money in whole pence."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from holdfast.casework.incidents.models import Item
from holdfast.casework.sanctions.models.case import Case
from holdfast.casework.sanctions.rules.money import DEDUCTION_BASES, LOSSES, WAYS, Sums
from holdfast.casework.sanctions.rules.retention import WITH_THE_INCIDENT
from holdfast.foundation.organisation.scope import ScopedModel


class Loss(ScopedModel):
    """What it cost: an injury, a theft, damage. `number` is that in the register of losses and special payments."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="losses")
    kind = models.CharField(max_length=10, choices=list(LOSSES.items()))
    words = models.CharField(max_length=300)
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    pence = models.BigIntegerField()
    number = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "losses"
        constraints = [models.CheckConstraint(condition=Q(pence__gt=0), name="loss_above_nothing")]

    class Data:
        personal = dict.fromkeys(("words", "by"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "case", "kind", "item", "pence", "number", "at")


class Recovery(ScopedModel):
    """One way by which money is to come back: claimed, agreed, received in instalments, written off for a reason."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recoveries")
    way = models.CharField(max_length=14, choices=list(WAYS.items()))
    from_whom = models.CharField(max_length=160)
    claimed = models.BigIntegerField(default=0)
    claimed_on = models.DateField()
    agreed = models.BigIntegerField(default=0)
    agreed_on = models.DateField(null=True, blank=True)
    instalment = models.BigIntegerField("each month", default=0)
    first_on = models.DateField("the day of the first instalment", null=True, blank=True)
    viable = models.BooleanField("recovery is worth its cost", null=True, blank=True)
    words = models.TextField(blank=True)
    basis = models.CharField(
        "what makes a deduction lawful", max_length=10, choices=list(DEDUCTION_BASES.items()), blank=True
    )
    basis_words = models.CharField("which term, or where the consent is kept", max_length=300, blank=True)
    consented_on = models.DateField(null=True, blank=True)
    manager = models.CharField("the line manager with whom it was arranged", max_length=160, blank=True)
    payroll = models.CharField("who arranges it at the payroll provider", max_length=160, blank=True)
    written_off = models.BigIntegerField(default=0)
    written_off_on = models.DateField(null=True, blank=True)
    written_off_by = models.CharField("who approved it", max_length=160, blank=True)
    written_off_why = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "recoveries"
        constraints = [
            models.CheckConstraint(
                condition=Q(claimed__gt=0) & Q(agreed__gte=0) & Q(written_off__gte=0) & Q(instalment__gte=0),
                name="recovery_not_below_nothing",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True) | Q(agreed_on__gte=F("claimed_on")),
                name="recovery_agreed_not_before_claimed",
            ),
            models.CheckConstraint(
                condition=~Q(way="payroll") | ~Q(basis=""), name="no_deduction_without_a_lawful_basis"
            ),
        ]

    class Data:
        personal = dict.fromkeys(
            (*("from_whom", "words", "basis_words", "manager", "payroll", "written_off_by", "written_off_why", "by"),),
            WITH_THE_INCIDENT,
        )
        not_personal = (
            *("id", "trust", "case", "way", "claimed", "claimed_on", "agreed", "agreed_on", "instalment", "first_on"),
            *("viable", "basis", "consented_on", "written_off", "written_off_on", "at"),
        )

    @property
    def sums(self) -> Sums:
        """What it comes to now. Reads the receipts."""
        return Sums(self.claimed, self.agreed, sum(row.pence for row in self.receipts.all()), self.written_off)


class Receipt(ScopedModel):
    """Money that came in."""

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="receipts")
    pence = models.BigIntegerField()
    on = models.DateField()
    words = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(pence__gt=0), name="receipt_above_nothing")]

    class Data:
        personal = dict.fromkeys(("words", "by"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "recovery", "pence", "on", "at")
