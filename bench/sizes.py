"""The databases that are built, and how large each is."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Size:
    """One database. The trust that is measured holds `own` copies of the block, every other trust `each`."""

    name: str
    trusts: int
    own: int
    each: int
    postgres: bool = True

    @property
    def copies(self) -> int:
        """Copies of the block in all trusts, the original included."""
        return self.own + (self.trusts - 1) * self.each


@dataclass(frozen=True)
class Plan:
    """One run of the bench. `block`: incidents that are lived through one by one; all others are copies of these.

    `room`: gigabytes that all its databases need.
    """

    block: int
    rounds: int
    small: Size
    large: Size
    one_trust: Size | None = None
    embedded: Size | None = None
    mode: str = "production"
    room: int = 1

    @property
    def sizes(self) -> list[Size]:
        """All databases of the run."""
        return list(dict.fromkeys(size for size in (self.small, self.large, self.one_trust, self.embedded) if size))

    def incidents(self, size: Size) -> int:
        """Incidents in the whole database."""
        return self.block * size.copies

    def described(self, size: Size) -> str:
        """The database in words."""
        kind = "PostgreSQL" if size.postgres else "SQLite"
        own = self.block * size.own
        where = f"{size.trusts} trusts, {own:,} of them in the one that is measured" if size.trusts > 1 else "one trust"
        return f"{self.incidents(size):,} incidents in {where}, on {kind}"


FULL = Plan(
    block=45,
    rounds=30,
    small=Size("small", trusts=220, own=7, each=1),
    large=Size("large", trusts=220, own=700, each=100),
    one_trust=Size("one trust", trusts=1, own=2223, each=0),
    embedded=Size("embedded", trusts=220, own=70, each=10, postgres=False),
    room=45,
)
QUICK = Plan(
    block=45,
    rounds=20,
    small=Size("small", trusts=220, own=7, each=1),
    large=Size("large", trusts=220, own=35, each=5),
    one_trust=Size("one trust", trusts=1, own=222, each=0),
    embedded=Size("embedded", trusts=22, own=7, each=5, postgres=False),
    room=5,
)
ONLY = Size("tiny", trusts=3, own=12, each=2, postgres=False)
TINY = Plan(block=5, rounds=2, small=ONLY, large=ONLY, mode="test")
TINY_POSTGRESQL = replace(TINY, small=replace(ONLY, postgres=True), large=replace(ONLY, postgres=True))
