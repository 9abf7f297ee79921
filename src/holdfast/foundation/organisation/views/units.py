"""The tree of units."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.forms.places import CloseUnitForm, ListFilter, MoveUnitForm, NewUnitForm, UnitForm
from holdfast.foundation.organisation.models import Post, Unit
from holdfast.foundation.organisation.operations.units import change_unit, close_unit, move_unit, open_unit
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.queries.people import line_manager_of, people_here
from holdfast.foundation.organisation.queries.posts import acting_in
from holdfast.foundation.organisation.queries.units import all_branches, tree_of_units, units_above
from holdfast.foundation.organisation.views.acting import act, answers, breadcrumb
from holdfast.foundation.organisation.views.listing import state_of
from holdfast.foundation.pages.words import count

UNITS = "Parts of the organisation"
SHOWN = 50


@requires(Permission.MANAGE_ORGANISATION)
def units(request: ViewedRequest) -> HttpResponse:
    """The whole tree."""
    form = ListFilter(request.GET or None)
    state = state_of(request, form)
    tree = tree_of_units(request.viewer.trust, closed=state["show"] == "all")
    branches = list(all_branches(tree))
    words = state["q"].casefold().split()
    found = [branch for branch in branches if all(word in branch.unit.name.casefold() for word in words)]
    context = {
        "page_title": UNITS,
        "tree": tree,
        "found": found if words else None,
        "nothing_at_all": not branches,
        "count_words": count(len(found), "part"),
        "filter_form": form,
        "filters_active": 1 if state["show"] else 0,
        "words": state["q"],
        "list_url": request.path,
        "breadcrumb": breadcrumb(),
    }
    return render(request, "organisation/units.html", context)


@requires(Permission.MANAGE_ORGANISATION)
def unit(request: ViewedRequest, key: int) -> HttpResponse:
    """One unit: what is above and below it, who manages it, who works in it."""
    found = _find(request, key)
    above = list(reversed(units_above(found)))[:-1]
    posts = list(Post.objects.filter(unit=found, closed=None).order_by("title"))
    acting = acting_in(posts)
    people = people_here(request.viewer.trust).filter(unit=found)
    context = {
        "page_title": found.name,
        "caption": " › ".join(one.name for one in above),
        "unit": found,
        "below": found.children.filter(closed=None).order_by("name"),
        "seats": [(post, acting.get(post.pk, [])) for post in posts],
        "managers": line_manager_of(found),
        "people_count": people.count(),
        "people": people.order_by("family_name", "given_name", "pk")[:SHOWN],
        "shown": SHOWN,
        "breadcrumb": breadcrumb((UNITS, reverse("organisation:units")), *((one.name, _page(one)) for one in above)),
    }
    return render(request, "organisation/unit.html", context)


@requires(Permission.MANAGE_ORGANISATION)
def add(request: ViewedRequest) -> HttpResponse:
    """A new unit; `below` in the address says where it is likely to go."""
    viewer = request.viewer
    below = request.GET.get("below", "")
    initial = {"parent": below if below.isdecimal() else ""}
    return act(
        request,
        answers(NewUnitForm, request, initial=initial, trust=viewer.trust),
        do=lambda values: open_unit(by=viewer.actor, trust=viewer.trust, **values),
        then=_page,
        done="The new part of the organisation is there.",
        back=reverse("organisation:units"),
        title="Add a part of the organisation",
        button="Add",
    )


@requires(Permission.MANAGE_ORGANISATION)
def change(request: ViewedRequest, key: int) -> HttpResponse:
    """Another name or place."""
    found = _find(request, key)
    initial = {"name": found.name, "site": found.site}
    return act(
        request,
        answers(UnitForm, request, initial=initial, trust=request.viewer.trust),
        do=lambda values: change_unit(by=request.viewer.actor, unit=found, **values),
        done="It is changed.",
        back=_page(found),
        title=f"Change {found.name}",
        button="Save",
    )


@requires(Permission.MANAGE_ORGANISATION)
def move(request: ViewedRequest, key: int) -> HttpResponse:
    """Another place in the tree."""
    found = _find(request, key)
    initial = {"parent": found.parent}
    return act(
        request,
        answers(MoveUnitForm, request, initial=initial, trust=request.viewer.trust, unit=found),
        do=lambda values: move_unit(by=request.viewer.actor, unit=found, **values),
        done="It is moved, with all that belongs to it.",
        back=_page(found),
        title=f"Move {found.name}",
        button="Move",
    )


@requires(Permission.MANAGE_ORGANISATION)
def close(request: ViewedRequest, key: int) -> HttpResponse:
    """Close a unit."""
    found = _find(request, key)
    return act(
        request,
        answers(CloseUnitForm, request),
        do=lambda values: close_unit(by=request.viewer.actor, unit=found, **values),
        done="It is closed. What was recorded about it stays.",
        back=_page(found),
        title=f"Close {found.name}",
        button="Close",
    )


def _find(request: ViewedRequest, key: int) -> Unit:
    return get_object_or_404(Unit.objects.select_related("site", "parent"), trust=request.viewer.trust, pk=key)


def _page(unit: Unit) -> str:
    return reverse("organisation:unit", args=[unit.pk])
