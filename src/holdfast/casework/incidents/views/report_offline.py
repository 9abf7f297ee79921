"""What the report form needs to work without a network: an empty page to keep, and a fresh secret to send with."""

from __future__ import annotations

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page

from holdfast.casework.incidents.presenters.report_form import tiles
from holdfast.casework.incidents.views.report_door import Door, identity_of, open_door
from holdfast.casework.incidents.views.report_form import settings_for
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.access import in_trust_of_url, public
from holdfast.foundation.organisation.models import Person, Trust


@public("gives the secret that any form needs, and says whether this browser is signed in")
@never_cache
def token(request: HttpRequest) -> HttpResponse:
    """A fresh CSRF token, whether someone is signed in, and in which trust."""
    viewer = getattr(request, "viewer", None)
    return JsonResponse(
        {
            "csrf": get_token(request),
            "identity": identity_of(viewer.person if viewer else None),
            "trust": viewer.trust.slug if viewer else "",
            "sign_in": f"{reverse(settings.LOGIN_URL)}?next={reverse('incidents:report')}",
        }
    )


@public("the empty form, the same for everyone in the trust: a phone keeps it for when there is no network")
@in_trust_of_url
@gzip_page
def shell(request: HttpRequest, trust: Trust) -> HttpResponse:
    """The empty form for people with an account, holding nothing of anybody."""
    nobody = Actor(name="Nobody yet", identity="anonymous")
    door = Door(
        trust=trust,
        actor=nobody,
        reporter=Person(trust=trust),
        form_url=reverse("incidents:report"),
        matches_url=reverse("incidents:report-matches"),
        files_url=reverse("incidents:report-files"),
        shell_url=reverse("incidents:report-shell", args=[trust.slug]),
        route="web",
    )
    return _shell(request, door, mine=True)


@public("the empty form, the same for everyone: a phone keeps it for when there is no network")
@in_trust_of_url
@gzip_page
def open_shell(request: HttpRequest, trust: Trust) -> HttpResponse:
    """The empty form for people without an account."""
    if not trust.reports_without_account:
        raise Http404
    return _shell(request, open_door(request, trust), mine=False)


def _shell(request: HttpRequest, door: Door, *, mine: bool) -> HttpResponse:
    context = {
        "page_title": "Report what happened",
        "trust": door.trust,
        "door": door,
        "signed_in": mine,
        "offline": True,
        "key": "",
        "caption": capfirst(door.trust.term("incident_form")),
        "everything": door.forms(None),
        "tiles": tiles(),
        "report_settings": settings_for(door),
        # what a page says of whoever looks at it: here, of nobody
        "viewer": None,
        "account": None,
        "sign_in_url": "",
        "search_url": "",
        "navigation": [],
        "identity_hash": "",
        "footer_links": [],
    }
    return render(request, "incidents/report/shell.html", context)


@public("the script that keeps the form for when there is no network; holds nothing of anybody")
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It has to come from the top of the site, or it could not serve the form's address."""
    path = finders.find("service-worker.js") or (
        staticfiles_storage.path("service-worker.js") if staticfiles_storage.exists("service-worker.js") else None
    )
    if path is None:
        raise Http404
    with open(path, "rb") as file:
        response = HttpResponse(file.read(), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@public("names the app when someone keeps the report form on their phone's first screen")
def manifest(request: HttpRequest) -> HttpResponse:
    """The web manifest."""
    return JsonResponse(
        {
            "name": "Holdfast: report what happened",
            "short_name": "Report",
            "start_url": reverse("incidents:report"),
            "scope": "/",
            "display": "minimal-ui",
            "background_color": "#f0f4f5",
            "theme_color": "#005eb8",
            "icons": [{"src": static("holdfast.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )
