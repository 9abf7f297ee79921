"""Reporting, and what became of a report."""

from django.urls import path

from holdfast.casework.incidents.views import report, report_files, report_mine, report_offline, report_open

urlpatterns = [
    path("report/", report.report, name="report"),
    path("report/already-reported/", report.already_reported, name="report-matches"),
    path("report/files/", report_files.report_files, name="report-files"),
    path("report/token/", report_offline.token, name="report-token"),
    path("report/drafts/<str:key>/", report.keep_draft, name="keep-draft"),
    path("report/drafts/<str:key>/discard/", report.throw_draft_away, name="discard-draft"),
    path("report/receipt/<str:reference>/", report.receipt, name="receipt"),
    path("my-reports/", report_mine.my_reports, name="my-reports"),
    path("my-reports/<str:reference>/", report_mine.my_report, name="my-report"),
    path("my-reports/<str:reference>/<str:what>/", report_mine.tell_more, name="my-report-more"),
    path("r/<slug:trust_slug>/report/", report_open.open_report, name="open-report"),
    path("r/<slug:trust_slug>/report/already-reported/", report_open.open_matches, name="open-matches"),
    path("r/<slug:trust_slug>/report/files/", report_files.open_files, name="open-files"),
    path("r/<slug:trust_slug>/report/kept/", report_offline.open_shell, name="open-shell"),
    path("r/<slug:trust_slug>/report/kept/staff/", report_offline.shell, name="report-shell"),
    path("r/<slug:trust_slug>/receipt/", report_open.open_receipt, name="open-receipt"),
    path("r/<slug:trust_slug>/follow/", report_open.follow, name="follow"),
    path("r/<slug:trust_slug>/follow/<str:what>/", report_open.follow_more, name="follow-more"),
    path("service-worker.js", report_offline.service_worker, name="service-worker"),
    path("manifest.webmanifest", report_offline.manifest, name="manifest"),
]
