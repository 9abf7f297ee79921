"""The trust's own word over its pack's: numbers, words, posts and owners, with the way back, and all of it as files."""

from __future__ import annotations

import io
import zipfile

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.tables import Column
from holdfast.kernel import clock
from holdfast.oversight.assurance.forms.own import own_form
from holdfast.oversight.assurance.models import PolicyEdit
from holdfast.oversight.assurance.operations.editing import set_own, take_own_back
from holdfast.oversight.assurance.packs.edits import EDITABLE
from holdfast.oversight.assurance.presenters.numbers import shown_of
from holdfast.oversight.assurance.queries.duties import policy_on
from holdfast.oversight.assurance.queries.export import WroteNothing, written_back
from holdfast.oversight.assurance.queries.numbers import numbers_of
from holdfast.oversight.assurance.queries.own import OwnPolicy
from holdfast.oversight.assurance.views.acting import act

TITLES = {"term": "Words", "post": "Posts", "owner": "Owners of duties"}
ABOUT = {
    "term": "What your trust calls things. Screens and letters say these words.",
    "post": "What each post of the policy is called, may do and answers to. Who holds it is said under Organisation.",
    "owner": "Who answers for each duty, and is told when it is not kept.",
}
COLUMNS = [Column("What"), Column("Now"), Column("In the policy")]
OURS = "What we have set ourselves"


def _home() -> list[dict[str, str]]:
    return [{"title": "Is our policy kept?", "url": reverse("assurance:overview")}]


@requires(Permission.SEE_ASSURANCE)
def ours(request: ViewedRequest) -> HttpResponse:
    """Everything that the trust has set on screen, for whoever sees assurance; for who edits the policy the ways back
    and to more."""
    trust = request.viewer.trust
    policy = OwnPolicy.of(trust)
    edits = _edits(policy) if policy else []
    numbers = [shown_of(number) for number in numbers_of(trust) if number.set_by_trust]
    shown = {
        "page_title": OURS,
        "policy": policy,
        "edits": edits,
        "may_set": request.viewer.may(Permission.EDIT_POLICY),
        "numbers": numbers,
        "lists": [(of, title, ABOUT[of]) for of, title in TITLES.items()],
        "breadcrumb": _home(),
    }
    return render(request, "assurance/ours.html", shown)


def _edits(policy: OwnPolicy) -> list[tuple[PolicyEdit, str, str, str, str]]:
    """Each edit with what it is about, what of it, and what it says and said in words."""
    return [
        (
            edit,
            policy.title_of(edit),
            EDITABLE[edit.of][edit.name],
            policy.in_words(edit.name, edit.value),
            policy.in_words(edit.name, edit.was),
        )
        for edit in policy.edits.values()
    ]


@requires(Permission.EDIT_POLICY)
def listed(request: ViewedRequest, of: str) -> HttpResponse:
    """All words, all posts, or all duties with their owners."""
    if of not in EDITABLE:
        raise Http404
    policy = OwnPolicy.of(request.viewer.trust)
    found = policy.all_of(of) if policy else []
    shown = {
        "page_title": TITLES[of],
        "about": ABOUT[of],
        "columns": COLUMNS,
        "rows": [
            (one, EDITABLE[of][one.name], *(policy.in_words(one.name, word) for word in (one.value, one.printed)))
            for one in found
            if policy
        ],
        "several": len(EDITABLE[of]) > 1,
        "breadcrumb": [*_home(), {"title": OURS, "url": reverse("assurance:ours")}],
    }
    return render(request, "assurance/own_list.html", shown)


@requires(Permission.EDIT_POLICY)
def change(request: ViewedRequest, of: str, which: str, field: str) -> HttpResponse:
    """Set one of them: the `field` of the term, post or duty `which`."""
    policy = OwnPolicy.of(request.viewer.trust)
    one = policy.one(of, which, field) if policy else None
    if policy is None or one is None:
        raise Http404
    choices = policy.choices(of, which, field)
    form = own_form(request.POST or None, name=field, choices=choices, initial={"value": one.value})

    def do() -> None:
        told = form.cleaned_data
        set_own(
            by=request.viewer.actor, trust=request.viewer.trust, of=of, key=which, name=field,
            value=told["value"], why=told["why"],
        )  # fmt: skip

    return act(
        request,
        form,
        do=do,
        done="It is set, and stays when a new version of the policy comes.",
        back=reverse("assurance:own-list", args=[of]),
        title=one.title,
        button="Set it",
        template="assurance/own_change.html",
        now=policy.in_words(field, one.value),
        printed=policy.in_words(field, one.printed),
        own=one,
    )


@requires(Permission.EDIT_POLICY)
@require_POST
def take_back(request: ViewedRequest, pk: int) -> HttpResponse:
    """Let the pack's own word count again."""
    edit = get_object_or_404(PolicyEdit.objects.select_related("trust"), trust=request.viewer.trust, pk=pk)
    try:
        take_own_back(by=request.viewer.actor, edit=edit)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "The policy’s own word counts again.")
    return redirect("assurance:ours")


@requires(Permission.EDIT_POLICY)
def files(request: ViewedRequest) -> HttpResponse:
    """The pack in force with what the trust has set in it, as a ZIP of its files."""
    policy = policy_on(request.viewer.trust, clock.today())
    if policy is None:
        raise Http404
    try:
        written = written_back(request.viewer.trust, policy)
    except WroteNothing as refusal:
        messages.error(request, str(refusal))
        return redirect("assurance:ours")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in written.items():
            archive.writestr(f"{policy.pack}/{name}", words)
    headers = {
        "Content-Disposition": f'attachment; filename="{policy.pack}-{clock.today()}.zip"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(packed.getvalue(), content_type="application/zip", headers=headers)
