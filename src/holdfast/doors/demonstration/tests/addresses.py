"""The addresses of an installation in demo mode."""

from django.urls import include, path

urlpatterns = [
    path("demo/", include("holdfast.doors.demonstration.urls")),
    path("", include("holdfast.config.urls")),
]

handler403 = "holdfast.doors.workspace.views.errors.not_allowed"
handler404 = "holdfast.doors.workspace.views.errors.not_found"
