"""Which actions a second person verifies, what counts as proof, and who may not verify."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class VerificationLine:
    """A line of the trust's policy. Empty `sources` and `priorities` mean any; `by` is the key of a post, or blank."""

    sources: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    verified: bool = True
    by: str = ""
    evidence: bool = False
    clause: str = ""

    def fits(self, source: str, priority: str) -> bool:
        """True when it speaks of such an action."""
        return (not self.sources or source in self.sources) and (not self.priorities or priority in self.priorities)


@dataclass(frozen=True)
class Wanted:
    """What is wanted of an action when it is completed."""

    verified: bool = False
    by: str = ""
    evidence: bool = False


def wanted_for(source: str, priority: str, lines: Sequence[VerificationLine]) -> Wanted:
    """What the lines together want: one is enough to want something, the first that names a post says which."""
    fitting = [line for line in lines if line.fits(source, priority)]
    verifying = [line for line in fitting if line.verified]
    return Wanted(
        verified=bool(verifying),
        by=next((line.by for line in verifying if line.by), ""),
        evidence=any(line.evidence for line in fitting),
    )


def fault_of_completion(words: str, *, evidence_needed: bool, files: int) -> str:
    """Why an action cannot be completed like this; "" when it can. `files` counts those on it, with the new ones."""
    if not words.strip():
        return "Say what was done."
    if evidence_needed and files == 0:
        return "Your trust’s policy wants proof. Add a photo or another file that shows that it was done."
    return ""


def fault_of_verifier(verifier: int | None, own: frozenset[int]) -> str:
    """Why someone (the key of their person) may not verify; "" when they may. `own`: whose work it is."""
    if verifier is None:
        return "Only a person can verify that something was done."
    if verifier in own:
        return "This is your own work. Someone else must verify it: ask your line manager or the security team."
    return ""
