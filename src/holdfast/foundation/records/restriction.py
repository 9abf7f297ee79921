"""Which records do not exist for someone: the restricted ones, and whatever hangs on one.

A sanction, an action or an exhibit bears a reference of its own and is often as ordinary as any other. But that there
is one, on a day and by somebody's hand, tells of the incident behind it. Nothing is copied from one to the other: an
incident that is restricted later, or no longer, takes everything that hangs on it along at once.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from holdfast.foundation.organisation.models import Person, Trust
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.models import Reader, Record, Sensitivity
from holdfast.foundation.records.visibility import RecordKind, kinds

DEPTH = 2
"""So many steps are followed: an action on a sanction of a restricted incident."""


def hidden_from(viewer: Viewer) -> QuerySet[Record]:
    """The records of the viewer's trust that are restricted, or hang on one that is, and do not name the viewer."""
    return Record.objects.filter(_hidden("pk", viewer.person, kinds().values()), trust=viewer.trust)


def restricted_in(trust: Trust) -> QuerySet[Record]:
    """The records of `trust` that are restricted, or hang on one that is: what nobody counts aloud."""
    return Record.objects.filter(_hidden("pk", None, kinds().values()), trust=trust)


def _hidden(column: str, person: Person | None, among: Iterable[RecordKind], depth: int = DEPTH) -> Q:
    """The condition that `column`, a key of a record, is one that `person` must not know of; None: anybody.

    `among`: the kinds of which that record can be.
    """
    restricted = Record.objects.filter(pk=OuterRef(column), sensitivity=Sensitivity.RESTRICTED)
    if person is not None:
        restricted = restricted.filter(~Exists(Reader.objects.filter(record=OuterRef("pk"), person=person)))
    hidden = Q(Exists(restricted))
    if depth:
        for kind in among:
            if kind.hangs_on:
                things = apps.get_model(kind.model)._default_manager.filter(pk=OuterRef(column))
                hidden |= Q(Exists(things.filter(_hidden(kind.hangs_on, person, _hung_on_by(kind), depth - 1))))
    return hidden


def _hung_on_by(kind: RecordKind) -> list[RecordKind]:
    """The kinds of which the record that a `kind` hangs on can be: one where the way leads through the thing itself.

    To ask further from there for every kind would nest a question for each two of them, and ask in vain.
    """
    *way, last = kind.hangs_on.split("__")
    thing = apps.get_model(kind.model)
    for step in way:
        thing = thing._meta.get_field(step).related_model
    through = thing._meta.pk.name == last
    return [other for other in kinds().values() if not through or apps.get_model(other.model) is thing]
