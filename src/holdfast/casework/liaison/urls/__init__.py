"""The addresses of liaison."""

from django.urls import path

import holdfast.foundation.records.addresses  # noqa: F401  teaches addresses what a reference is
from holdfast.casework.liaison.views import case, disclosures, police, registers, reports, riddor

app_name = "liaison"

ONE = "incidents/<reference:reference>"
REPORT = "police/<int:key>"

urlpatterns = [
    path(f"{ONE}/police/", police.police, name="police"),
    path(f"{ONE}/police/report/", police.report, name="report-police"),
    path(f"{ONE}/police/request/", police.ask_to_come, name="request-police"),
    path(f"{ONE}/police/decision/", police.decide, name="decide-police"),
    path(f"{ONE}/police/calls/<int:key>/", police.take_in, name="take-in-call"),
    path(f"{ONE}/police/wishes/<int:key>/", police.wish, name="wish"),
    path(f"{ONE}/police/statements/", case.ask_statement, name="ask-statement"),
    path(f"{ONE}/police/statements/<int:key>/", case.statement, name="statement"),
    path(f"{ONE}/police/contacts/", case.contact, name="contact"),
    path(f"{ONE}/police/contacts/<int:key>/done/", case.followed_up, name="followed-up"),
    path(f"{ONE}/police/counter-fraud/", case.refer_fraud, name="refer-fraud"),
    path(f"{ONE}/police/counter-fraud/work/", case.joint_work, name="joint-work"),
    path(f"{ONE}/disclosures/", disclosures.disclosures, name="disclosures"),
    path(f"{ONE}/disclosures/new/", disclosures.ask, name="ask-disclosure"),
    path(f"{ONE}/riddor/", riddor.riddor, name="riddor"),
    path(f"{ONE}/riddor/people/<int:key>/", riddor.facts, name="riddor-facts"),
    path(f"{ONE}/riddor/fire/", riddor.occurrence, name="riddor-occurrence"),
    path("police/", registers.police_list, name="police-list"),
    path("police/forces/", registers.forces, name="forces"),
    path("police/forces/<int:key>/", registers.force_steps, name="force-steps"),
    path("police/calls/", registers.calls, name="calls"),
    path("police/calls/new/", registers.call, name="call-police"),
    path("police/statements/<int:key>/", case.my_statement, name="my-statement"),
    path(f"{REPORT}/incident/", reports.tie, name="tie-call"),
    path(f"{REPORT}/answer/", reports.answer, name="answer"),
    path(f"{REPORT}/escalation/", reports.escalate, name="escalate"),
    path(f"{REPORT}/escalation/<int:step>/", reports.escalation_answer, name="escalation-answer"),
    path(f"{REPORT}/number/", reports.number, name="number"),
    path(f"{REPORT}/officer/", reports.officer, name="officer"),
    path(f"{REPORT}/news/", reports.step, name="step"),
    path(f"{REPORT}/told/<int:telling>/", reports.told, name="told"),
    path(f"{REPORT}/chase/", reports.chase, name="chase"),
    path(f"{REPORT}/end/", reports.end, name="end"),
    path(f"{REPORT}/resume/", reports.resume, name="resume"),
    path("disclosures/", registers.disclosure_list, name="disclosure-register"),
    path("disclosures/decisions/", registers.disclosure_decisions, name="disclosure-decisions"),
    path("disclosures/<int:key>/decision/", disclosures.decide, name="decide-disclosure"),
    path("disclosures/<int:key>/handed-over/", disclosures.hand_over, name="hand-over"),
    path("riddor/", registers.riddor_list, name="riddor-register"),
    path("riddor/print/", registers.riddor_printed, name="riddor-register-print"),
    path("riddor/<int:key>/days/", riddor.days, name="riddor-days"),
    path("riddor/<int:key>/days/<int:span>/", riddor.last_day, name="riddor-last-day"),
    path("riddor/<int:key>/days/<int:span>/off/", riddor.take_off, name="riddor-take-off"),
    path("riddor/<int:key>/decision/", riddor.decide, name="riddor-decide"),
    path("riddor/<int:key>/form/", riddor.form_fields, name="riddor-form"),
    path("riddor/<int:key>/reported/", riddor.reported, name="riddor-reported"),
    path("riddor/<int:key>/sheet/", riddor.sheet, name="riddor-sheet"),
]
