"""The questions that others ask of the trail."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from .actors import HasAuditSubject
from .models import Entry, SealedEntry


def history_of(subject: HasAuditSubject) -> QuerySet[Entry]:
    """All that was done to `subject` and who read it, oldest first; details and erasures come in the one statement."""
    words = subject.audit_subject
    of_subject = Q(subject_reference=words.reference, subject_kind=words.kind, trust=words.trust)
    return _whole().filter(of_subject).order_by("at", "id")


def by_trust(code: str) -> QuerySet[Entry]:
    """Who did and saw what in the trust with the ODS `code`, newest first, in one statement."""
    return _whole().filter(trust=code).order_by("-at", "-id")


def by_identity(identity: str) -> QuerySet[Entry]:
    """What the one with this `identity` ("user:12") did and saw, newest first, in one statement."""
    return _whole().filter(actor_identity=identity).order_by("-at", "-id")


def older_than(entries: QuerySet[Entry], *, at: datetime, number: int) -> QuerySet[Entry]:
    """Those of `entries` (newest first) that come after the entry `number` of the time `at`: the next page."""
    return entries.filter(Q(at__lt=at) | Q(at=at, id__lt=number))


def unsealed(*, above: int = 0) -> QuerySet[Entry]:
    """The entries with a number over `above` that no seal holds yet, lowest number first."""
    held = Exists(SealedEntry.objects.filter(entry_id=OuterRef("pk")))
    return Entry.objects.filter(~held, pk__gt=above).order_by("pk")


def _whole() -> QuerySet[Entry]:
    return Entry.objects.select_related("kept", "erasure")
