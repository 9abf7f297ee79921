"""One page, four ways to have it: on screen, on paper, as CSV and as XLSX. The rights are the page's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from holdfast.foundation.organisation.access import ViewedRequest
from holdfast.foundation.organisation.models import Trust
from holdfast.kernel import clock
from holdfast.oversight.assurance.presenters.sheet import Sheet, as_csv, as_xlsx

FILES: dict[str, tuple[Callable[[Sheet], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
WAYS = {"print": "print", "csv": "CSV", "xlsx": "XLSX"}
PAPER = "assurance/sheet_printed.html"


def answer(
    request: ViewedRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    sheet: Callable[[], Sheet],
    paper: str = PAPER,
) -> HttpResponse:
    """The page, or what `?as=print`, `?as=csv` or `?as=xlsx` asks for: the same rows, as `sheet` gives them.

    `paper` is the template for paper; `exports` in the context leads to all three with the filters of the page.
    """
    wanted = request.GET.get("as", "")
    if wanted in FILES:
        return _file(_of_trust(sheet(), request.viewer.trust), wanted)
    if wanted == "print":
        told = {"sheet": sheet(), "printed_by": str(request.viewer.person), "printed_at": clock.now()}
        return render(request, paper, {**context, **told})
    return render(request, template, {**context, "exports": ways(request)})


def _of_trust(sheet: Sheet, trust: Trust) -> Sheet:
    """The sheet with its trust in name and rows: files of several trusts are laid side by side."""
    named = replace(sheet, name=f"{trust.code.lower()}-{sheet.name}")
    if "Trust" in sheet.columns:
        return named
    return replace(named, columns=[*sheet.columns, "Trust"], rows=[[*row, trust.name] for row in sheet.rows])


def _file(sheet: Sheet, kind: str) -> HttpResponse:
    write, media = FILES[kind]
    name = f"{'demonstration-' if settings.DEMO else ''}{sheet.name}.{kind}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",  # ward computers are shared
    }
    return HttpResponse(write(sheet), content_type=media, headers=headers)


def ways(request: ViewedRequest, **other: str) -> list[dict[str, str]]:
    """The ways to take the page away, with its filters; `other` filters in their place."""
    query = request.GET.copy()
    query.pop("after", None)
    for name, value in other.items():
        query[name] = value
    found = []
    for way, title in WAYS.items():
        query["as"] = way
        found.append({"title": title, "url": f"?{query.urlencode()}"})
    return found
