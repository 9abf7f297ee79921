"""What a pack defines and what it refers to, in both of its files: who is twice, who is missing, who is meant."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from yaml.nodes import Node

from holdfast.oversight.assurance.packs.problems import hint
from holdfast.oversight.assurance.packs.sheet import Sheet

Place = tuple[Sheet, Node]

WORDS = {"post": "a post", "committee": "a committee", "party": "a party", "number": "a number", "clause": "a clause"}
ANYBODY = ("post", "committee", "party")


@dataclass(frozen=True)
class _Use:
    kinds: tuple[str, ...]
    key: str
    what: str
    place: Place


@dataclass
class References:
    """Definitions and uses of posts, committees, parties, numbers and clauses; `settle` compares them at the end.

    `unread`: kinds whose file could not be read, so that nothing can be said of their uses.
    """

    defined: dict[str, dict[str, Place]] = field(default_factory=lambda: {kind: {} for kind in WORDS})
    unread: set[str] = field(default_factory=set)
    _uses: list[_Use] = field(default_factory=list)

    def define(self, kind: str, key: str, sheet: Sheet, node: Node) -> None:
        """Note that `node` defines `key`. Complains when something of that kind bears the key already.

        Posts, committees and parties share their keys: a clause names any of them by key alone.
        """
        if not key:
            return
        for other in ANYBODY if kind in ANYBODY else (kind,):
            if key in self.defined[other]:
                first, first_node = self.defined[other][key]
                sheet.complain(node, f"“{key}” is {WORDS[other]} already, in line {first.line(first_node)}.")
                return
        self.defined[kind][key] = (sheet, node)

    def use(self, kinds: Collection[str], key: str, what: str, sheet: Sheet, node: Node) -> None:
        """Note that `node` refers to something of one of `kinds`; `what` begins the message when there is none."""
        if key:
            self._uses.append(_Use(tuple(kinds), key, what, (sheet, node)))

    def settle(self) -> None:
        """Complain of each use of something that nobody defined."""
        for use in self._uses:
            if self.unread & set(use.kinds) or any(use.key in self.defined[kind] for kind in use.kinds):
                continue
            sheet, node = use.place
            *others, last = (WORDS[kind] for kind in use.kinds)
            wanted = f"{', '.join(others)} or {last}" if others else last
            actual = next((words for kind, words in WORDS.items() if use.key in self.defined[kind]), None)
            if actual is not None:
                sheet.complain(node, f"{use.what} must be {wanted}, but “{use.key}” is {actual}.")
                continue
            known = [key for kind in use.kinds for key in self.defined[kind]]
            meant = hint(use.key, known)
            sheet.complain(node, f"{use.what} names “{use.key}”, which is not {wanted} of this pack.{meant}")
