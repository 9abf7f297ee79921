"""The numbers of the policy: those that nobody has set yet first."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.tables import Column
from holdfast.oversight.assurance.forms.duties import number_form
from holdfast.oversight.assurance.operations.numbers import set_policy_number
from holdfast.oversight.assurance.presenters.numbers import sheet_of
from holdfast.oversight.assurance.presenters.words import value_in_words
from holdfast.oversight.assurance.queries.numbers import number_of, numbers_of
from holdfast.oversight.assurance.views.acting import act
from holdfast.oversight.assurance.views.answering import answer

COLUMNS = [Column("Question"), Column("Now"), Column("Duties that turn on it")]


@requires(Permission.SEE_ASSURANCE)
def numbers(request: ViewedRequest) -> HttpResponse:
    """Every number of the policy: unset ones first, with the duties that cannot be judged without them."""
    found = numbers_of(request.viewer.trust)
    shown = {
        "page_title": "Numbers of the policy",
        "unset": [(one, "") for one in found if not one.value],
        "set": [(one, value_in_words(one.value, one.unit)) for one in found if one.value],
        "columns": COLUMNS,
        "may_set": request.viewer.may(Permission.EDIT_POLICY),
        "breadcrumb": [{"title": "Is our policy kept?", "url": reverse("assurance:overview")}],
    }
    return answer(request, "assurance/numbers.html", shown, sheet=lambda: sheet_of(found))


@requires(Permission.EDIT_POLICY)
def set_it(request: ViewedRequest, key: str) -> HttpResponse:
    """Set one number, or set it anew."""
    found = number_of(request.viewer.trust, key)
    if found is None:
        raise Http404
    form = number_form(found.unit, request.POST or None)

    def do() -> None:
        set_policy_number(
            by=request.viewer.actor,
            trust=request.viewer.trust,
            key=key,
            value=form.value,
            why=form.cleaned_data["why"],
        )

    return act(
        request,
        form,
        do=do,
        done="The number is set. The duties that turn on it are judged anew.",
        back=reverse("assurance:numbers"),
        title=found.asks,
        button="Set it",
        template="assurance/set_number.html",
        number=found,
        now=value_in_words(found.value, found.unit),
        printed=value_in_words(found.printed, found.unit),
    )
