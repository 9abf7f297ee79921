from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "holdfast.foundation.notifications"
    label = "notifications"
