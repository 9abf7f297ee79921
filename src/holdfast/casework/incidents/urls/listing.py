"""The list of incidents."""

from django.urls import path, re_path

from holdfast.casework.incidents.views import listing, triage

urlpatterns = [
    path("incidents/", listing.listing, name="list"),
    re_path(r"^incidents/export\.(?P<kind>csv|xlsx)$", listing.export, name="export"),
    path("incidents/filters/", listing.keep_filter, name="keep-filter"),
    path("incidents/filters/<int:key>/drop/", listing.drop_filter, name="drop-filter"),
    path("incidents/sites/", listing.find_site, name="find-site"),
    path("incidents/units/", listing.find_unit, name="find-unit"),
    path("incidents/people/", triage.find_person, name="find-person"),
]
