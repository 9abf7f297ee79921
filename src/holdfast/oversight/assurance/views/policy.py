"""The policy in printed order, clause by clause in our words, each with what meets it and how it stands."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.kernel import clock
from holdfast.oversight.assurance.forms.duties import FilterForm
from holdfast.oversight.assurance.presenters.policy import FACETS, PolicyRead, entries_of, sheet_of
from holdfast.oversight.assurance.queries.duties import policy_on
from holdfast.oversight.assurance.views.answering import answer
from holdfast.oversight.assurance.views.as_at import as_at_of


@requires(Permission.SEE_ASSURANCE)
def policy(request: ViewedRequest) -> HttpResponse:
    """The policy with its filters, each choice with the number of clauses that it would show."""
    as_at = as_at_of(request)
    trust = request.viewer.trust
    found = policy_on(trust, as_at.on)
    everything = entries_of(trust, found, as_at.instant, as_at.on, as_at.known) if found else []
    read = PolicyRead(found, everything)
    form = FilterForm(request.GET)
    form.offer({facet: read.names(facet) for facet in FACETS})
    read = replace(read, chosen=form.chosen())
    form.offer({facet: read.choices(facet) for facet in FACETS})
    shown = read.shown
    active = sum(bool(value) for value in read.chosen.values())
    context = {
        "page_title": found.title if found else "Our policy",
        "policy": found,
        "as_at": as_at,
        "today": clock.today(),
        "carried": [(name, value) for name, value in read.chosen.items() if value],
        "groups": read.sections,
        "filter_form": form if found else None,
        "filters_active": active,
        "list_url": reverse("assurance:policy"),
        "count_words": f"{len(shown):,} of {len(everything):,} clauses" if active else f"{len(everything):,} clauses",
        "awaiting": sum(bool(entry.awaits) for entry in shown),
        "breadcrumb": [{"title": "Is our policy kept?", "url": reverse("assurance:overview")}],
    }
    return answer(
        request,
        "assurance/policy.html",
        context,
        sheet=lambda: sheet_of(read, as_at.on),
        paper="assurance/policy_printed.html",
    )
