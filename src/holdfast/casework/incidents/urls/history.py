"""Bringing in the history of another system."""

from django.urls import path

from holdfast.casework.incidents.views import history, history_files

urlpatterns = [
    path("incidents/history/", history.begin, name="history"),
    path("incidents/history/<str:key>/columns/", history.columns, name="history-columns"),
    path("incidents/history/<str:key>/words/", history.meanings, name="history-words"),
    path("incidents/history/<str:key>/", history.preview, name="history-preview"),
    path("incidents/history/<str:key>/result/", history_files.result, name="history-result"),
    path("incidents/history/<str:key>/bad-rows.csv", history_files.bad_rows, name="history-bad-rows"),
    path("incidents/history/<str:key>/discard/", history_files.discard, name="history-discard"),
]
