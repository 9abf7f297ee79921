"""Who may see a record of whatever kind: the one question that reaches upwards without an arrow that does.

A record knows its kind and not the thing behind it. Which of them someone may see, the area of the thing decides, and
that area can stand above whoever asks. So `config` names that area's own question for each kind, in words
(`settings.RECORD_KINDS`), the way Django's settings name middleware. See docs/adr/0011.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string

from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.models import Record

VisibleTo = Callable[[Viewer], QuerySet]


@dataclass(frozen=True)
class RecordKind:
    """One kind of record (`Record.kind`).

    `visible_to` is "package.module.function": it takes the viewer and gives the rows that they may open, whose primary
    keys are those of their records. `page` is the name of the address that shows one by its reference, `title` what
    people call one. `model` is the thing behind one ("casefile.Exhibit"), and `hangs_on` the way from there to the
    record that it is about ("incident__record"; "" where it stands by itself): who may not know of that one may not
    know of this one either. Neither has a default, so that the next kind cannot forget to say.
    """

    visible_to: str
    page: str
    title: str
    model: str
    hangs_on: str


def kinds() -> Mapping[str, RecordKind]:
    """The kinds of this installation, by `Record.kind`."""
    return {kind: RecordKind(**told) for kind, told in settings.RECORD_KINDS.items()}


@cache
def _question(path: str) -> VisibleTo:
    question: VisibleTo = import_string(path)
    return question


def seen_record(viewer: Viewer, column: str, *, without: tuple[str, ...] = ()) -> Q:
    """The condition that `column`, a key of a record in the rows that are asked for, is a record that `viewer` may see.

    Kinds named in `without` are left out: an area leaves out its own, whose question would ask this one again. A record
    of a kind that nobody named is seen by no one.
    """
    seen = Q(pk__in=[])
    for kind, told in kinds().items():
        if kind not in without:
            seen |= Q(Exists(_question(told.visible_to)(viewer).filter(pk=OuterRef(column))))
    return seen


def records_visible_to(viewer: Viewer, *, without: tuple[str, ...] = ()) -> QuerySet[Record]:
    """The records of every kind (but those in `without`) that `viewer` may see."""
    return Record.objects.filter(seen_record(viewer, "pk", without=without))


def sees(viewer: Viewer, record: Record) -> bool:
    """True when `viewer` may see this record: its own kind is asked, in one statement."""
    kind = kinds().get(record.kind)
    return kind is not None and _question(kind.visible_to)(viewer).filter(pk=record.pk).exists()


def page_of(record: Record) -> str:
    """The address of the record's own page; "" for a kind that has none."""
    kind = kinds().get(record.kind)
    return reverse(kind.page, args=[record.reference]) if kind and kind.page else ""


def title_of_kind(record: Record) -> str:
    """What people call a record of this kind."""
    kind = kinds().get(record.kind)
    return kind.title if kind else "record"
