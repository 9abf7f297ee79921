"""Sites and places."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.forms.places import CloseSiteForm, ListFilter, SiteForm, SiteNameForm, site_values
from holdfast.foundation.organisation.models import Site
from holdfast.foundation.organisation.operations.sites import change_site, close_site, open_site, reopen_site
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.queries.sites import find_sites
from holdfast.foundation.organisation.views.acting import act, answers, breadcrumb, do_at_once
from holdfast.foundation.organisation.views.listing import listed, state_of
from holdfast.foundation.pages.tables import Column
from holdfast.foundation.pages.words import count
from holdfast.kernel import clock

COLUMNS = [Column("Name"), Column("ODS code"), Column("Address"), Column("State")]


@requires(Permission.MANAGE_ORGANISATION)
def sites(request: ViewedRequest) -> HttpResponse:
    """The trust's sites and places."""
    form = ListFilter(request.GET or None)
    state = state_of(request, form)
    found = find_sites(request.viewer.trust, state["q"], closed=state["show"] == "all")
    total = found.count()
    context = {
        "page_title": "Sites and places",
        "count_words": count(total, "place"),
        "columns": COLUMNS,
        "today": clock.today(),
        "nothing_at_all": not total and not any(state.values()),
        "breadcrumb": breadcrumb(),
        **listed(request, found, ("name", "pk"), form, state),
    }
    return render(request, "organisation/sites.html", context)


@requires(Permission.MANAGE_ORGANISATION)
def site(request: ViewedRequest, code: str) -> HttpResponse:
    """One place."""
    place = _find(request, code)
    context = {
        "page_title": place.name,
        "caption": place.code,
        "site": place,
        "is_open": place.open_on(clock.today()),
        "today": clock.today(),
        "units": place.units.filter(closed=None).order_by("name")[:50],
        "breadcrumb": breadcrumb(("Sites and places", reverse("organisation:sites"))),
    }
    return render(request, "organisation/site.html", context)


@requires(Permission.MANAGE_ORGANISATION)
def add(request: ViewedRequest) -> HttpResponse:
    """A place that ODS does not know."""
    viewer = request.viewer
    return act(
        request,
        answers(SiteForm, request),
        do=lambda values: open_site(by=viewer.actor, trust=viewer.trust, **values),
        then=lambda place: reverse("organisation:site", args=[place.code]),
        done="The place is added.",
        back=reverse("organisation:sites"),
        title="Add a place",
        button="Add place",
    )


@requires(Permission.MANAGE_ORGANISATION)
def change(request: ViewedRequest, code: str) -> HttpResponse:
    """Another name or address; of a site that ODS knows, another name."""
    place = _find(request, code)
    form_class = SiteNameForm if place.known_to_ods else SiteForm
    return act(
        request,
        answers(form_class, request, initial=site_values(place)),
        do=lambda values: change_site(by=request.viewer.actor, site=place, **values),
        done="The place is changed.",
        back=reverse("organisation:site", args=[code]),
        title=f"Change {place.name}",
        button="Save",
    )


@requires(Permission.MANAGE_ORGANISATION)
def close(request: ViewedRequest, code: str) -> HttpResponse:
    """Close a place of the trust's own."""
    place = _find(request, code)
    return act(
        request,
        answers(CloseSiteForm, request),
        do=lambda values: close_site(by=request.viewer.actor, site=place, **values),
        done="The place is closed. What was recorded about it stays.",
        back=reverse("organisation:site", args=[code]),
        title=f"Close {place.name}",
        button="Close place",
    )


@requires(Permission.MANAGE_ORGANISATION)
@require_POST
def reopen(request: ViewedRequest, code: str) -> HttpResponse:
    """Open a closed place of the trust's own again."""
    place = _find(request, code)
    return do_at_once(
        request,
        lambda: reopen_site(by=request.viewer.actor, site=place),
        done="The place is open again.",
        back=reverse("organisation:site", args=[code]),
    )


def _find(request: ViewedRequest, code: str) -> Site:
    return get_object_or_404(Site, trust=request.viewer.trust, code=code)
