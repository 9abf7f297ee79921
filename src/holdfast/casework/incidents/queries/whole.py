"""One incident with everything that hangs on it, in one statement, however much of it there is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
    Wish,
    Witness,
)
from holdfast.foundation.organisation.models import Person, Post, Unit
from holdfast.foundation.records.gathering import gather, hold, hold_targets
from holdfast.foundation.records.models import Link, Move, Reader, Record

OF_THE_INCIDENT: dict[str, Any] = {
    "victims": Victim,
    "subjects": Subject,
    "witnesses": Witness,
    "items": Item,
    "police_contacts": PoliceContact,
    "triages": Triage,
    "closures": Closure,
    "exchanges": Exchange,
    "lessons": Lesson,
    "additions": Addition,
    "investigations": Investigation,
    "referrals": Referral,
    "statements": Statement,
    "wishes": Wish,
}


def load_whole(incident: Incident) -> Incident:
    """Fetch all that stands on the page of `incident`, in one statement, and give it back.

    Everything is then found at the relations themselves: `incident.victims.all()`, `incident.record.moves.all()`,
    `investigation.investigators.all()` and their people, the posts that it was sent to with their units.
    """
    key = incident.pk
    investigators = Investigator.objects.filter(investigation__incident=key)
    referrals = Referral.objects.filter(incident=key)
    statements = Statement.objects.filter(incident=key)
    out, back = Link.objects.filter(source=key), Link.objects.filter(target=key)
    readers = Reader.objects.filter(record=key).order_by("pk")
    # One list of keys for each table: of several, each OR the next, PostgreSQL uses no index and reads a whole trust.
    person, *more = (rows.order_by().values("person") for rows in (investigators, statements, readers))
    involved = person.union(*more)
    tied_to = out.order_by().values("target").union(back.order_by().values("source"))
    posts = Post.objects.filter(pk__in=referrals.order_by().values("post")).order_by("pk")
    *of_incident, found, reviews, moves, tied, tied_back, named, people, sent_to, units, records = gather(
        *(model.objects.filter(incident=key) for model in OF_THE_INCIDENT.values()),
        investigators,
        Review.objects.filter(investigation__incident=key),
        Move.objects.filter(record=key),
        out,
        back,
        readers,
        Person.objects.filter(pk__in=involved).order_by("pk"),
        posts,
        Unit.objects.filter(pk__in=posts.order_by().values("unit")).order_by("pk"),
        Record.objects.filter(pk__in=tied_to).order_by("pk"),
    )
    hold(incident, **dict(zip(OF_THE_INCIDENT, of_incident, strict=True)))
    hold(incident.record, moves=moves, links_out=tied, links_in=tied_back, readers=named)
    for investigation in incident.investigations.all():
        hold(investigation, investigators=_of(investigation, found), reviews=_of(investigation, reviews))
    for rows in (incident.statements.all(), found, named):
        hold_targets(rows, "person", people)
    hold_targets(incident.statements.all(), "witness", incident.witnesses.all())
    hold_targets(sent_to, "unit", units)
    hold_targets(incident.referrals.all(), "post", sent_to)
    hold_targets(tied, "target", records)
    hold_targets(tied_back, "source", records)
    return incident


def _of(investigation: Investigation, rows: Iterable[Any]) -> list[Any]:
    return [row for row in rows if row.investigation_id == investigation.pk]
