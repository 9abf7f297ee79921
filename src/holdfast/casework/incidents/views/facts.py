"""Adding facts to a report, or putting them right, by those who deal with it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.casework.incidents.forms.facts import FORMS, FactsForm
from holdfast.casework.incidents.models import Incident, Item, Subject, Victim, Witness
from holdfast.casework.incidents.operations.additions import Amendment, add_facts
from holdfast.casework.incidents.rules.answers import ItemFacts, SubjectFacts, VictimFacts, WitnessFacts
from holdfast.casework.incidents.rules.report_words import PARTS, part_in_words
from holdfast.casework.incidents.views.acting import act, find, is_named, page_of
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission

MODELS: dict[str, tuple[Any, str, Any]] = {
    "victim": (Victim, "victims", VictimFacts),
    "subject": (Subject, "subjects", SubjectFacts),
    "witness": (Witness, "witnesses", WitnessFacts),
    "item": (Item, "items", ItemFacts),
}
"""Each part of a report: its rows, the incident's name for them, and its facts."""
ADDING = {
    "victim": "Someone who was hurt or affected",
    "subject": "Someone who did it",
    "witness": "Someone who saw it",
    "item": "Something lost, stolen or damaged",
}


@requires(Permission.LIST_INCIDENTS)
def facts(request: ViewedRequest, reference: str) -> HttpResponse:
    """What can be added or put right: the incident's own facts, and everyone and everything in it."""
    incident = find(request, reference)
    shown = {
        "incident": incident,
        "page_title": "Add facts or put them right",
        "caption": f"{incident.reference} {incident.record.title}",
        "back_url": page_of(incident),
        "facts_url": reverse("incidents:put-facts-right", args=[incident.reference]),
        "adding": [
            {"title": words, "url": reverse("incidents:add-part", args=[incident.reference, part])}
            for part, words in ADDING.items()
        ],
        "known": list(_known(request, incident)),
        "police_url": reverse("incidents:police", args=[incident.reference]),
    }
    return render(request, "incidents/handling/facts.html", shown)


def _known(request: ViewedRequest, incident: Incident) -> Any:
    named = is_named(request, incident)
    for part, (model, _, _) in MODELS.items():
        for row in model.objects.filter(incident=incident).order_by("pk"):
            if named or not getattr(row, "held_apart", False):
                yield {
                    "title": PARTS[part],
                    "words": part_in_words(part, row),
                    "url": reverse("incidents:put-part-right", args=[incident.reference, part, row.pk]),
                }


@requires(Permission.LIST_INCIDENTS)
def put_facts_right(request: ViewedRequest, reference: str) -> HttpResponse:
    """Change facts of the incident itself. What was known before is kept."""
    incident = find(request, reference)
    form = FactsForm(request.POST or None, incident=incident)
    return act(
        request,
        incident,
        form,
        do=lambda told: add_facts(
            by=request.viewer.actor,
            incident=incident,
            seen_version=told["seen_version"],
            changes=form.changes(),
            words=told["words"],
        ),
        done="It is saved. What was known before is kept.",
        title="Put facts right",
        button="Save",
    )


@requires(Permission.LIST_INCIDENTS)
def add_part(request: ViewedRequest, reference: str, part: str) -> HttpResponse:
    """Add someone or something to the incident."""
    if part not in FORMS:
        raise Http404
    incident = find(request, reference)
    form = FORMS[part](request.POST or None, incident=incident)
    _, name, facts_of = MODELS[part]

    def newcomer(told: dict[str, Any]) -> dict[str, Any]:
        return {name: [facts_of(**told)]}

    return act(
        request,
        incident,
        form,
        # Someone or something more never overwrites anything: it does not matter what others changed meanwhile.
        do=lambda told: add_facts(by=request.viewer.actor, incident=incident, **newcomer(form.facts())),
        done="It was added.",
        title=ADDING[part],
        button="Add",
    )


@requires(Permission.LIST_INCIDENTS)
def put_part_right(request: ViewedRequest, reference: str, part: str, key: int) -> HttpResponse:
    """Change what is known of someone or something in the incident."""
    if part not in FORMS:
        raise Http404
    incident = find(request, reference)
    row = MODELS[part][0].objects.filter(pk=key, incident=incident).first()
    named = is_named(request, incident)
    if row is None or (getattr(row, "held_apart", False) and not named):
        raise Http404
    form = FORMS[part](request.POST or None, incident=incident, row=row)
    return act(
        request,
        incident,
        form,
        do=lambda told: add_facts(
            by=request.viewer.actor,
            incident=incident,
            seen_version=told["seen_version"],
            amendments=[Amendment(row, form.changes())],
        ),
        done="It is saved. What was known before is kept.",
        title=f"{PARTS[part]}: put it right",
        button="Save",
    )
