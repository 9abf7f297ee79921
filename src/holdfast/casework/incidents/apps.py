from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "holdfast.casework.incidents"
    label = "incidents"
