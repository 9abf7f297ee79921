"""What a reader of an area's section has at hand: keys, lists, posts, clauses, numbers and selections, all checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from holdfast.oversight.assurance.packs.kinds import fault_in
from holdfast.oversight.assurance.packs.pack import Number
from holdfast.oversight.assurance.packs.placings import Selection
from holdfast.oversight.assurance.packs.problems import hint
from holdfast.oversight.assurance.packs.reading_rules import selection
from holdfast.oversight.assurance.packs.references import ANYBODY, References
from holdfast.oversight.assurance.packs.sheet import Fields, Sheet
from holdfast.oversight.assurance.packs.vocabulary import Vocabulary


@dataclass
class SectionReader:
    """Reads one section. Whatever is wrong is complained of with its line, and the reader goes on to the next fault.

    `pack`: the keys of the whole file, of which `key` is this section's; `numbers`: the pack's declared numbers.
    """

    key: str
    pack: Fields
    names: Vocabulary
    references: References
    numbers: Mapping[str, Number]

    @property
    def sheet(self) -> Sheet:
        """The file, to complain of a node of it."""
        return self.pack.sheet

    def fields(self, *, needs: Collection[str] = (), may: Collection[str] = ()) -> Fields:
        """The section as a set of keys."""
        return self.sheet.fields(self.pack[self.key], f"“{self.key}”", needs=needs, may=may)

    def entries(
        self, told: Fields, key: str, what: str, *, needs: Collection[str] = (), may: Collection[str] = ()
    ) -> list[Fields]:
        """The entries of the list under `key`, each a set of keys. `what` is how messages call one: “a step of …”."""
        return [self.sheet.fields(node, what, needs=needs, may=may) for node in told.items(key, lone=False)]

    def key_of(self, told: Fields, seen: set[str], key: str = "key") -> str:
        """An entry's own key; complains of one that was `seen` in this list already."""
        own = told.text(key)
        if own and own in seen:
            told.complain(key, f"“{own}” stands twice: give each {told.what.partition(' ')[2]} a key of its own.")
        seen.add(own)
        return own

    def post(self, told: Fields, key: str) -> str:
        """The key of a post of the pack, or nothing."""
        return next(iter(self._referring(told, key, ("post",))), "")

    def posts(self, told: Fields, key: str) -> tuple[str, ...]:
        """The keys of posts of the pack; a single one needs no list."""
        return self._referring(told, key, ("post",))

    def bodies(self, told: Fields, key: str) -> tuple[str, ...]:
        """The keys of posts, committees or parties of the pack."""
        return self._referring(told, key, ANYBODY)

    def clause(self, told: Fields, key: str = "clause") -> str:
        """The id of the clause that something rests on, or nothing."""
        return next(iter(self._referring(told, key, ("clause",))), "")

    def clauses(self, told: Fields, key: str = "clauses") -> tuple[str, ...]:
        """The ids of several clauses."""
        return self._referring(told, key, ("clause",))

    def number(self, told: Fields, key: str, unit: str = "duration") -> str:
        """The key of a number that the pack declares under `numbers`, so that the trust can set it on screen.

        The area reads its value with `trust.number(key)`, None while it is unset. A figure written here is a fault: it
        would be out of the trust's sight.
        """
        name = told.text(key)
        if not name:
            return ""
        declared = self.numbers.get(name)
        if declared is None:
            asks = "" if fault_in(name, unit) else " Declare it under “numbers” with its question, and name its key."
            meant = asks or hint(name, self.numbers)
            told.complain(key, f"“{key}” of {told.what} names no number of this pack: “{name}”.{meant}")
        elif declared.unit != unit:
            told.complain(key, f"“{key}” of {told.what} needs a {unit}, but “{name}” is a {declared.unit}.")
        return name

    def when(self, told: Fields, key: str = "when") -> Selection:
        """Which incidents are meant: any of `types` and `severities`, all of `flags`, none of `without`."""
        if key not in told:
            return Selection()
        return selection(told[key], f"“{key}” of {told.what}", sheet=self.sheet, names=self.names)

    def _referring(self, told: Fields, key: str, kinds: Collection[str]) -> tuple[str, ...]:
        what = f"“{key}” of {told.what}"
        for node in told.items(key):
            self.references.use(kinds, self.sheet.text(node, what), what, self.sheet, node)
        return told.texts(key)
