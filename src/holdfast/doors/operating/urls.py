"""What machines ask of the site."""

from django.urls import path

from .views import health, robots, security_contact

app_name = "operating"
urlpatterns = [
    path("health/", health, name="health"),
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security_contact, name="security-contact"),
]
