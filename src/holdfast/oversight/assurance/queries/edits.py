"""What a trust has set on screen over its pack."""

from __future__ import annotations

from holdfast.foundation.organisation.models import Trust
from holdfast.oversight.assurance.models import PolicyEdit
from holdfast.oversight.assurance.packs.edits import Edit


def edits_of(trust: Trust) -> list[PolicyEdit]:
    """What holds now, newest first. The trust's scope must be open."""
    return list(PolicyEdit.objects.filter(trust=trust, undone_at=None))


def told_by(rows: list[PolicyEdit]) -> list[Edit]:
    """The same for `packs.edits`."""
    return [Edit(row.of, row.key, row.name, row.value) for row in rows]
