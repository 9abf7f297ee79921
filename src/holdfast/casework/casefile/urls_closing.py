"""What concerns several areas, at the address that one of them gives it: config/urls.py asks here first (ADR 0012).

Closing an incident, and a call for support, which the register of the police must hear of.
"""

from django.urls import path

from holdfast.casework.casefile.urls import ONE
from holdfast.casework.casefile.views import calls, case

urlpatterns = [
    path(f"{ONE}/closure/", case.close, name="close-case"),
    path("calls/<int:key>/", calls.call, name="answer-call"),
]
