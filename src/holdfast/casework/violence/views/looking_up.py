"""Looking up whether there is a marker, and handing the live ones to dispatch."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from holdfast.casework.violence.forms.markers import HitForm, LookUpForm
from holdfast.casework.violence.models import Hit, LookUp, Marker
from holdfast.casework.violence.operations import looking_up as verbs
from holdfast.casework.violence.operations.response import BadAnswer
from holdfast.casework.violence.presenters.export import as_csv
from holdfast.casework.violence.queries.looking_up import Found, live
from holdfast.casework.violence.queries.markers import page_of_look_ups
from holdfast.casework.violence.queries.policy import categories
from holdfast.casework.violence.rules.addresses import shown_postcode
from holdfast.casework.violence.views.acting import act
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.table_tags import columns_of
from holdfast.foundation.pages.words import listed


@requires(Permission.LOOK_UP_MARKERS)
def look_up(request: ViewedRequest) -> HttpResponse:
    """Is there a marker at this address? Sent as a form, so that no address stands in anyone's history or log."""
    viewer = request.viewer
    form = LookUpForm(request.POST or None)
    shown: dict[str, Any] = {"form": form, "page_title": f"Is there a {viewer.trust.term('marker')}?"}
    if request.method == "POST" and form.is_valid():
        try:
            found, row = verbs.look_up(by=viewer.actor, trust=viewer.trust, person=viewer.person, **form.cleaned_data)
        except BadAnswer as refusal:
            for name, words in refusal.faults.items():
                form.add_error(name if name in form.fields else None, words)
        else:
            titles = categories(viewer.trust)
            shown |= {
                "look_up": row,
                "found": found,
                "in_part": _in_part(found, viewer.trust.term("marker")),
                "here": [_card(marker, titles) for marker in found.here],
                "nearby": [_card(marker, titles) for marker in found.nearby],
            }
    return render(request, "violence/look_up.html", shown, status=422 if form.errors else 200)


def _in_part(found: Found, word: str) -> str:
    """What is said when markers stand on flats of a building, and nobody said which flat; blank otherwise."""
    parts = list(dict.fromkeys(marker.part for marker in found.parts))
    if not parts or len(found.parts) < len(found.here):
        return ""
    if len(parts) == 1:
        return f"A {word} stands on {parts[0]} of this building"
    return f"{word[:1].upper()}{word[1:]}s stand on {listed(parts)} of this building"


def _card(marker: Marker, titles: dict[str, str]) -> dict[str, Any]:
    return {
        "marker": marker,
        "reference": marker.reference,
        "postcode": shown_postcode(marker.postcode),
        "category": titles.get(marker.category, ""),
        "actions": [Marker.ACTIONS[key] for key in marker.actions if key in Marker.ACTIONS],
    }


@requires(Permission.SEE_MARKERS)
@require_safe
def look_ups(request: ViewedRequest) -> HttpResponse:
    """Who looked up what, for which job, and what was found. That it was read is an entry too."""
    viewer = request.viewer
    rows, older = page_of_look_ups(LookUp.objects.all(), before=request.GET.get("before", ""))
    enter_reading("violence.read_look_ups", by=viewer.actor, subject=viewer.trust)
    shown = {
        "page_title": "Who looked what up",
        "columns": columns_of("When", "What was typed", "For which job", "By", "Found"),
        "rows": rows,
        "count_words": "The newest first",
        "older_url": f"?{urlencode({'before': older})}" if older else "",
        "breadcrumb": [{"title": "Look up an address", "url": reverse("violence:look-up")}],
    }
    return render(request, "violence/look_ups.html", shown)


@requires(Permission.LOOK_UP_MARKERS)
def hit(request: ViewedRequest, key: int) -> HttpResponse:
    """Say after an attendance whether the marker was passed on, and whether it helped."""
    rows = Hit.objects.filter(pk=key, look_up__person=request.viewer.person)
    row = rows.select_related("look_up", "marker__record").first()
    if row is None:
        raise Http404
    return act(
        request,
        HitForm(request.POST or None),
        do=lambda told: verbs.answer_hit(by=request.viewer.actor, hit=row, **told),
        done="Thank you. It keeps markers honest.",
        title="Was the marker passed on, and did it help?",
        button="Save",
        caption=f"Job {row.look_up.job}",
        back=reverse("workspace:home"),
    )


@requires(Permission.EXPORT_MARKERS)
def export(request: ViewedRequest) -> Any:
    """The live markers as CSV, for the dispatch system to take in. Nothing that no longer shows is in it."""
    markers = live().select_related("record").order_by("postcode", "street", "building", "pk")
    verbs.note_export(by=request.viewer.actor, trust=request.viewer.trust, rows=markers.count())
    lines = list(as_csv(markers.iterator(chunk_size=2000), categories(request.viewer.trust)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="live-markers.csv"'
    response["Cache-Control"] = "no-store"
    return response
