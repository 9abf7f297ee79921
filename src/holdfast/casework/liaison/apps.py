from django.apps import AppConfig


class LiaisonConfig(AppConfig):
    name = "holdfast.casework.liaison"
    label = "liaison"
