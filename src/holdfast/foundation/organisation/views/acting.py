"""What every page of the organisation that changes something shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.pages.forms import PageForm

QUESTION = "pages/question.html"


def act(
    request: ViewedRequest,
    form: PageForm,
    *,
    do: Callable[[dict[str, Any]], Any],
    done: str,
    back: str,
    title: str,
    button: str,
    then: Callable[[Any], str] | None = None,
    template: str = QUESTION,
    **context: Any,
) -> HttpResponse:
    """Show `form`, or, when it was sent and is right, call `do` with its answers and go to `then` of what it gave.

    Without `then` it goes `back`. What the operation refuses stands beside its field, and nothing typed is lost.
    """
    if request.method == "POST" and form.is_valid():
        try:
            outcome = do(form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, done)
            return redirect(then(outcome) if then else back)
    shown = {
        "form": form,
        "page_title": title,
        "continue_text": button,
        "back_url": back,
        "cancel_url": back,
        "home_of_organisation": reverse("organisation:home"),
    }
    return render(request, template, shown | context)


def do_at_once(request: ViewedRequest, do: Callable[[], Any], *, done: str, back: str) -> HttpResponse:
    """Run `do` for a button that asks nothing more, and go `back` with what came of it in words."""
    try:
        do()
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(back)


def answers(form_class: type[PageForm], request: ViewedRequest, *, initial: Any = None, **more: Any) -> PageForm:
    """The form with what was sent, or with what it starts with."""
    if request.method == "POST":
        return form_class(request.POST, request.FILES, initial=initial, **more)
    return form_class(initial=initial, **more)


def breadcrumb(*links: tuple[str, str]) -> list[dict[str, str]]:
    """The way from the organisation's home to a page, as the layouts want it: (title, address) after the home."""
    home = {"title": "Organisation", "url": reverse("organisation:home")}
    return [home, *({"title": title, "url": url} for title, url in links)]
