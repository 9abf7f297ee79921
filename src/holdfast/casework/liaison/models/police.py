from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.casework.incidents.models import Incident, PoliceContact, Victim
from holdfast.casework.liaison.rules.retention import WITH_THE_INCIDENT
from holdfast.casework.liaison.rules.stages import CHANNELS, NUMBERS, PURPOSES, STATES, STEPS_AND_CHASES
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


class PoliceReport(ScopedModel):
    """The police were told of a crime, or asked to come; what they answered and where it stands.

    `heard_at` is when the police were last heard of, by which silence is measured. A call for help from the control
    room may come before there is a report of the incident: then it carries our own job number and place instead.
    """

    incident = models.ForeignKey(
        Incident, null=True, blank=True, on_delete=models.CASCADE, related_name="police_reports"
    )
    purpose = models.CharField(max_length=8, choices=list(PURPOSES.items()), default="crime")
    state = models.CharField(max_length=8, choices=list(STATES.items()), default="made")
    force = models.CharField(max_length=80)
    channel = models.CharField(max_length=14, choices=list(CHANNELS.items()), blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField("who told them", max_length=160)
    words = models.TextField("what they were told or asked", blank=True)
    cad_number = models.CharField("our own job number", max_length=40, blank=True)
    place = models.CharField(max_length=300, blank=True)
    officer_name = models.CharField(max_length=160, blank=True)
    officer_number = models.CharField("collar number", max_length=40, blank=True)
    officer_station = models.CharField(max_length=120, blank=True)
    officer_contact = models.CharField(max_length=120, blank=True)
    # How it stands now; what they answered before stays in `answers`.
    answered_at = models.DateTimeField(null=True, blank=True)
    refusal = models.TextField("why the police declined", blank=True)
    heard_at = models.DateTimeField()
    chased_at = models.DateTimeField(null=True, blank=True)
    told_of_silence_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)
    # The incident's own line of it, which the trust's closing rules and figures read.
    contact = models.OneToOneField(
        PoliceContact, null=True, blank=True, on_delete=models.SET_NULL, related_name="police_report"
    )
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(incident__isnull=False) | ~Q(cad_number="") | ~Q(place=""),
                name="police_report_of_something",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(refusal=""), name="declined_with_a_reason"),
        ]
        indexes = [
            models.Index(fields=["trust", "state", "heard_at"], name="police_report_by_silence"),
            models.Index(fields=["trust", "-made_at", "-id"], name="police_report_list"),
        ]

    class Data:
        personal = dict.fromkeys(
            (
                *("made_by", "words", "place", "officer_name", "officer_number", "officer_station", "officer_contact"),
                *("refusal", "ended_why", "by", "person"),
            ),
            WITH_THE_INCIDENT,
        )
        not_personal = (
            *("id", "trust", "incident", "purpose", "state", "force", "channel", "made_at", "cad_number"),
            *("answered_at", "heard_at", "chased_at", "told_of_silence_at", "ended_at", "contact", "at"),
        )


class PoliceAnswer(ScopedModel):
    """What the police answered, and when they did. A refusal stays on record when they take it up later."""

    report = models.ForeignKey(PoliceReport, on_delete=models.CASCADE, related_name="answers")
    taken = models.BooleanField("they come, or take it up")
    reason = models.TextField("why they declined", blank=True)
    answered_at = models.DateTimeField()
    at = models.DateTimeField("when it was written down", default=clock.now)
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["answered_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(taken=True) | ~Q(reason=""), name="police_answer_declined_with_a_reason")
        ]

    class Data:
        personal = {"reason": WITH_THE_INCIDENT, "by": WITH_THE_INCIDENT}
        not_personal = ("id", "trust", "report", "taken", "answered_at", "at")


class PoliceNumber(ScopedModel):
    """A number that the police gave. They come in any order, and there may be several of each kind."""

    report = models.ForeignKey(PoliceReport, on_delete=models.CASCADE, related_name="numbers")
    kind = models.CharField(max_length=8, choices=list(NUMBERS.items()), default="log")
    number = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "kind", "number"], name="police_number_once")]
        indexes = [models.Index(fields=["trust", "number"], name="police_report_by_number")]

    class Data:
        personal = {"number": WITH_THE_INCIDENT, "by": WITH_THE_INCIDENT}
        not_personal = ("id", "trust", "report", "kind", "at")


class Escalation(ScopedModel):
    """A refusal taken up with the force, one step of what was agreed with it at a time.

    `agreed` is False when nothing is agreed with that force, or another way was taken than the agreed one.
    """

    report = models.ForeignKey(PoliceReport, on_delete=models.CASCADE, related_name="escalations")
    step = models.PositiveSmallIntegerField()
    to = models.CharField("who was asked", max_length=160)
    agreed = models.BooleanField()
    words = models.TextField("what was asked", blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["step", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "step"], name="escalation_step_once")]

    class Data:
        personal = dict.fromkeys(("to", "words", "by", "answer"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "report", "step", "agreed", "at", "answered_at", "accepted")


class PoliceStep(ScopedModel):
    """Something that the police, a prosecutor or a court did, and of which the people affected are to be told."""

    report = models.ForeignKey(PoliceReport, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=14, choices=list(STEPS_AND_CHASES.items()))
    on = models.DateField("the day on which it happened")
    words = models.TextField(blank=True)
    court = models.CharField(max_length=160, blank=True)
    hearing_at = models.DateTimeField(null=True, blank=True)
    compensation = models.DecimalField("pounds", max_digits=10, decimal_places=2, null=True, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["trust", "hearing_at"], name="hearing_by_day")]

    class Data:
        personal = dict.fromkeys(("words", "court", "compensation", "by"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "report", "step", "on", "hearing_at", "at")


class VictimTold(ScopedModel):
    """One person affected is to be told of one step: when and how they were, or why not."""

    step = models.ForeignKey(PoliceStep, on_delete=models.CASCADE, related_name="tellings")
    victim = models.ForeignKey(Victim, on_delete=models.CASCADE, related_name="police_news")
    since = models.DateTimeField(default=clock.now)
    told_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=160, blank=True)
    not_told_reason = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["step", "victim"], name="told_once_of_a_step")]
        indexes = [
            models.Index(
                fields=["trust", "since"], condition=Q(told_at__isnull=True, not_told_reason=""), name="victim_not_told"
            )
        ]

    class Data:
        personal = dict.fromkeys(("victim", "how", "not_told_reason", "by"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "step", "since", "told_at")
