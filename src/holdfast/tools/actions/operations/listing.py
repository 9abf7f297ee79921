"""Taking the list away as a file leaves an entry."""

from __future__ import annotations

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Trust


@operation
def note_export(*, by: Actor, trust: Trust, rows: int, query: str, kind: str) -> None:
    """Write down who took how many rows of which filter out of the system."""
    enter("actions.export", by=by, subject=trust, details={"rows": rows, "query": query, "kind": kind})
