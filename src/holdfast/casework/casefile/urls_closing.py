"""Closing, at the address at which an incident by itself is closed: config/urls.py asks here first (docs/adr/0012)."""

from django.urls import path

from holdfast.casework.casefile.urls import ONE
from holdfast.casework.casefile.views import case

urlpatterns = [path(f"{ONE}/closure/", case.close, name="close-case")]
