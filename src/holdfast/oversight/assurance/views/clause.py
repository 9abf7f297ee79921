"""One clause of the policy that nobody measures: its words, what meets it, where it stands."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.kernel import clock
from holdfast.oversight.assurance.presenters.overview import subject_words
from holdfast.oversight.assurance.presenters.places import (
    areas_in_words,
    awaited_by,
    counted_of,
    operations_of,
    places_of,
)
from holdfast.oversight.assurance.presenters.words import MEET, deeds_in_words
from holdfast.oversight.assurance.queries.clauses import clause_on
from holdfast.oversight.assurance.queries.deeds import deeds_of, deeds_until
from holdfast.oversight.assurance.queries.duties import titles_of_posts
from holdfast.oversight.assurance.views.as_at import as_at_of


@requires(Permission.SEE_ASSURANCE)
def clause(request: ViewedRequest, key: str) -> HttpResponse:
    """The clause with what meets it. One that is measured or confirmed has a duty's page, and leads there."""
    as_at = as_at_of(request)
    trust = request.viewer.trust
    found = clause_on(trust, key, as_at.on)
    if found is None:
        raise Http404
    if hasattr(found, "obligation"):
        return redirect(f"{reverse('assurance:duty', args=[key])}{'?' if as_at.query else ''}{as_at.query}")
    carried = operations_of(found)
    awaited = awaited_by(found)
    counted = {} if awaited else dict(counted_of(found))
    deeds = deeds_until(trust, as_at.on) if counted else {}
    done = [
        (words, deeds_in_words(counted[name], deeds_of(name, deeds)) if name in counted else "")
        for name, words in carried
    ]
    context = {
        "page_title": found.gist,
        "caption": f"{found.ref} {found.heading}".strip(),
        "clause": found,
        "meets": MEET[found.met_by],
        "carried": done,
        "counted": bool(counted),
        "places": places_of(found),
        "awaits": areas_in_words(awaited),
        "owner": titles_of_posts(trust, [found.owner]).get(found.owner, "") if found.owner else "",
        "subject": subject_words(found.capability),
        "as_at": as_at,
        "today": clock.today(),
        "breadcrumb": [
            {"title": "Is our policy kept?", "url": reverse("assurance:overview")},
            {"title": found.policy.title, "url": f"{reverse('assurance:policy')}?{as_at.query}#{key}"},
        ],
    }
    return render(request, "assurance/clause.html", context)
