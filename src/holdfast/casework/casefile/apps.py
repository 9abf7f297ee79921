from django.apps import AppConfig


class CasefileConfig(AppConfig):
    name = "holdfast.casework.casefile"
    label = "casefile"
