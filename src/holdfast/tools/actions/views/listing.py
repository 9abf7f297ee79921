"""The list of actions on screen, on paper and as a file; my actions; and one change to several."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.lookups import matches_as_json
from holdfast.foundation.pages.tables import Column
from holdfast.foundation.pages.words import count as count_in_words
from holdfast.kernel import clock
from holdfast.tools.actions.forms.listing import FilterForm
from holdfast.tools.actions.forms.owners import found_owners, found_sites, found_units
from holdfast.tools.actions.operations.listing import note_export
from holdfast.tools.actions.presenters.export import MOST_ROWS, as_csv, as_xlsx
from holdfast.tools.actions.queries.awaiting import SHOWN, to_check_again, to_do, to_verify
from holdfast.tools.actions.queries.listing import ORDERS, chosen_of, counted, in_order, page_of
from holdfast.tools.actions.queries.visibility import owed_by_viewer, visible_to
from holdfast.tools.actions.views.acting import lines_of, seen_records

FILTERS = frozenset({*FilterForm.base_fields, "owner_key", "site_key", "unit_key", "sort"})
"""Names that the list's address may hold beside the page."""
EVERYTHING = [("state", state) for state in ("open", "completed", "done", "withdrawn")]
READY_MADE: tuple[tuple[str, list[tuple[str, str]]], ...] = (
    ("Not finished", []),
    ("Overdue", [("state", "overdue")]),
    ("Waiting for verification", [("state", "completed")]),
    ("Finished", [("sort", "latest"), ("state", "done"), ("state", "withdrawn")]),
    ("All", [("sort", "newest"), *EVERYTHING]),
)
MOST_PRINTED = 500
RECENT = 10


def _tidied(query: str) -> str:
    """A query string with the list's own filters alone, those that are set, in one order."""
    pairs = [(name, value) for name, value in parse_qsl(query) if name in FILTERS and value]
    return urlencode(sorted(pairs))


def _address(query: str, **more: str) -> str:
    words = urlencode([*parse_qsl(query), *more.items()])
    return f"{reverse('actions:list')}?{words}" if words else reverse("actions:list")


