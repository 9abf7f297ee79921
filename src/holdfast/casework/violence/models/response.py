from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.violence.rules.response import CALL_KINDS
from holdfast.casework.violence.rules.retention import WITH_THE_INCIDENT
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


class Step(ScopedModel):
    """An item of the checklist was done for one victim, by whom and when; or it was not, and why.

    `words` are those of the item as it was answered: a policy that changes later does not rewrite what was done.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="response_steps")
    victim = models.ForeignKey(Victim, on_delete=models.CASCADE, related_name="response_steps")
    item = models.CharField(max_length=60)
    words = models.CharField(max_length=300)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=160, blank=True)
    why_not = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField("when it was written down", default=clock.now)
    by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["victim", "item"], name="one_answer_per_item"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=False, why_not="") | (Q(done_at__isnull=True) & ~Q(why_not="")),
                name="step_done_or_why_not",
            ),
        ]

    class Data:
        personal = dict.fromkeys(("victim", "done_by", "why_not", "note", "by", "person"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "incident", "item", "words", "done_at", "at")


class Call(ScopedModel):
    """A crew or team asks for operational or police support, and the control room or a manager answers.

    May come before there is a report: `incident` is tied to it then. What the police refused is noted here; what
    follows from a refusal is the liaison's.
    """

    KINDS = CALL_KINDS

    incident = models.ForeignKey(
        Incident, null=True, blank=True, on_delete=models.CASCADE, related_name="calls_for_support"
    )
    kind = models.CharField(max_length=12, choices=list(CALL_KINDS.items()))
    where = models.CharField(max_length=300)
    words = models.CharField(max_length=500)
    call_sign = models.CharField(max_length=60, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.CharField(max_length=160)
    asker = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=160, blank=True)
    sent = models.BooleanField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    police_refused = models.BooleanField(default=False)
    refusal = models.CharField("why the police would not come", max_length=300, blank=True)
    police_log = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=models.F("asked_at")),
                name="call_answered_after_it_was_made",
            )
        ]
        indexes = [
            models.Index(fields=["trust", "asked_at"], condition=Q(answered_at__isnull=True), name="call_unanswered"),
            models.Index(fields=["trust", "-asked_at"], name="call_list"),
        ]

    class Data:
        personal = dict.fromkeys(
            ("where", "words", "asked_by", "asker", "answered_by", "answer", "refusal", "police_log"),
            WITH_THE_INCIDENT,
        )
        not_personal = (
            "id", "trust", "incident", "kind", "call_sign", "asked_at", "answered_at", "sent", "police_refused",
        )  # fmt: skip


class CarePlanAdvice(ScopedModel):
    """Security advice for a patient's care plan. Names the patient by the number that the ward uses, never by name."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="care_plan_advice")
    patient_number = models.CharField("the number by which the ward knows the patient", max_length=40)
    advice = models.TextField()
    given_to = models.CharField(max_length=160)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["pk"]

    class Data:
        personal = dict.fromkeys(("patient_number", "advice", "given_to", "by"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "incident", "at")
