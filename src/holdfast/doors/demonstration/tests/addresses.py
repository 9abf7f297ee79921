"""The addresses of an installation in demo mode."""

from django.urls import include, path

urlpatterns = [
    path("demo/", include("holdfast.doors.demonstration.urls")),
    path("", include("holdfast.config.urls")),
]
