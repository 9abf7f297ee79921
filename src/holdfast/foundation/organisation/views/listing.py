"""Lists of the organisation: searched, filtered, paged by key, their state in the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from holdfast.foundation.organisation.access import ViewedRequest
from holdfast.foundation.organisation.queries.paging import Page, page_of
from holdfast.foundation.pages.fields import tidy
from holdfast.foundation.pages.forms import PageForm

SIZE = 50


def state_of(request: ViewedRequest, form: PageForm) -> dict[str, str]:
    """What the filter says, and as `q` the words to search for; a filter that cannot be read filters nothing."""
    valid = form.is_valid()
    filters = {name: str(form.cleaned_data.get(name) or "") if valid else "" for name in form.fields}
    return {**filters, "q": tidy(request.GET.get("q", ""), lines=False)[:100]}


def listed(
    request: ViewedRequest, rows: QuerySet[Any], keys: Sequence[str], form: PageForm, state: dict[str, str]
) -> dict[str, Any]:
    """One page of `rows` as `pages/list.html` wants it, under the name `rows`."""
    page: Page[Any] = page_of(
        rows, keys, after=request.GET.get("after", ""), before=request.GET.get("before", ""), size=SIZE
    )
    return {
        "rows": page.rows,
        "filter_form": form,
        "filters_active": sum(1 for name, value in state.items() if value and name != "q"),
        "words": state["q"],
        "list_url": request.path,
        "newer_url": _address(request, "before", page.before),
        "older_url": _address(request, "after", page.after),
        "newer_text": "Previous",
        "older_text": "Next",
    }


def _address(request: ViewedRequest, direction: str, mark: str) -> str:
    if not mark:
        return ""
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    query[direction] = mark
    return f"{request.path}?{query.urlencode()}"
