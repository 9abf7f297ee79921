"""Whether the trust's policy is kept."""

from django.urls import path

from .views import pages

app_name = "assurance"
urlpatterns = [
    path("", pages.overview, name="overview"),
    path("policy/", pages.policy, name="policy"),
    path("duties/<str:key>/", pages.duty, name="duty"),
]
