"""Every address of the site, by area."""

from django.conf import settings
from django.urls import include, path

from holdfast.foundation.records import addresses  # noqa: F401  teaches every address below what a reference is

urlpatterns = [
    path("", include("holdfast.doors.workspace.urls")),
    path("", include("holdfast.doors.operating.urls")),
    # Closing an incident goes through its case file, which asks every area first: docs/adr/0012.
    path("", include("holdfast.casework.casefile.urls_closing")),
    path("", include("holdfast.casework.incidents.urls")),
    path("", include("holdfast.casework.sanctions.urls")),
    path("", include("holdfast.casework.violence.urls")),
    path("", include("holdfast.casework.casefile.urls")),
    path("", include("holdfast.casework.liaison.urls")),
    path("", include("holdfast.tools.actions.urls")),
    path("account/", include("holdfast.foundation.organisation.urls.accounts")),
    path("organisation/", include("holdfast.foundation.organisation.urls.organisation")),
    path("notices/", include("holdfast.foundation.notifications.urls")),
    path("assurance/", include("holdfast.oversight.assurance.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("holdfast.doors.demonstration.urls")))

handler400 = "holdfast.doors.workspace.views.errors.bad_request"
handler403 = "holdfast.doors.workspace.views.errors.not_allowed"
handler404 = "holdfast.doors.workspace.views.errors.not_found"
handler500 = "holdfast.doors.workspace.views.errors.broken"
