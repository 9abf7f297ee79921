"""Finding incidents by words: FTS5 on SQLite, a tsvector index on PostgreSQL, the same question to both."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.rules.search_words import asked_words
from holdfast.foundation.organisation.scope import trusts_in_scope
from holdfast.foundation.records.models import Record
from holdfast.kernel.references import Reference


def trust_token(trust_id: int) -> str:
    """The word that stands for a trust in the index, so that a common word costs what it costs in one trust alone."""
    return f"zztrust{trust_id}"


def matching(incidents: QuerySet[Incident], question: str) -> QuerySet[Incident]:
    """Those of `incidents` that hold every word of `question`; the last word may be unfinished.

    A question that is a reference finds that incident alone; so does one that was the reference of an incident in the
    system before Holdfast, which may look like ours or like no word. One without any word finds nothing.
    """
    try:
        ours = str(Reference.parse(question))
    except ValueError:
        pass
    else:
        # One subquery of two looks into an index each: an OR would have every incident of the trust looked at.
        old = Incident.objects.filter(old_reference__in={question.strip(), question.strip().upper()}).values("pk")
        return incidents.filter(pk__in=Record.objects.filter(reference=ours).values("pk").union(old, all=True))
    words = asked_words(question)
    if not words:
        return incidents.none()
    trusts = trusts_in_scope()
    tokens = [trust_token(key) for key in sorted(trusts)] if isinstance(trusts, frozenset) else []
    return incidents.filter(Q(pk__in=_keys(words, tokens)))


def _keys(words: Sequence[str], tokens: Sequence[str]) -> RawSQL:
    """A subquery for the keys of the search texts that hold all `words` and one of `tokens` (none: any trust)."""
    *whole, last = words
    if connection.vendor == "sqlite":
        parts = [*(f'"{word}"' for word in whole), f'("{last}" OR "{last}" *)']
        if tokens:
            parts.append("(" + " OR ".join(f'"{token}"' for token in tokens) + ")")
        return RawSQL(
            "SELECT rowid FROM incidents_searchindex WHERE incidents_searchindex MATCH %s", (" AND ".join(parts),)
        )
    parts = [*whole, f"({last} | {last}:*)"]
    if tokens:
        parts.append("(" + " | ".join(tokens) + ")")
    return RawSQL(
        "SELECT incident_id FROM incidents_searchtext "
        "WHERE to_tsvector('incidents_words', words) @@ to_tsquery('incidents_words', %s)",
        (" & ".join(parts),),
    )