@requires(Permission.USE_HOLDFAST)
def listing(request: ViewedRequest) -> HttpResponse:
    """The actions that the viewer may see, filtered and in pages."""
    viewer = request.viewer
    form = FilterForm(request.GET, trust=viewer.trust)
    chosen = form.chosen()
    rows = chosen_of(viewer, chosen)
    page = page_of(rows, chosen.order, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    count, exact = counted(rows)
    query = _tidied(request.GET.urlencode())
    exports: list[dict[str, str]] = []
    if viewer.may(Permission.RAISE_ACTIONS) and page.rows:
        exports = [
            {"title": kind.upper(), "url": f"{reverse('actions:export', args=[kind])}?{query}"}
            for kind in ("csv", "xlsx")
        ]
        exports.append({"title": "print", "url": f"{reverse('actions:print-list')}?{query}"})
    shown = {
        "page_title": "Actions",
        "filter_form": form,
        "filters_active": chosen.active,
        "list_url": reverse("actions:list"),
        "saved_filters": [
            {"title": title, "url": _address(words), "current": words == query}
            for title, words in ((title, _tidied(urlencode(pairs))) for title, pairs in READY_MADE)
        ],
        "sort": chosen.order,
        "sort_options": [{"title": words, "value": key} for key, (words, _, _) in ORDERS.items()],
        "count_words": count_in_words(count, "action") if exact else f"More than {count:,} actions",
        "newer_url": _address(query, before=page.before) if page.before else "",
        "older_url": _address(query, after=page.after) if page.after else "",
        "newer_text": "Previous page",
        "older_text": "Next page",
        "exports": exports,
        "lines": lines_of(viewer, page.rows),
        "columns": columns(choosing=viewer.may(Permission.RAISE_ACTIONS)),
        "may_raise": viewer.may(Permission.RAISE_ACTIONS),
        "chosen": chosen,
    }
    return render(request, "actions/list.html", shown)


def columns(*, choosing: bool = False) -> list[Column]:
    """The columns of a table of actions."""
    titles = ("Reference", "What is to be done", "Who", "Due", "State")
    return [*([Column("Choose", hidden=True)] if choosing else []), *(Column(title) for title in titles)]


@requires(Permission.USE_HOLDFAST)
def mine(request: ViewedRequest) -> HttpResponse:
    """What the viewer is to do, verify and look at again, and what they finished lately."""
    viewer = request.viewer
    lately = visible_to(viewer).filter(owed_by_viewer(viewer), ended_at__isnull=False)
    groups = [
        ("To do", lines_of(viewer, to_do(viewer))),
        ("To verify", lines_of(viewer, to_verify(viewer))),
        ("Look whether it still works", lines_of(viewer, to_check_again(viewer))),
        ("Finished lately", lines_of(viewer, lately.select_related(*SHOWN).order_by("-ended_at", "-pk")[:RECENT])),
    ]
    shown = {
        "page_title": "My actions",
        "groups": [(title, lines) for title, lines in groups if lines],
        "columns": columns(),
        "may_raise": viewer.may(Permission.RAISE_ACTIONS),
        "breadcrumb": [{"title": "Actions", "url": reverse("actions:list")}],
    }
    return render(request, "actions/mine.html", shown)


@requires(Permission.RAISE_ACTIONS)
def export(request: ViewedRequest, kind: str) -> HttpResponse:
    """The filtered list as CSV or XLSX. Who took which rows away is written into the audit trail."""
    viewer = request.viewer
    chosen = FilterForm(request.GET, trust=viewer.trust).chosen()
    query = _tidied(request.GET.urlencode())
    found = list(in_order(chosen_of(viewer, chosen), chosen.order)[: MOST_ROWS + 1])
    if len(found) > MOST_ROWS:
        messages.error(request, f"That is more than {MOST_ROWS:,} actions. Choose fewer and try again.")
        return redirect(_address(query))
    about = {key: record.reference for key, record in seen_records(viewer, found).items()}
    note_export(by=viewer.actor, trust=viewer.trust, rows=len(found), query=query, kind=kind)
    if kind == "xlsx":
        body, media = as_xlsx(found, about), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        body, media = b"".join(as_csv(found, about)), "text/csv; charset=utf-8"
    demo = "demonstration-" if settings.DEMO else ""
    headers = {
        "Content-Disposition": f'attachment; filename="{demo}actions.{kind}"',
        "Cache-Control": "private, no-store",  # ward computers are shared
    }
    return HttpResponse(body, content_type=media, headers=headers)


@requires(Permission.RAISE_ACTIONS)
def printed(request: ViewedRequest) -> HttpResponse:
    """The filtered list on paper."""
    viewer = request.viewer
    chosen = FilterForm(request.GET, trust=viewer.trust).chosen()
    found = list(in_order(chosen_of(viewer, chosen), chosen.order)[: MOST_PRINTED + 1])
    note_export(
        by=viewer.actor, trust=viewer.trust, rows=len(found), query=_tidied(request.GET.urlencode()), kind="print"
    )
    shown: dict[str, Any] = {
        "page_title": "Actions",
        "lines": lines_of(viewer, found[:MOST_PRINTED]),
        "cut": MOST_PRINTED if len(found) > MOST_PRINTED else 0,
        "columns": columns(),
        "printed_by": str(viewer.person),
        "printed_at": clock.now(),
        "handling": "Official",
    }
    return render(request, "actions/printed_list.html", shown)


@requires(Permission.USE_HOLDFAST)
def find_owner(request: ViewedRequest) -> JsonResponse:
    """The trust's people and posts whom the words in `q` fit."""
    return matches_as_json(found_owners(request.viewer.trust, request.GET.get("q", "")[:100]))


@requires(Permission.USE_HOLDFAST)
def find_site(request: ViewedRequest) -> JsonResponse:
    """The trust's sites whom the words in `q` fit."""
    return matches_as_json(found_sites(request.viewer.trust, request.GET.get("q", "")[:100]))


@requires(Permission.USE_HOLDFAST)
def find_unit(request: ViewedRequest) -> JsonResponse:
    """The trust's units whom the words in `q` fit."""
    return matches_as_json(found_units(request.viewer.trust, request.GET.get("q", "")[:100]))
