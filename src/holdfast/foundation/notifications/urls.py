"""My notices, my choice of e-mail, and what could not be sent."""

from django.urls import path

from holdfast.foundation.notifications.views import notices, undelivered

app_name = "notifications"
urlpatterns = [
    path("", notices.notices, name="list"),
    path("read-all/", notices.read_all_notices, name="read-all"),
    path("how-often/", notices.pace, name="pace"),
    path("<int:pk>/open/", notices.open_notice, name="open"),
    path("<int:pk>/read/", notices.read_notice, name="read"),
    path("undelivered/", undelivered.undelivered, name="undelivered"),
    path("undelivered/retry-all/", undelivered.retry_all, name="retry-all"),
    path("undelivered/<int:pk>/retry/", undelivered.retry, name="retry"),
    path("undelivered/<int:pk>/drop/", undelivered.drop, name="drop"),
]
