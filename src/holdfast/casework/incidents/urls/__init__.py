"""The addresses of incidents, stage by stage."""

from holdfast.casework.incidents.urls import handling, listing, report

app_name = "incidents"
urlpatterns = [*report.urlpatterns, *listing.urlpatterns, *handling.urlpatterns]
