from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.casework.casefile.models.exhibits import Exhibit
from holdfast.casework.casefile.rules.retention import WITH_THE_INCIDENT
from holdfast.casework.casefile.rules.searches import APPROVED_BY, SEARCH
from holdfast.casework.incidents.models import Incident
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


class Search(ScopedModel):
    """A search of a colleague's kit: asked for, approved, answered, carried out or not. Seen by named people only.

    `suspect` stands here and nowhere on the report that everyone can see. The three of `item`, `suspect` and `place`
    are what a reasonable suspicion needs, and `grounds` says why.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="searches")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=list(SEARCH.states.items()), default="asked")

    kit = models.CharField("what would be searched", max_length=200)
    item = models.CharField("the stolen item", max_length=300)
    suspect = models.CharField("the colleague who is suspected", max_length=160)
    suspect_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    place = models.CharField("where the item is thought to be", max_length=300)
    grounds = models.TextField()
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.CharField(max_length=160)
    asked_by_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    approver = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approver_post = models.CharField(max_length=160, blank=True)
    approved_how = models.CharField(max_length=8, choices=list(APPROVED_BY.items()), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_why = models.CharField(max_length=500, blank=True)
    confirmed_at = models.DateTimeField("when the approver confirmed it", null=True, blank=True)

    told_approved = models.BooleanField("told that the search was approved", default=False)
    told_free = models.BooleanField("told that they are free to refuse", default=False)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.CharField(max_length=160, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    witnesses = models.CharField(max_length=300, blank=True)

    police_wanted = models.BooleanField("the police are asked to search", null=True, blank=True)
    police_considered_at = models.DateTimeField(null=True, blank=True)
    police_considered_with = models.CharField(max_length=160, blank=True)
    police_why = models.CharField(max_length=500, blank=True)

    searched_at = models.DateTimeField(null=True, blank=True)
    searched_by = models.CharField(max_length=300, blank=True)
    by_police = models.BooleanField(default=False)
    found = models.BooleanField(null=True, blank=True)
    found_what = models.TextField(blank=True)
    # What stands on the report that others may read: it names nobody, and the operation refuses it when it does.
    report_words = models.TextField("the reason, in words that name nobody", blank=True)
    exhibit = models.ForeignKey(Exhibit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "searches"
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="searches_are_numbered"),
            # A refusal is a hard stop: the database itself holds no search by the trust after one.
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(searched_at__isnull=True), name="refused_is_not_searched"
            ),
            models.CheckConstraint(
                condition=Q(searched_at__isnull=True)
                | Q(by_police=True)
                | Q(told_approved=True, told_free=True, decided_at__isnull=False),
                name="searched_only_with_leave",
            ),
        ]
        indexes = [models.Index(fields=["trust", "state"], name="search_by_state")]

    class Data:
        personal = dict.fromkeys(
            (
                *("kit", "item", "suspect", "suspect_person", "place", "grounds", "asked_by", "asked_by_person"),
                *("approver", "approver_post", "decision_why", "told_by", "witnesses", "police_considered_with"),
                *("police_why", "searched_by", "found_what", "report_words", "ended_why"),
            ),
            WITH_THE_INCIDENT,
        )
        not_personal = (
            *("id", "trust", "incident", "number", "state", "asked_at", "approved_how", "decided_at", "confirmed_at"),
            *("told_approved", "told_free", "told_at", "answered_at", "police_wanted", "police_considered_at"),
            *("searched_at", "by_police", "found", "exhibit"),
        )
