from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "holdfast.foundation.records"
    label = "records"
