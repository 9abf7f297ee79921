from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Layouts, components and form fields. Has no models: it knows no user and no table."""

    name = "holdfast.foundation.pages"
    label = "pages"
