"""The policy in printed order, clause by clause in our words, each with what meets it and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.oversight.assurance.forms.duties import FilterForm
from holdfast.oversight.assurance.models import Clause, Obligation
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.presenters.words import MEET, Line, line_of
from holdfast.oversight.assurance.queries.duties import clauses_of, obligations_of, policy_on, titles_of_posts
from holdfast.oversight.assurance.queries.tallies import tallies
from holdfast.oversight.assurance.views.as_at import as_at_of


@dataclass(frozen=True)
class Entry:
    """A clause as the page shows it; `line` where it is measured, `where` what carries or shows it."""

    clause: Clause
    meets: str
    owner: str
    line: Line | None
    where: list[str]


@requires(Permission.SEE_ASSURANCE)
def policy(request: ViewedRequest) -> HttpResponse:
    """The policy with its filters."""
    as_at = as_at_of(request)
    trust = request.viewer.trust
    found = policy_on(trust, as_at.on)
    clauses = list(clauses_of(found)) if found else []
    duties = {duty.key: duty for duty in obligations_of(trust, as_at.on)}
    figures = tallies(duties.values(), as_at.instant, as_at.known)
    owners = titles_of_posts(trust, {clause.owner for clause in clauses} | {duty.owner for duty in duties.values()})
    names = vocabulary()
    entries = [
        Entry(
            clause,
            MEET[clause.met_by],
            owners.get(_owner(clause, duties), ""),
            line_of(figures[clause.key]) if clause.key in figures else None,
            _where(clause, {**names.operations, **names.pages}),
        )
        for clause in clauses
    ]
    form = FilterForm(
        request.GET,
        owners=sorted(owners.items(), key=lambda pair: pair[1]),
        parts=sorted(
            ((key, names.capabilities.get(key, key)) for key in {clause.capability for clause in clauses}),
            key=lambda pair: pair[1],
        ),
    )
    chosen = form.chosen()
    shown = [entry for entry in entries if _fits(entry, chosen, duties)]
    groups: dict[str, list[Entry]] = {}
    for entry in shown:
        groups.setdefault(entry.clause.heading or "Other", []).append(entry)
    active = sum(bool(value) for value in chosen.values())
    context = {
        "page_title": found.title if found else "Our policy",
        "policy": found,
        "as_at": as_at,
        "groups": groups,
        "filter_form": form if found else None,
        "filters_active": active,
        "list_url": reverse("assurance:policy"),
        "count_words": f"{len(shown):,} of {len(clauses):,} clauses" if active else f"{len(clauses):,} clauses",
        "awaiting": sum(bool(entry.clause.awaiting) for entry in shown),
        "breadcrumb": [{"title": "Is our policy kept?", "url": reverse("assurance:overview")}],
    }
    return render(request, "assurance/policy.html", context)


def _owner(clause: Clause, duties: Mapping[str, Obligation]) -> str:
    return duties[clause.key].owner if clause.key in duties else clause.owner


def _where(clause: Clause, names: Mapping[str, str]) -> list[str]:
    """What carries a clause, or where its words stand."""
    placement = clause.placement
    return [names.get(name, name) for name in (*placement.get("operations", ()), *placement.get("pages", ()))]


def _fits(entry: Entry, chosen: Mapping[str, str], duties: Mapping[str, Obligation]) -> bool:
    clause, words = entry.clause, chosen["text"].casefold()
    searched = f"{clause.ref} {clause.key} {clause.gist} {clause.note} {entry.owner}".casefold()
    return (
        (not words or all(word in searched for word in words.split()))
        and (not chosen["state"] or (entry.line is not None and entry.line.tally.state == chosen["state"]))
        and (not chosen["met"] or clause.met_by == chosen["met"])
        and (not chosen["owner"] or _owner(clause, duties) == chosen["owner"])
        and (not chosen["part"] or clause.capability == chosen["part"])
    )
