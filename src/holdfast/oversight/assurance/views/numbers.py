"""The numbers of the policy: those that nobody has set yet first; setting one, with what that would change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.tables import Column
from holdfast.oversight.assurance.forms.duties import DurationForm, FromDayForm, TakeBackForm, number_form
from holdfast.oversight.assurance.operations.numbers import (
    NumberRefused,
    must_fit,
    set_policy_number,
    take_number_back,
)
from holdfast.oversight.assurance.operations.previewing import MOST, preview
from holdfast.oversight.assurance.presenters.numbers import numbers_shown, preview_shown, sheet_of
from holdfast.oversight.assurance.presenters.words import value_in_words
from holdfast.oversight.assurance.queries.known import Known
from holdfast.oversight.assurance.queries.numbers import NumberInPolicy, number_of, numbers_of
from holdfast.oversight.assurance.views.acting import act
from holdfast.oversight.assurance.views.answering import answer

COLUMNS = [Column("Question"), Column("Now"), Column("Duties that turn on it")]
SET = "The number is set. The duties that turn on it are judged anew."
BACK = "The policy’s own number counts again. The duties that turn on it are judged anew."


@requires(Permission.SEE_ASSURANCE)
def numbers(request: ViewedRequest) -> HttpResponse:
    """Every number of the policy: unset ones first, with the duties that cannot be judged without them."""
    found = numbers_of(request.viewer.trust)
    shown = {
        "page_title": "Numbers of the policy",
        **numbers_shown(found),
        "columns": COLUMNS,
        "may_set": request.viewer.may(Permission.EDIT_POLICY),
        "breadcrumb": [{"title": "Is our policy kept?", "url": reverse("assurance:overview")}],
    }
    return answer(request, "assurance/numbers.html", shown, sheet=lambda: sheet_of(found))


@requires(Permission.EDIT_POLICY)
def set_it(request: ViewedRequest, key: str) -> HttpResponse:
    """Set one number, or set it anew: first what that would change, then the change."""
    found = _number(request, key)
    form = number_form(found.unit, request.POST or None)

    def do() -> None:
        told = form.cleaned_data
        set_policy_number(
            by=request.viewer.actor, trust=request.viewer.trust, key=key, value=form.value, why=told["why"],
            since=form.since,
        )  # fmt: skip

    return _change(request, found, form, do=do, done=SET, title=found.asks, button="Set it")


@requires(Permission.EDIT_POLICY)
def take_back(request: ViewedRequest, key: str) -> HttpResponse:
    """Let the number that the policy prints hold again: first what that would change, then the change."""
    found = _number(request, key)
    form = TakeBackForm(request.POST or None)

    def do() -> None:
        told = form.cleaned_data
        take_number_back(
            by=request.viewer.actor, trust=request.viewer.trust, key=key, why=told["why"], since=form.since
        )

    title = f"Take back what we set: {found.asks}"
    return _change(request, found, form, do=do, done=BACK, title=title, button="Take it back")


def _number(request: ViewedRequest, key: str) -> NumberInPolicy:
    found = number_of(request.viewer.trust, key)
    if found is None:
        raise Http404
    return found


def _change(
    request: ViewedRequest,
    found: NumberInPolicy,
    form: FromDayForm | DurationForm,
    *,
    do: Callable[[], Any],
    done: str,
    title: str,
    button: str,
) -> HttpResponse:
    """The form; when it was sent, what it would change; when that was seen, the change."""
    shown: dict[str, Any] = {
        "number": found,
        "now": value_in_words(found.value, found.unit),
        "printed": value_in_words(found.printed, found.unit),
    }
    if request.method == "POST" and form.is_valid():
        value, since = str(getattr(form, "value", "")), form.since
        seen = f"{value} {since.isoformat()}"
        if request.POST.get("seen") != seen:
            try:
                if value:
                    must_fit(found, value, since)
                known = Known.to(request.viewer)
                told = preview_shown(preview(request.viewer.trust, found.key, value, since, known))
                shown |= {"preview": told, "seen": seen, "most": MOST}
            except NumberRefused as refusal:
                form.add_error(None, str(refusal))
    return act(
        request,
        form,
        do=do,
        done=done,
        back=reverse("assurance:numbers"),
        title=title,
        button=button if "preview" in shown else "See what it changes",
        template="assurance/set_number.html",
        ready="preview" not in shown,
        **shown,
    )
