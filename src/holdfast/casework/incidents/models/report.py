from __future__ import annotations

from django.contrib.auth.hashers import check_password
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from holdfast.casework.incidents.rules.report_words import CHANNEL_WORDS, FATE_WORDS, OWNER_WORDS
from holdfast.casework.incidents.rules.retention import WITH_THE_INCIDENT
from holdfast.casework.incidents.rules.stages import STAGES
from holdfast.casework.incidents.rules.taxonomy import CAPACITIES, PLACES, SEVERITIES, TOLD, TYPES
from holdfast.foundation.audit.actors import Subject as AuditSubject
from holdfast.foundation.organisation.models import Person, Site, Unit
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.foundation.records.models import Record
from holdfast.kernel import clock


class Incident(ScopedModel):
    """Something that happened, or nearly did, as it was reported and as triage judged it.

    `state` moves by the workflow in `rules.stages`; `stage` is derived from it and from the investigations, and kept so
    that lists can filter by it.
    """

    record = models.OneToOneField(Record, primary_key=True, on_delete=models.PROTECT, related_name="incident")
    submission_key = models.CharField(max_length=64)
    state = models.CharField(max_length=12, default="reported")
    stage = models.CharField(max_length=14, choices=list(STAGES.items()), default="reported")

    type = models.CharField(max_length=30, choices=[(key, kind.title) for key, kind in TYPES.items()])
    near_miss = models.BooleanField(default=False)
    internal = models.BooleanField("a colleague is suspected", default=False)
    # The record's sensitivity once more, so that the lists of a million incidents need no join to leave them out.
    restricted = models.BooleanField(default=False)
    hate_factors = models.JSONField(default=list, blank=True)
    alcohol_factor = models.BooleanField(null=True, blank=True)
    drugs_factor = models.BooleanField(null=True, blank=True)
    weapon = models.CharField(max_length=200, blank=True)
    alone = models.BooleanField("worked alone", null=True, blank=True)

    place = models.CharField(max_length=20, choices=list(PLACES.items()))
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="incidents")
    exact_place = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    vehicle = models.CharField("call sign, fleet number or registration", max_length=60, blank=True)

    happened_at = models.DateTimeField(null=True, blank=True)
    happened_roughly = models.BooleanField("the reporter knows the time only roughly", default=False)
    found_at = models.DateTimeField(null=True, blank=True)
    # One of the two above, which every report has: lists by time of the event leave nothing out.
    occurred_at = models.GeneratedField(
        expression=Coalesce("happened_at", "found_at"), output_field=models.DateTimeField(null=True), db_persist=True
    )
    shift_ends_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField("when the reporter pressed send, by their own device", null=True, blank=True)
    reported_at = models.DateTimeField("when it was received", default=clock.now)

    description = models.TextField()
    done_at_once = models.TextField(blank=True)
    told = models.JSONField("the rest of the report as it was first told, in words", default=list, blank=True)

    reporter = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports")
    reporter_name = models.CharField(max_length=160, blank=True)
    reporter_contact = models.CharField(max_length=200, blank=True)
    reporter_capacity = models.CharField(max_length=20, choices=list(CAPACITIES.items()), blank=True)
    reporter_relation = models.CharField(
        "relation to the person affected, or how they know", max_length=200, blank=True
    )
    anonymous = models.BooleanField(default=False)
    passphrase = models.CharField("hash of the passphrase", max_length=128, blank=True)
    route = models.CharField("how the report came in", max_length=20, default="web")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="incidents")

    cad_number = models.CharField("our own incident (CAD) number", max_length=40, blank=True)
    call_sign = models.CharField(max_length=30, blank=True)
    crew = models.CharField(max_length=300, blank=True)
    control_room_told = models.CharField(max_length=10, choices=list(TOLD.items()), blank=True)
    control_room_told_at = models.DateTimeField(null=True, blank=True)
    control_room_told_by = models.CharField(max_length=160, blank=True)
    manager_told = models.CharField("which manager the reporter told", max_length=160, blank=True)
    manager_told_at = models.DateTimeField(null=True, blank=True)
    police_told = models.CharField(max_length=10, choices=list(TOLD.items()), blank=True)
    police_not_told_reason = models.CharField(max_length=300, blank=True)

    severity = models.CharField(max_length=10, choices=list(SEVERITIES.items()), blank=True)
    crime = models.BooleanField(null=True, blank=True)
    medical_factors = models.BooleanField(null=True, blank=True)
    medical_factors_by = models.CharField(max_length=160, blank=True)
    medical_factors_reason = models.TextField(blank=True)
    triaged_at = models.DateTimeField(null=True, blank=True)
    manager_checked_at = models.DateTimeField(null=True, blank=True)
    manager_checked_by = models.CharField(max_length=160, blank=True)
    aware_at = models.DateTimeField("when a manager first knew", null=True, blank=True)
    out_of_scope = models.CharField("where it was routed and why", max_length=300, blank=True)
    outcome = models.TextField(blank=True)
    no_lesson_reason = models.CharField(max_length=300, blank=True)
    unknown_facts = models.JSONField("reasons for facts that are not held, by fact", default=dict, blank=True)

    # Of history only. What lies before this moment happened in another system: no queue, clock or notice counts it.
    imported_at = models.DateTimeField("when it was brought in from another system", null=True, blank=True)
    old_reference = models.CharField("reference in that system", max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trust", "submission_key"], name="sent_twice_is_one_incident"),
            models.CheckConstraint(
                condition=Q(found_at__isnull=True) | Q(happened_at__isnull=True) | Q(found_at__gte=F("happened_at")),
                name="found_not_before_it_happened",
            ),
        ]
        indexes = [
            models.Index(fields=["trust", "-reported_at", "-record"], name="incident_list"),
            models.Index(fields=["trust", "stage", "-reported_at", "-record"], name="incident_by_stage"),
            models.Index(fields=["trust", "type", "-reported_at", "-record"], name="incident_by_type"),
            models.Index(fields=["trust", "site", "-reported_at", "-record"], name="incident_by_site"),
            models.Index(fields=["trust", "unit", "-reported_at", "-record"], name="incident_by_unit"),
            models.Index(fields=["trust", "-occurred_at", "-record"], name="incident_by_moment"),
            models.Index(fields=["reporter", "-reported_at"], name="incident_by_reporter"),
            models.Index(
                fields=["trust", "old_reference"], condition=~Q(old_reference=""), name="incident_by_old_reference"
            ),
        ]

    class Data:
        personal = dict.fromkeys(
            (
                *("description", "done_at_once", "told", "outcome", "no_lesson_reason", "unknown_facts"),
                *("out_of_scope", "police_not_told_reason", "exact_place", "address", "postcode", "vehicle"),
                *("hate_factors", "alcohol_factor", "drugs_factor", "weapon", "alone", "shift_ends_at"),
                *("crew", "call_sign", "reporter", "reporter_name", "reporter_contact", "reporter_capacity"),
                *("reporter_relation", "passphrase", "control_room_told_by", "manager_told", "manager_checked_by"),
                *("medical_factors", "medical_factors_by", "medical_factors_reason"),
            ),
            WITH_THE_INCIDENT,
        )
        not_personal = (
            *("record", "trust", "submission_key", "state", "stage", "type", "near_miss", "internal", "restricted"),
            *("place", "site", "unit", "route", "anonymous", "happened_at", "happened_roughly", "found_at"),
            *("occurred_at", "written_at", "reported_at", "cad_number", "control_room_told", "control_room_told_at"),
            *("manager_told_at", "police_told", "severity", "crime", "triaged_at", "manager_checked_at", "aware_at"),
            *("imported_at", "old_reference"),
        )

    def __str__(self) -> str:
        return str(self.record)

    @property
    def audit_subject(self) -> AuditSubject:
        return self.record.audit_subject

    @property
    def reference(self) -> str:
        return self.record.reference

    def opens_with(self, passphrase: str) -> bool:
        """True when `passphrase` is the one that was given out with the receipt."""
        return bool(self.passphrase) and check_password(passphrase, self.passphrase)


