from __future__ import annotations

from django.db import models

from holdfast.casework.liaison.models import PoliceReport
from holdfast.casework.violence.models import Call
from holdfast.foundation.organisation.scope import ScopedModel


class CallForPolice(ScopedModel):
    """One call for the police, seen from both sides: the crew asked the control room, which asked the police."""

    call = models.OneToOneField(Call, primary_key=True, on_delete=models.CASCADE, related_name="for_police")
    report = models.OneToOneField(PoliceReport, on_delete=models.CASCADE, related_name="call_for_support")

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("call", "trust", "report")
