"""The same duty in the policies that Holdfast knows: by subject and kind, what each prints."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.tables import Column
from holdfast.kernel import clock
from holdfast.oversight.assurance.forms.comparing import ComparingForm
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.presenters.comparison import columns_of, kind_words, sheet_of, subjects_of
from holdfast.oversight.assurance.presenters.words import line_of
from holdfast.oversight.assurance.queries.duties import obligations_of
from holdfast.oversight.assurance.queries.tallies import tallies
from holdfast.oversight.assurance.views.answering import answer
from holdfast.oversight.assurance.views.as_at import as_at_of


@requires(Permission.SEE_ASSURANCE)
def compare(request: ViewedRequest) -> HttpResponse:
    """What each policy prints about one subject, and how the viewer's own trust keeps it; no other trust's verdicts."""
    subjects = subjects_of()
    form = ComparingForm(request.GET, subjects=subjects)
    chosen = form.chosen()
    part, kind = chosen["part"], chosen["kind"]
    as_at = as_at_of(request) if part else None
    trust = request.viewer.trust
    lines = {}
    if as_at is not None:
        duties = [duty for duty in obligations_of(trust, as_at.on) if duty.clause.capability == part]
        found = tallies(duties, as_at.instant, as_at.known)
        lines = {key: line_of(tally) for key, tally in found.items()}
    columns = columns_of(part, kind, trust.code, lines) if part else []
    context = {
        "page_title": "The same duty in other policies",
        "caption": ": ".join(filter(None, [vocabulary().capabilities.get(part, part), kind_words(kind).lower()])),
        "filter_form": form,
        "filters_active": sum(bool(value) for value in chosen.values()),
        "list_url": reverse("assurance:compare"),
        "policies": columns,
        "subjects": [] if part else subjects,
        "columns": [Column("Subject"), Column("Duties in each policy")],
        "as_at": as_at,
        "today": clock.today(),
        "carried": [(name, value) for name, value in chosen.items() if value],
        "breadcrumb": [{"title": "Is our policy kept?", "url": reverse("assurance:overview")}],
    }
    return answer(request, "assurance/compare.html", context, sheet=lambda: sheet_of(part, kind, columns))