class Item(ScopedModel):
    """A thing that was stolen, lost or damaged. `value` and `recovered` are pounds."""

    FATES = FATE_WORDS
    OWNERS = OWNER_WORDS

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="items")
    description = models.CharField(max_length=300)
    fate = models.CharField(max_length=10, choices=list(FATES.items()), default="stolen")
    owner = models.CharField(max_length=12, choices=list(OWNERS.items()), default="trust")
    owner_name = models.CharField(max_length=160, blank=True)
    asset_number = models.CharField(max_length=60, blank=True)
    value = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    recovered = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    class Data:
        personal = dict.fromkeys(("description", "owner", "owner_name"), WITH_THE_INCIDENT)
        not_personal = ("id", "trust", "incident", "fate", "asset_number", "value", "recovered")


class PoliceContact(ScopedModel):
    """One contact with the police about an incident: what they gave, and who dealt with it."""

    CHANNELS = CHANNEL_WORDS

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="police_contacts")
    force = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=16, choices=list(CHANNELS.items()), blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.CharField(max_length=160, blank=True)
    log_number = models.CharField("police CAD or log number", max_length=60, blank=True)
    crime_number = models.CharField(max_length=60, blank=True)
    officer_name = models.CharField(max_length=160, blank=True)
    officer_number = models.CharField("collar number", max_length=40, blank=True)
    officer_station = models.CharField(max_length=120, blank=True)
    officer_contact = models.CharField(max_length=120, blank=True)
    attended = models.BooleanField(null=True, blank=True)
    refused_reason = models.CharField("why the police would not come or record it", max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["pk"]

    class Data:
        personal = dict.fromkeys(
            (
                *("told_by", "officer_name", "officer_number", "officer_station", "officer_contact"),
                *("refused_reason", "crime_number", "log_number", "by"),
            ),
            WITH_THE_INCIDENT,
        )
        not_personal = ("id", "trust", "incident", "force", "channel", "told_at", "attended", "at")


class Addition(ScopedModel):
    """Something added or put right after the report: what was known when, and by whom it was told.

    `changes` maps a field's words to [before, after]. `is_report`: somebody else reported the same event, saw that it
    was reported already and added to it; they have a receipt of their own (`submission_key`, `passphrase`). What they
    tell later points to it as `second_report`.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="additions")
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    from_reporter = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    changes = models.JSONField(default=dict, blank=True)
    is_report = models.BooleanField(default=False)
    second_report = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="later")
    submission_key = models.CharField(max_length=64, blank=True)
    capacity = models.CharField(max_length=20, choices=list(CAPACITIES.items()), blank=True)
    contact = models.CharField(max_length=200, blank=True)
    anonymous = models.BooleanField(default=False)
    passphrase = models.CharField("hash of the passphrase", max_length=128, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trust", "submission_key"], condition=~Q(submission_key=""), name="added_twice_is_one_addition"
            )
        ]
        indexes = [models.Index(fields=["person", "-at"], name="addition_by_person")]

    class Data:
        personal = dict.fromkeys(
            ("by", "person", "words", "changes", "capacity", "contact", "passphrase"), WITH_THE_INCIDENT
        )
        not_personal = (
            *("id", "trust", "incident", "at", "from_reporter", "is_report", "second_report", "submission_key"),
            "anonymous",
        )

    def opens_with(self, passphrase: str) -> bool:
        """True when `passphrase` is the one that was given out with this receipt."""
        return bool(self.passphrase) and check_password(passphrase, self.passphrase)
