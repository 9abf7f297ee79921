from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "holdfast.doors.demonstration"
    label = "demonstration"
