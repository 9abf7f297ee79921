"""The addresses of incidents, stage by stage."""

from holdfast.casework.incidents.urls import handling, history, listing, report

app_name = "incidents"
urlpatterns = [*report.urlpatterns, *listing.urlpatterns, *history.urlpatterns, *handling.urlpatterns]
