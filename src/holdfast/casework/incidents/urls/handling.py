"""One incident: its page, and what can be done with it."""

from django.urls import path

from holdfast.casework.incidents.views import (
    closing,
    facts,
    files,
    incident,
    investigate,
    learning,
    medical,
    restriction,
    statements,
    triage,
)
from holdfast.foundation.records import addresses  # noqa: F401  teaches addresses what a reference is

ONE = "incidents/<reference:reference>"
INVESTIGATION = f"{ONE}/investigations/<int:key>"
STATEMENT = f"{ONE}/statements/<int:key>"

urlpatterns = [
    path(f"{ONE}/", incident.incident, name="incident"),
    path(f"{ONE}/print/", incident.printed, name="print"),
    path(f"{ONE}/as-it-came/", incident.source_rows, name="source-rows"),
    path(f"{ONE}/facts/", facts.facts, name="add-facts"),
    path(f"{ONE}/facts/own/", facts.put_facts_right, name="put-facts-right"),
    path(f"{ONE}/facts/<slug:part>/", facts.add_part, name="add-part"),
    path(f"{ONE}/facts/<slug:part>/<int:key>/", facts.put_part_right, name="put-part-right"),
    path(f"{ONE}/files/", files.add, name="add-files"),
    path(f"{ONE}/files/<int:key>/", files.file, name="file"),
    path(f"{ONE}/files/<int:key>/picture/", files.picture, name="file-picture"),
    path(f"{ONE}/files/<int:key>/thumbnail/", files.thumbnail, name="file-thumbnail"),
    path(f"{ONE}/files/<int:key>/withdrawal/", files.withdraw, name="withdraw-file"),
    path(f"{ONE}/triage/", triage.triage, name="triage"),
    path(f"{ONE}/elsewhere/", triage.route_out, name="route-out"),
    path(f"{ONE}/merging/", triage.merge, name="merge"),
    path(f"{ONE}/taking-back/", triage.take_back, name="take-back"),
    path(f"{ONE}/referrals/", triage.refer, name="refer"),
    path(f"{ONE}/medical-factors/", medical.medical_factors, name="medical-factors"),
    path(f"{ONE}/medical-factors/asking/", medical.ask, name="ask-clinician"),
    path(f"{ONE}/check/", triage.check, name="check"),
    path(f"{ONE}/restriction/", restriction.restrict, name="restrict"),
    path(f"{ONE}/restriction/lifting/", restriction.lift, name="lift"),
    path(f"{ONE}/readers/", restriction.admit, name="admit"),
    path(f"{ONE}/readers/<int:reader>/", restriction.dismiss, name="dismiss"),
    path(f"{ONE}/investigations/", investigate.start, name="open-investigation"),
    path(f"{INVESTIGATION}/", investigate.findings, name="investigate"),
    path(f"{INVESTIGATION}/people/", investigate.investigators, name="investigators"),
    path(f"{INVESTIGATION}/review/", investigate.review, name="review"),
    path(f"{INVESTIGATION}/withdrawal/", investigate.withdraw, name="withdraw"),
    path(f"{ONE}/statements/", statements.ask, name="ask-for-statement"),
    path(f"{STATEMENT}/", statements.give, name="statement"),
    path(f"{STATEMENT}/refusal/", statements.decline, name="decline-statement"),
    path(f"{STATEMENT}/reminder/", statements.remind, name="remind-of-statement"),
    path(f"{ONE}/messages/", closing.message, name="message"),
    path(f"{ONE}/police-contact/", closing.police, name="police"),
    path(f"{ONE}/missing/<slug:fact>/", closing.explain, name="explain"),
    path(f"{ONE}/lessons/", learning.share, name="share-lesson"),
    path(f"{ONE}/no-lesson/", learning.nothing_to_learn, name="no-lesson"),
    path(f"{ONE}/closure/", closing.close, name="close"),
    path(f"{ONE}/reopening/", closing.reopen, name="reopen"),
    path("lessons/", learning.lessons, name="lessons"),
    path("lessons/<int:key>/", learning.lesson, name="lesson"),
    path("lessons/<int:key>/teams/", learning.send, name="send-lesson"),
]
