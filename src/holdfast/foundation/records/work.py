"""What someone owes: one line of "my work", whichever area it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime


@dataclass(frozen=True, order=True)
class WorkItem:
    """Something that is owed by `due` (an instant; None: no limit is set), with the one button that does it.

    Orders by what is due first; what has no limit comes last.
    """

    sort_key: tuple[bool, float] = (True, 0.0)
    due: datetime | None = field(default=None, compare=False)
    warns: datetime | None = field(default=None, compare=False)
    reference: str = ""
    title: str = ""
    what: str = ""
    verb: str = ""
    url: str = ""
    on_behalf_of: str = ""
    restricted: bool = False

    @classmethod
    def owed(cls, *, due: datetime | None, since: datetime, **words: object) -> WorkItem:
        """An item in its place in the order: by `due`, and among those without one by `since`, oldest first."""
        return cls(sort_key=(due is None, (due or since).timestamp()), due=due, **words)  # type: ignore[arg-type]

    def on_behalf(self, name: str) -> WorkItem:
        """The same item, owed for someone who is away."""
        return replace(self, on_behalf_of=name)
