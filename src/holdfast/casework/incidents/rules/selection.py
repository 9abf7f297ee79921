"""Which incidents a line of a trust's policy means: by type, severity and flags (see `routing.FLAGS`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Traits:
    """What lines of a policy can turn on. `severity` is empty until triage."""

    type: str
    severity: str = ""
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Selection:
    """Incidents of any of `types` and any of `severities`, with all of `flags` and none of `without`. Empty: any."""

    types: frozenset[str] = frozenset()
    severities: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        types: Iterable[str] = (),
        severities: Iterable[str] = (),
        flags: Iterable[str] = (),
        without: Iterable[str] = (),
    ) -> Selection:
        """A selection from any lists."""
        return cls(frozenset(types), frozenset(severities), frozenset(flags), frozenset(without))

    def fits(self, traits: Traits) -> bool:
        """True when an incident with these traits is meant."""
        return (
            (not self.types or traits.type in self.types)
            and (not self.severities or traits.severity in self.severities)
            and self.flags <= traits.flags
            and not self.without & traits.flags
        )
