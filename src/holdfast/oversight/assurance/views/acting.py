"""What the pages that change something about a duty share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from holdfast.foundation.organisation.access import ViewedRequest
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.pages.forms import PageForm
from holdfast.oversight.assurance.operations.confirming import NotConfirmed
from holdfast.oversight.assurance.operations.excusing import ExcuseRefused
from holdfast.oversight.assurance.operations.numbers import NumberRefused


def act(
    request: ViewedRequest,
    form: PageForm,
    *,
    do: Callable[[], Any],
    done: str,
    back: str,
    title: str,
    button: str,
    template: str = "assurance/act.html",
    ready: bool = True,
    **context: Any,
) -> HttpResponse:
    """Show `form`, or, when it was sent and is right, call `do` and go `back` with `done`.

    What the operation refuses stands beside its field, and nothing typed is lost. Not `ready`: something is to be seen
    before it is done.
    """
    if request.method == "POST" and ready and form.is_valid():
        try:
            do()
        except (ExcuseRefused, NotConfirmed, NumberRefused, Refused) as refusal:
            field = getattr(refusal, "field", "")
            form.add_error(field if field in form.fields else None, str(getattr(refusal, "message", refusal)))
        else:
            messages.success(request, done)
            return redirect(back)
    shown = {"form": form, "page_title": title, "continue_text": button, "back_url": back, "cancel_url": back}
    return render(request, template, shown | context)
