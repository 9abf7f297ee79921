"""Reports of an assault: by the operation, and as a browser sends the form."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db.models import Exists, OuterRef

from holdfast.casework.incidents.operations.report import Received, report
from holdfast.casework.incidents.operations.report_answers import (
    IncidentFacts,
    ReportAnswers,
    SubjectFacts,
    VictimFacts,
)
from holdfast.foundation.organisation.models import Person, PostHolding, Trust
from holdfast.foundation.organisation.roles import Crew
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.kernel import clock

WHAT = "The patient grabbed my arm and would not let go until my crew mate came back in."


def reporter_of(trust: Trust) -> Person:
    """A member of staff with an account and no post but that of a crew. The trust's scope must be open."""
    staff = Person.objects.filter(trust=trust, user__isnull=False)
    held = PostHolding.objects.filter(person=OuterRef("pk")).exclude(post__role=Crew.key)
    return staff.filter(~Exists(held)).select_related("trust", "unit", "user").order_by("pk")[0]


def take(viewer: Viewer) -> Received:
    """One more report by `viewer`: rules, rows, routing, telling, words to search, signed audit entry, commit."""
    return report(
        by=viewer.actor, trust=viewer.trust, answers=answers(), submission_key=uuid.uuid4().hex, reporter=viewer.person
    )


def answers() -> ReportAnswers:
    """What is told."""
    now = clock.now()
    return ReportAnswers(
        IncidentFacts(
            type="physical-assault",
            place="private-address",
            address="12 Harbour Road",
            description=WHAT,
            happened_at=now - timedelta(hours=1),
            shift_ends_at=now + timedelta(hours=3),
            done_at_once="Left the room and asked for police.",
            reporter_capacity="victim",
        ),
        victims=(VictimFacts(is_reporter=True, injury="minor", injury_details="Bruised arm"),),
        subjects=(SubjectFacts(standing="patient", appearance="Man of about 40"),),
    )


def typed() -> dict[str, str]:
    """The same as a browser sends it."""
    happened = (clock.now() - timedelta(hours=1)).astimezone(clock.LONDON)
    return {
        "step": "send",
        "key": uuid.uuid4().hex,
        "type": "physical-assault",
        "place": "private-address",
        "address": "12 Harbour Road",
        "happened_at_day": str(happened.day),
        "happened_at_month": str(happened.month),
        "happened_at_year": str(happened.year),
        "happened_at_clock": f"{happened:%H:%M}",
        "shift_end": f"{happened + timedelta(hours=4):%H:%M}",
        "description": WHAT,
        "victims-TOTAL_FORMS": "1",
        "victims-INITIAL_FORMS": "0",
        "victims-0-who": "me",
        "victims-0-injury": "minor",
        "victims-0-examined": "no",
        "victims-0-not_examined_reason": "Going after the shift",
        "subjects-TOTAL_FORMS": "1",
        "subjects-INITIAL_FORMS": "0",
        "subjects-0-standing": "patient",
        "subjects-0-appearance": "Man of about 40",
        "police_told": "no",
    }
