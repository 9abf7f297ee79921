from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "holdfast.doors.workspace"
    label = "workspace"
