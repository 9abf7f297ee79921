"""Posts: who holds them, where nobody does, and appointing people."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.forms.posts import AppointForm, EndHoldingForm, NewPostForm, PostForm
from holdfast.foundation.organisation.models import Post, PostHolding
from holdfast.foundation.organisation.operations.posts import appoint, change_post, close_post, create_post, end_holding
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.presenters.posts import seats_by_role
from holdfast.foundation.organisation.queries.posts import seats_of
from holdfast.foundation.organisation.roles import ROLES
from holdfast.foundation.organisation.views.acting import act, answers, breadcrumb, do_at_once
from holdfast.foundation.organisation.views.picking import pick_person
from holdfast.kernel import clock

POSTS = "Posts and who holds them"


@requires(Permission.MANAGE_PEOPLE)
def posts(request: ViewedRequest) -> HttpResponse:
    """All posts by role, the vacant ones first and loud."""
    seats = seats_of(request.viewer.trust)
    context = {
        "page_title": POSTS,
        "vacant": [seat for seat in seats if seat.vacant],
        "groups": seats_by_role(seats),
        "may_organise": request.viewer.may(Permission.MANAGE_ORGANISATION),
        "breadcrumb": breadcrumb(),
    }
    return render(request, "organisation/posts.html", context)


@requires(Permission.MANAGE_PEOPLE)
def post(request: ViewedRequest, key: int) -> HttpResponse:
    """One post: what it may do, who holds it, held it and will hold it, and who stands in."""
    found = _find(request, key)
    today = clock.today()
    holdings = list(found.holdings.select_related("person").order_by("-start", "-pk"))
    context = {
        "page_title": found.title,
        "caption": found.unit.name if found.unit else "",
        "post": found,
        "role": ROLES.get(found.role),
        "current": [holding for holding in holdings if holding.runs_on(today)],
        "later": [holding for holding in holdings if holding.start > today],
        "earlier": [holding for holding in holdings if holding.end and holding.end < today][:20],
        "deputies": found.deputies.select_related("person", "holder").order_by("-start")[:20],
        "units_own": Post.objects.filter(trust=found.trust, key=found.key, closed=None).exclude(unit=None)
        if found.is_pattern
        else (),
        "today": today,
        "breadcrumb": breadcrumb((POSTS, reverse("organisation:posts"))),
    }
    return render(request, "organisation/post.html", context)


@requires(Permission.MANAGE_ORGANISATION)
def add(request: ViewedRequest) -> HttpResponse:
    """A post of the trust, or of one part of it."""
    viewer = request.viewer
    initial = {name: request.GET.get(name, "") for name in ("unit", "role", "title")}
    return act(
        request,
        answers(NewPostForm, request, initial=initial, trust=viewer.trust),
        do=lambda values: create_post(by=viewer.actor, trust=viewer.trust, **values),
        then=_page,
        done="The post is there. Appoint someone to it.",
        back=reverse("organisation:posts"),
        title="Add a post",
        button="Add post",
    )


@requires(Permission.MANAGE_ORGANISATION)
def change(request: ViewedRequest, key: int) -> HttpResponse:
    """What a post is called, may do, and whom it answers to."""
    found = _find(request, key)
    initial = {name: getattr(found, name) for name in ("title", "role", "reports_to", "mailbox")}
    kept = {"title": found.title, "role": found.role} if found.of_policy else {}
    return act(
        request,
        answers(PostForm, request, initial=initial, trust=request.viewer.trust, post=found),
        do=lambda values: change_post(by=request.viewer.actor, post=found, **{**kept, **values}),
        done="The post is changed.",
        back=_page(found),
        title=f"Change {found.title}",
        button="Save",
    )


@requires(Permission.MANAGE_ORGANISATION)
@require_POST
def close(request: ViewedRequest, key: int) -> HttpResponse:
    """Close a post that the trust made itself."""
    found = _find(request, key)
    return do_at_once(
        request,
        lambda: close_post(by=request.viewer.actor, post=found),
        done=f"{found} is closed.",
        back=_page(found),
    )


@requires(Permission.MANAGE_PEOPLE)
def appoint_to(request: ViewedRequest, key: int) -> HttpResponse:
    """Put someone in a post."""
    found = _find(request, key)
    return pick_person(
        request,
        AppointForm,
        initial={"start": clock.today()},
        do=lambda values: appoint(by=request.viewer.actor, post=found, **values),
        done="The appointment is saved.",
        back=_page(found),
        title=f"Who holds the post of {found}?",
        button="Appoint",
    )


@requires(Permission.MANAGE_PEOPLE)
def end(request: ViewedRequest, key: int) -> HttpResponse:
    """When someone's time in a post ends."""
    holding = get_object_or_404(
        PostHolding.objects.select_related("post__unit", "person"), trust=request.viewer.trust, pk=key
    )
    return act(
        request,
        answers(EndHoldingForm, request, initial={"last_day": holding.end or clock.today()}),
        do=lambda values: end_holding(by=request.viewer.actor, holding=holding, **values),
        done="It is saved.",
        back=_page(holding.post),
        title=f"{holding.person} no longer holds this post",
        button="Save",
        caption=str(holding.post),
    )


def _find(request: ViewedRequest, key: int) -> Post:
    return get_object_or_404(
        Post.objects.select_related("unit", "reports_to", "trust"), trust=request.viewer.trust, pk=key
    )


def _page(post: Post) -> str:
    return reverse("organisation:post", args=[post.pk])
