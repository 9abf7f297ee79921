from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    name = "holdfast.oversight.assurance"
    label = "assurance"
