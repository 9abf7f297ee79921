from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "holdfast.tools.actions"
    label = "actions"
