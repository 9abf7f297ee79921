from django.apps import AppConfig


class ViolenceConfig(AppConfig):
    name = "holdfast.casework.violence"
    label = "violence"
