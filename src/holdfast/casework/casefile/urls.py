"""The addresses of case files."""

from django.urls import path

from holdfast.casework.casefile.views import bundles, calls, case, exhibits, patient_searches, searches
from holdfast.foundation.records import addresses  # noqa: F401  teaches addresses what a reference is

ONE = "incidents/<reference:reference>"
EXHIBIT = f"{ONE}/exhibits/<reference:exhibit>"
BUNDLE = f"{ONE}/bundles/<int:number>"
SEARCH = f"{ONE}/searches/<int:key>"

app_name = "casefile"
urlpatterns = [
    path(f"{ONE}/case/", case.case, name="case"),
    path(f"{ONE}/case/review/", case.review, name="review-case"),
    path(f"{ONE}/case/closure/", case.close, name="close"),
    path("calls/<int:key>/report/", calls.tie, name="tie-call"),
    path("patient-searches/", patient_searches.listing, name="patient-searches"),
    path("patient-searches/new/", patient_searches.add, name="add-patient-search"),
    path("patient-searches/<int:key>/", patient_searches.one, name="patient-search"),
    path("exhibits/<reference:reference>/", case.exhibit_by_reference, name="exhibit-by-reference"),
    path(f"{ONE}/exhibits/", exhibits.exhibits, name="exhibits"),
    path(f"{ONE}/exhibits/new/", exhibits.add, name="add-exhibit"),
    path(f"{EXHIBIT}/", exhibits.exhibit, name="exhibit"),
    path(f"{EXHIBIT}/label/", exhibits.label, name="exhibit-label"),
    path(f"{EXHIBIT}/file/", exhibits.file, name="exhibit-file"),
    path(f"{EXHIBIT}/check/", exhibits.check, name="check-exhibit"),
    path(f"{EXHIBIT}/hand-over/", exhibits.hand_over, name="hand-over"),
    path(f"{EXHIBIT}/log/<int:key>/", exhibits.correct, name="correct-handover"),
    path(f"{EXHIBIT}/ending/", exhibits.end, name="end-exhibit"),
    path(f"{ONE}/searches/", searches.searches, name="searches"),
    path(f"{ONE}/searches/new/", searches.ask, name="ask-for-search"),
    path(f"{SEARCH}/", searches.search, name="search"),
    path(f"{SEARCH}/print/", searches.printed, name="print-search"),
    path(f"{SEARCH}/approval/", searches.approve, name="approve-search"),
    path(f"{SEARCH}/approval/word/", searches.approve_by_word, name="approve-search-by-word"),
    path(f"{SEARCH}/approval/confirmation/", searches.confirm, name="confirm-search"),
    path(f"{SEARCH}/approval/refusal/", searches.decline, name="decline-search"),
    path(f"{SEARCH}/answer/", searches.answer, name="answer-search"),
    path(f"{SEARCH}/police/", searches.consider_police, name="consider-police"),
    path(f"{SEARCH}/outcome/", searches.record, name="record-search"),
    path(f"{SEARCH}/outcome/police/", searches.record_police, name="police-search"),
    path(f"{SEARCH}/giving-up/", searches.drop, name="drop-search"),
    path(f"{ONE}/bundles/", bundles.bundles, name="bundles"),
    path(f"{ONE}/bundles/new/", bundles.add, name="make-bundle"),
    path(f"{BUNDLE}/", bundles.bundle, name="bundle"),
    path(f"{BUNDLE}/file/", bundles.download, name="bundle-file"),
    path(f"{BUNDLE}/giving/", bundles.give, name="give-bundle"),
]
