"""Picking a person on a page: search, then choose. Works without a script, and keeps the search in the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from holdfast.foundation.organisation.access import ViewedRequest
from holdfast.foundation.organisation.forms.picking import PersonSearchForm, PickPersonForm
from holdfast.foundation.organisation.views.acting import act


def pick_person(
    request: ViewedRequest,
    form_class: type[PickPersonForm],
    *,
    do: Callable[[dict[str, Any]], Any],
    done: str,
    back: str,
    title: str,
    button: str,
    initial: dict[str, Any] | None = None,
    then: Callable[[Any], str] | None = None,
    **context: Any,
) -> HttpResponse:
    """A page that first asks for part of a name (`q` in the address) and then shows `form_class` with who fits."""
    words = request.GET.get("q", "").strip()[:100]
    search = PersonSearchForm({"q": words} if words else None, auto_id="search_%s")
    form = form_class(
        request.POST if request.method == "POST" else None, initial=initial, trust=request.viewer.trust, words=words
    )
    return act(
        request,
        form,
        do=do,
        done=done,
        back=back,
        title=title,
        button=button,
        then=then,
        template="organisation/pick_person.html",
        search=search,
        words=words,
        **context,
    )
