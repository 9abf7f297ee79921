from django.apps import AppConfig


class SanctionsConfig(AppConfig):
    name = "holdfast.casework.sanctions"
    label = "sanctions"
