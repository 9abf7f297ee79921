"""Two incidents for one page: the same kinds of things hang on both, on one of them very many of each."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from itertools import cycle, islice

from django.db import models

from bench.reports import take
from holdfast.casework.incidents.models import (
    Addition,
    Closure,
    Exchange,
    Incident,
    Investigation,
    Investigator,
    Item,
    Lesson,
    PoliceContact,
    Referral,
    Review,
    Statement,
    Subject,
    Triage,
    Victim,
    Witness,
)
from holdfast.foundation.organisation.models import Person, Post
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.models import Evidence, Link, LinkKind, Move, Record

LITTLE, MUCH = 1, 40
WHO = "Bench"


def incident_with(reporter: Viewer, number: int) -> Incident:
    """A new incident with `number` of everything that can hang on one. The trust's scope must be open."""
    incident = take(reporter).incident
    Incident.objects.filter(pk=incident.pk).update(state="open", stage="investigating")
    hang(incident, number)
    return incident


def hang(incident: Incident, number: int) -> None:
    """Put `number` of everything on `incident`."""
    people = list(Person.objects.filter(trust=incident.trust_id)[:number])
    # Posts of units: the page asks for these units too.
    posts = Post.objects.filter(unit__isnull=False).exclude(pk__in=incident.referrals.values("post"))
    on: dict[str, object] = {"trust_id": incident.trust_id, "incident": incident}
    for model, told in (
        (Victim, {"name": "Somebody", "injury": "minor"}),
        (Subject, {"standing": "patient", "appearance": "Tall"}),
        (Witness, {"name": "Somebody else"}),
        (Item, {"description": "A radio"}),
        (PoliceContact, {"by": WHO, "log_number": "1", "crime_number": "2"}),
        (Triage, {"by": WHO, "type": incident.type, "severity": "moderate", "crime": True}),
        (Exchange, {"by": WHO, "step": "message", "words": "We have looked into this."}),
        (Addition, {"by": WHO, "words": "There was a second man.", "changes": {"Weapon": ["", "Knife"]}}),
        (Lesson, {"by": WHO, "title": "Two go in", "words": "Nobody goes in alone."}),
        (Closure, {"by": WHO, "outcome": "The patient was warned."}),
    ):
        _make(model, number, on | told)
    _make(Statement, number, on | {"asked_by": WHO}, person=people)
    _make(Referral, number, on | {"by": WHO, "reason": "To know"}, post=list(posts[:number]))
    investigations = _make(Investigation, number, on | {"findings": "It was as reported.", "commissioned_by": WHO})
    inside: dict[str, object] = {"trust_id": incident.trust_id}
    _make(Investigator, number, inside, investigation=investigations, person=people)
    _make(Review, number, inside | {"by": WHO, "approved": True}, investigation=investigations)
    _hang_on_record(incident.record, number)


def _hang_on_record(record: Record, number: int) -> None:
    on: dict[str, object] = {"trust_id": record.trust_id, "by": WHO}
    others = list(Record.objects.filter(trust=record.trust_id).exclude(pk=record.pk).order_by("pk")[:number])
    _make(Move, number, on | {"record": record, "verb": "reopen", "target": "open"})
    _make(Link, number, on | {"source": record, "kind": LinkKind.RELATED}, target=others)
    _make(Link, number, on | {"target": record, "kind": LinkKind.RELATED}, source=others)
    Evidence.objects.bulk_create(
        Evidence(
            trust_id=record.trust_id,
            record=record,
            name=f"photo {count}.jpg",
            file=f"bench/{uuid.uuid4().hex}",
            content_type="image/jpeg",
            size=100_000,
            sha256=uuid.uuid4().hex * 2,
            added_by=WHO,
        )
        for count in range(number)
    )


def _make(
    model: type[models.Model], number: int, alike: dict[str, object], **unlike: Sequence[models.Model]
) -> list[models.Model]:
    """`number` rows of `model`; of each list in `unlike` the rows take one after the other."""
    turns = {name: list(islice(cycle(rows), number)) for name, rows in unlike.items()}
    most = min([number, *(len(set(rows)) for rows in unlike.values() if model in (Referral, Link))])
    return model._default_manager.bulk_create(
        model(**alike, **{name: rows[count] for name, rows in turns.items()}) for count in range(most)
    )
