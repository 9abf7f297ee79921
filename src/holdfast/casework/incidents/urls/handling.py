"""One incident: its page, and what can be done with it."""

from django.urls import path

from holdfast.casework.incidents.views import closing, incident, investigate, statements, triage

urlpatterns = [
    path("incidents/<str:reference>/", incident.incident, name="incident"),
    path("incidents/<str:reference>/print/", incident.printed, name="print"),
    path("incidents/<str:reference>/files/<int:key>/", incident.file, name="file"),
    path("incidents/<str:reference>/triage/", triage.triage, name="triage"),
    path("incidents/<str:reference>/elsewhere/", triage.route_out, name="route-out"),
    path("incidents/<str:reference>/merging/", triage.merge, name="merge"),
    path("incidents/<str:reference>/referrals/", triage.refer, name="refer"),
    path("incidents/<str:reference>/medical-factors/", triage.medical_factors, name="medical-factors"),
    path("incidents/<str:reference>/check/", triage.check, name="check"),
    path("incidents/<str:reference>/restriction/", triage.restrict, name="restrict"),
    path("incidents/<str:reference>/readers/", triage.admit, name="admit"),
    path("incidents/<str:reference>/readers/<int:reader>/", triage.dismiss, name="dismiss"),
    path("incidents/<str:reference>/investigations/", investigate.start, name="open-investigation"),
    path("incidents/<str:reference>/investigations/<int:key>/", investigate.findings, name="investigate"),
    path("incidents/<str:reference>/investigations/<int:key>/people/", investigate.investigators, name="investigators"),
    path("incidents/<str:reference>/investigations/<int:key>/review/", investigate.review, name="review"),
    path("incidents/<str:reference>/investigations/<int:key>/withdrawal/", investigate.withdraw, name="withdraw"),
    path("incidents/<str:reference>/statements/", statements.ask, name="ask-for-statement"),
    path("incidents/<str:reference>/statements/<int:key>/", statements.give, name="statement"),
    path("incidents/<str:reference>/statements/<int:key>/refusal/", statements.decline, name="decline-statement"),
    path("incidents/<str:reference>/messages/", closing.message, name="message"),
    path("incidents/<str:reference>/police/", closing.police, name="police"),
    path("incidents/<str:reference>/missing/<str:fact>/", closing.explain, name="explain"),
    path("incidents/<str:reference>/lessons/", closing.share, name="share-lesson"),
    path("incidents/<str:reference>/no-lesson/", closing.nothing_to_learn, name="no-lesson"),
    path("incidents/<str:reference>/closure/", closing.close, name="close"),
    path("incidents/<str:reference>/reopening/", closing.reopen, name="reopen"),
    path("lessons/", closing.lessons, name="lessons"),
    path("lessons/<int:key>/", closing.lesson, name="lesson"),
]
