"""For everyone who holds a post: which, and who stands in while they are away."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.forms.posts import DeputyForm
from holdfast.foundation.organisation.models import Deputy, Person, Post
from holdfast.foundation.organisation.operations.deputies import end_deputy, name_deputy
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.queries.posts import posts_of_person
from holdfast.foundation.organisation.views.acting import do_at_once
from holdfast.foundation.organisation.views.picking import pick_person
from holdfast.kernel import clock


@requires(Permission.USE_HOLDFAST)
def my_posts(request: ViewedRequest) -> HttpResponse:
    """The viewer's own posts, their deputies, and what they cover for others."""
    held = posts_of_person(request.viewer.person)
    context = {"page_title": "My posts and deputies", "held": held, "today": clock.today()}
    return render(request, "organisation/my_posts.html", context)


@requires(Permission.USE_HOLDFAST)
def deputy(request: ViewedRequest, post_key: int, person_key: int) -> HttpResponse:
    """Name who stands in: holders for themselves, those who manage people for anyone."""
    viewer = request.viewer
    post = get_object_or_404(Post.objects.select_related("unit", "trust"), trust=viewer.trust, pk=post_key)
    holder = get_object_or_404(Person, trust=viewer.trust, pk=person_key)
    _must_be_theirs(request, holder)
    if not post.holdings.filter(person=holder).exists():
        raise Http404
    return pick_person(
        request,
        DeputyForm,
        initial={"start": clock.today()},
        do=lambda values: name_deputy(by=viewer.actor, post=post, holder=holder, **values),
        done="The deputy is named. They see and do what the post does, and everything they do says that it was for "
        + ("you." if holder.pk == viewer.person.pk else f"{holder}."),
        back=_back(request, post, holder),
        title="Who stands in for you?" if holder.pk == viewer.person.pk else f"Who stands in for {holder}?",
        button="Name deputy",
        caption=str(post),
    )


@requires(Permission.USE_HOLDFAST)
@require_POST
def end(request: ViewedRequest, key: int) -> HttpResponse:
    """The holder is back: the deputy's time ends."""
    found = get_object_or_404(
        Deputy.objects.select_related("post__unit", "person", "holder"), trust=request.viewer.trust, pk=key
    )
    _must_be_theirs(request, found.holder)
    return do_at_once(
        request,
        lambda: end_deputy(by=request.viewer.actor, deputy=found),
        done=f"{found.person} no longer stands in.",
        back=_back(request, found.post, found.holder),
    )


def _must_be_theirs(request: ViewedRequest, holder: Person) -> None:
    if holder.pk != request.viewer.person.pk and not request.viewer.may(Permission.MANAGE_PEOPLE):
        raise PermissionDenied("You can name a deputy for your own posts only.")


def _back(request: ViewedRequest, post: Post, holder: Person) -> str:
    if holder.pk == request.viewer.person.pk:
        return reverse("organisation:my_posts")
    return reverse("organisation:post", args=[post.pk])
