"""Support for one person who was affected. No clinical detail is kept anywhere here."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.violence.rules.retention import WITH_THE_INCIDENT
from holdfast.casework.violence.rules.support import ANSWERS, CONTACT_PURPOSES, OUTCOMES
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


class Support(ScopedModel):
    """The one person who stays in touch with a victim through the whole legal process."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="supports")
    victim = models.OneToOneField(Victim, on_delete=models.CASCADE, related_name="support")
    contact = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    contact_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    class Data:
        personal = dict.fromkeys(("victim", "contact"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "incident", "contact_since")


class Offer(ScopedModel):
    """Support that was offered, whether it was taken up, and when somebody asks again."""

    ANSWERS = ANSWERS

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="support_offers")
    victim = models.ForeignKey(Victim, on_delete=models.CASCADE, related_name="support_offers")
    option = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    offered_at = models.DateTimeField(default=clock.now)
    offered_by = models.CharField(max_length=160)
    post = models.CharField("as what they offered it", max_length=160, blank=True)
    role = models.CharField("key of the role of that post", max_length=40, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.CharField(max_length=10, choices=list(ANSWERS.items()), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=160, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    followed_up_at = models.DateTimeField(null=True, blank=True)
    followed_up_by = models.CharField(max_length=160, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("offered_at")),
                name="offer_answered_after_it_was_made",
            )
        ]
        indexes = [
            models.Index(
                fields=["trust", "follow_up_on"], condition=Q(follow_up_on__isnull=False), name="offer_to_follow_up"
            )
        ]

    class Data:
        personal = dict.fromkeys(
            (
                *("victim", "option", "title", "offered_by", "post", "role", "person", "answer", "answered_by"),
                *("followed_up_by", "note"),
            ),
            WITH_THE_INCIDENT,
        )
        not_personal = ("id", "trust", "incident", "offered_at", "answered_at", "follow_up_on", "followed_up_at")


class OccupationalHealthReferral(ScopedModel):
    """The decision on a referral, either way; and afterwards that they attended and what the trust was advised."""

    OUTCOMES = OUTCOMES

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="health_referrals")
    victim = models.ForeignKey(Victim, on_delete=models.CASCADE, related_name="health_referrals")
    referred = models.BooleanField()
    reason = models.CharField(max_length=300)
    decided_at = models.DateTimeField(default=clock.now)
    decided_by = models.CharField(max_length=160)
    attended_on = models.DateField(null=True, blank=True)
    not_attended_reason = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=20, choices=list(OUTCOMES.items()), blank=True)
    advice = models.CharField("what the trust is advised to do", max_length=500, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["trust", "decided_at"],
                condition=Q(referred=True, recorded_at__isnull=True),
                name="referral_waiting",
            )
        ]

    class Data:
        personal = dict.fromkeys(
            (
                *("victim", "referred", "reason", "decided_by", "attended_on", "not_attended_reason", "outcome"),
                *("advice", "recorded_by"),
            ),
            WITH_THE_INCIDENT,
        )
        not_personal = ("id", "trust", "incident", "decided_at", "recorded_at")


class Contact(ScopedModel):
    """Somebody got in touch with the victim, or tried to; or the victim asked for help, and who answered."""

    PURPOSES = CONTACT_PURPOSES

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="support_contacts")
    victim = models.ForeignKey(Victim, on_delete=models.CASCADE, related_name="support_contacts")
    purpose = models.CharField(max_length=10, choices=list(CONTACT_PURPOSES.items()))
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reached = models.BooleanField(default=True)
    why_not = models.CharField("why they were not reached", max_length=300, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=160, blank=True)
    answer = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["trust", "at"], condition=Q(purpose="help", answered_at__isnull=True), name="help_waiting"
            )
        ]

    class Data:
        personal = dict.fromkeys(
            ("victim", "by", "person", "why_not", "words", "answered_by", "answer"), WITH_THE_INCIDENT
        )
        not_personal = ("id", "trust", "incident", "purpose", "at", "reached", "answered_at")
