"""Finding incidents by words: FTS5 on SQLite, a tsvector index on PostgreSQL, the same question to both."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from holdfast.casework.incidents.models import Incident, SearchText
from holdfast.foundation.organisation.scope import trusts_in_scope
from holdfast.kernel.references import Reference

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
MOST_WORDS = 12
"""Words of a question that are looked at: nobody types more, and each costs a look into the index."""


def trust_token(trust_id: int) -> str:
    """The word that stands for a trust in the index."""
    return f"zztrust{trust_id}"


def matching(incidents: QuerySet[Incident], question: str) -> QuerySet[Incident]:
    """Those of `incidents` that hold every word of `question`; the last word may be unfinished.

    A question that is a reference finds that incident alone. One without any word finds nothing.
    """
    try:
        return incidents.filter(record__reference=str(Reference.parse(question)))
    except ValueError:
        pass
    words = [word.casefold() for word in _WORD.findall(question)][:MOST_WORDS]
    if not words:
        return incidents.none()
    trusts = trusts_in_scope()
    tokens = [trust_token(key) for key in sorted(trusts)] if isinstance(trusts, frozenset) else []
    return incidents.filter(Q(pk__in=_keys(words, tokens)))


def _keys(words: list[str], tokens: list[str]) -> RawSQL:
    """A subquery for the keys of the search texts that hold all `words` and one of `tokens` (none: any trust)."""
    if connection.vendor == "sqlite":
        parts = [f'"{word}"' for word in words[:-1]] + [f'"{words[-1]}" *']
        if tokens:
            parts.append("(" + " OR ".join(f'"{token}"' for token in tokens) + ")")
        return RawSQL(  # noqa: S611  the text is a parameter
            "SELECT rowid FROM incidents_searchindex WHERE incidents_searchindex MATCH %s", (" AND ".join(parts),)
        )
    parts = [*words[:-1], f"{words[-1]}:*"]
    if tokens:
        parts.append("(" + " | ".join(tokens) + ")")
    table: Any = SearchText._meta.db_table
    return RawSQL(  # noqa: S611  the text is a parameter
        f"SELECT incident_id FROM {table} WHERE to_tsvector('english', words) @@ to_tsquery('english', %s)",
        (" & ".join(parts),),
    )
