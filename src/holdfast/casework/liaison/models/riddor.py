from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.liaison.rules.retention import WITH_THE_INCIDENT
from holdfast.casework.liaison.rules.riddor_words import INCAPACITY, OUTCOMES, PREMISES, STANDINGS
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


class InjuredPerson(ScopedModel):
    """What RIDDOR turns on for one person affected (or, without one, for a fire or explosion), and what it asks for.

    The proposal (`outcome` and what follows it) is worked out anew whenever a fact changes and each morning, and kept
    so that lists and figures can ask for it. `decide_again`: it is other than what the last decision was based on.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="riddor")
    victim = models.OneToOneField(Victim, null=True, blank=True, on_delete=models.CASCADE, related_name="riddor")
    accident_on = models.DateField("the day of the accident in London")
    standing = models.CharField(max_length=20, choices=list(STANDINGS.items()), blank=True)
    employer = models.CharField("whose employee they are, if not the trust's", max_length=160, blank=True)
    work_related = models.BooleanField(null=True, blank=True)
    personal_matter = models.BooleanField(default=False)
    at_work = models.BooleanField(null=True, blank=True)
    injuries = models.JSONField(default=list, blank=True)
    injury_words = models.CharField(max_length=300, blank=True)
    diagnosed_by_doctor = models.BooleanField(null=True, blank=True)
    organ_damage = models.BooleanField(null=True, blank=True)
    burn_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    taken_to_hospital = models.BooleanField(null=True, blank=True)
    hospital_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    enclosed_space = models.BooleanField(null=True, blank=True)
    resuscitated = models.BooleanField(null=True, blank=True)
    premises = models.CharField(max_length=20, choices=list(PREMISES.items()), blank=True)
    vehicle_on_road = models.BooleanField(default=False)
    road_exception = models.BooleanField(default=False)
    medical_treatment = models.BooleanField(default=False)
    source_known_bbv = models.BooleanField("a sharp known to carry a blood-borne virus", default=False)
    biological_agent = models.BooleanField(default=False)
    infection_diagnosed_on = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    work_stopped_hours = models.PositiveSmallIntegerField(default=0)
    intentional = models.BooleanField(null=True, blank=True)

    outcome = models.CharField(max_length=30, choices=list(OUTCOMES.items()), default="not_reportable")
    regulation = models.CharField(max_length=30, blank=True)
    responsible = models.CharField(max_length=80, blank=True)
    without_delay = models.BooleanField(default=False)
    report_due = models.DateField(null=True, blank=True)
    reportable_from = models.DateField(null=True, blank=True)
    became_reportable_at = models.DateTimeField("when the facts first asked for a report", null=True, blank=True)
    decide_again = models.BooleanField(default=False)
    changes_on = models.DateField("the day on which time alone changes the answer", null=True, blank=True)

    report_fields = models.JSONField("what the report form asks for", default=dict, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    reported_by = models.CharField(max_length=160, blank=True)
    report_channel = models.CharField(max_length=20, blank=True)
    hse_reference = models.CharField("the number that came back", max_length=60, blank=True)
    notified_at = models.DateTimeField("when the authority was first told", null=True, blank=True)
    entered_on = models.DateField("when it was entered in the register", null=True, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident"], condition=Q(victim__isnull=True), name="one_occurrence_per_incident"
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(died_on__gte=F("accident_on")),
                name="died_not_before_the_accident",
            ),
        ]
        indexes = [
            models.Index(fields=["trust", "outcome", "-accident_on"], name="riddor_by_outcome"),
            models.Index(fields=["trust", "changes_on"], condition=Q(changes_on__isnull=False), name="riddor_to_renew"),
            models.Index(fields=["trust", "at"], condition=Q(decide_again=True), name="riddor_to_decide"),
        ]

    class Data:
        personal = dict.fromkeys(
            (
                *("victim", "standing", "employer", "work_related", "personal_matter", "at_work", "injuries"),
                *("injury_words", "diagnosed_by_doctor", "organ_damage", "burn_percent", "taken_to_hospital"),
                *("hospital_hours", "enclosed_space", "resuscitated", "source_known_bbv", "biological_agent"),
                *("infection_diagnosed_on", "died_on", "report_fields", "reported_by", "by", "medical_treatment"),
            ),
            WITH_THE_INCIDENT,
        )
        not_personal = (
            *("id", "trust", "incident", "accident_on", "premises", "vehicle_on_road", "road_exception"),
            *("work_stopped_hours", "intentional", "outcome", "regulation", "responsible", "without_delay"),
            *("report_due", "reportable_from", "became_reportable_at", "decide_again", "changes_on", "reported_on"),
            *("report_channel", "hse_reference", "notified_at", "entered_on", "at"),
        )


class Incapacity(ScopedModel):
    """Days on which someone could not do their routine work because of it: both ends counted, none yet when it goes on.

    Restricted duty counts like absence. `withdrawn_why`: it was entered by mistake.
    """

    injured = models.ForeignKey(InjuredPerson, on_delete=models.CASCADE, related_name="incapacity")
    kind = models.CharField(max_length=12, choices=list(INCAPACITY.items()), default="absence")
    first = models.DateField()
    last = models.DateField(null=True, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="incapacity_ends_not_before_it_begins"
            )
        ]

    class Data:
        personal = dict.fromkeys(("kind", "first", "last", "by", "withdrawn_why"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "injured", "at", "withdrawn_at")


class RiddorDecision(ScopedModel):
    """What a named person decided over the proposal, and on which facts. A later one supersedes an earlier one."""

    injured = models.ForeignKey(InjuredPerson, on_delete=models.CASCADE, related_name="decisions")
    proposed = models.CharField(max_length=30, choices=list(OUTCOMES.items()))
    regulation_proposed = models.CharField(max_length=30, blank=True)
    decided = models.CharField(max_length=30, choices=list(OUTCOMES.items()))
    regulation = models.CharField(max_length=30, blank=True)
    reason = models.TextField(blank=True)
    facts = models.JSONField("the facts on which it rests", default=dict)
    report_due = models.DateField(null=True, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    post = models.CharField(max_length=160, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["injured"], condition=Q(superseded_at__isnull=True), name="one_riddor_decision_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(proposed=F("decided")) | ~Q(reason=""), name="differs_from_the_rule_with_a_reason"
            ),
        ]

    class Data:
        personal = dict.fromkeys(("reason", "facts", "by", "person"), WITH_THE_INCIDENT)
        not_personal = (
            *("id", "trust", "injured", "proposed", "regulation_proposed", "decided", "regulation", "report_due"),
            *("at", "post", "superseded_at"),
        )
