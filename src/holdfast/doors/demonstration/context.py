"""What every page of a demonstration offers besides. Only the settings of a demonstration name this."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse


def change_person(request: HttpRequest) -> dict[str, str]:
    """`change_person_url`: where to become somebody else. It takes the place of the header's link to sign in."""
    return {"change_person_url": reverse("demonstration:people"), "sign_in_url": ""}
