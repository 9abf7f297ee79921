"""Reading `clauses.yaml`: every clause of the policy, and how each is met."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from yaml.nodes import Node

from holdfast.oversight.assurance.packs import keys
from holdfast.oversight.assurance.packs.pack import Clause, Number
from holdfast.oversight.assurance.packs.placings import (
    Attestation,
    Content,
    MetBy,
    Nothing,
    NumberUse,
    Obligation,
    Process,
)
from holdfast.oversight.assurance.packs.problems import hint
from holdfast.oversight.assurance.packs.reading_counting import COUNTED, CountingReader
from holdfast.oversight.assurance.packs.reading_pack import FORMAT, UNSET
from holdfast.oversight.assurance.packs.references import ANYBODY, References
from holdfast.oversight.assurance.packs.sheet import Fields, Sheet
from holdfast.oversight.assurance.packs.vocabulary import PLACINGS, Vocabulary, area_of

CLAUSE_KINDS = {
    "duty": "someone must do it",
    "record": "something must be written down",
    "cadence": "something must be done again and again",
    "deadline": "something must be done by a time",
    "prohibition": "nobody may do it",
    "permission": "someone may do it",
    "role": "who answers for what",
    "principle": "what the trust holds to",
    "definition": "what a word means",
    "reference": "another document or law",
    "context": "background",
}


@dataclass
class ClausesReader:
    """Reads the clauses of a pack. `numbers`: the pack's declared numbers by key; `pack_id`: what ids begin with.

    `defined`: each clause's id with where it stands, once the file was read.
    """

    sheet: Sheet
    names: Vocabulary
    references: References
    numbers: Mapping[str, Number]
    pack_id: str
    defined: dict[str, Node] = field(default_factory=dict)

    def read(self) -> tuple[Clause, ...] | None:
        """The clauses in the order of the file, or None when it cannot be read at all."""
        root = self.sheet.root()
        if root is None:
            return None
        told = self.sheet.fields(root, "the file of clauses", needs=("format", "clauses"))
        if told.text("format") not in {"", FORMAT}:
            told.complain("format", f"This Holdfast reads packs of format {FORMAT}, not of {told.text('format')}.")
        return tuple(self._clause(item) for item in told.items("clauses", lone=False))

    def _clause(self, node: Node) -> Clause:
        told = self.sheet.fields(node, "a clause", needs=keys.CLAUSE.needs, may=keys.CLAUSE.may)
        id_, actor = told.text("id"), told.text("actor")
        told.what = id_ or told.what
        if id_:
            self.references.define("clause", id_, self.sheet, told["id"])
            self.defined.setdefault(id_, told["id"])
            if self.pack_id and not id_.startswith(f"{self.pack_id}-"):
                told.complain("id", f"The id of a clause begins with “{self.pack_id}-”, not like “{id_}”.")
        if actor:
            self.references.use(ANYBODY, actor, f"The actor of {id_}", self.sheet, told["actor"])
        named: set[str] = set()
        return Clause(
            id=id_,
            ref=told.text("ref"),
            gist=told.text("gist"),
            kind=told.choice("kind", CLAUSE_KINDS),
            capability=told.choice("capability", self.names.capabilities),
            met_by=self._met_by(told["met_by"], id_, named) if "met_by" in told else Nothing(""),
            actor=actor,
            awaiting=self._awaiting(told, id_, named),
            note=told.text("note"),
            settled=told.text("settled"),
            superseded=told.text("superseded"),
        )

    def _met_by(self, node: Node, id_: str, named: set[str]) -> MetBy:
        told = self.sheet.fields(node, f"“met_by” of {id_}", may=(*PLACINGS, "count", "measure", *COUNTED))
        placings = [placing for placing in PLACINGS if placing in told]
        if not placings:
            self.sheet.complain(node, f"Clause {id_} is not placed. It can be met by: {', '.join(PLACINGS)}.")
            return Nothing("")
        if len(placings) > 1:
            self.sheet.complain(node, f"Clause {id_} is placed twice, by {' and by '.join(placings)}: keep one.")
        if placings[0] != "process":
            for key in {"measure", *COUNTED} & set(told.nodes):
                told.complain(key, f"“{key}” stands beside “process” only; in an obligation it stands inside.")
            if "count" in told:
                told.complain("count", "“count” stands beside “process” only: it names operations of it.")
        match placings[0]:
            case "process":
                return self._process(told, id_, named)
            case "obligation":
                return self._obligation(told["obligation"], id_, named)
            case "content":
                return Content(self._known(told, "content", self.names.pages, "page or field", named))
            case "attestation":
                return self._attestation(told["attestation"], id_)
            case _:
                return Nothing(told.text("none"))

    def _process(self, told: Fields, id_: str, named: set[str]) -> Process:
        operations = self._known(told, "process", self.names.operations, "operation", named)
        if "measure" in told:
            counted = self._counting().read(told, id_)
            named.add(counted.measure)
            if "count" in told:
                told.complain("count", f"{id_} has a “measure”, which is shown in place of a “count”: keep one.")
            return Process(operations, counted)
        for key in set(COUNTED) & set(told.nodes):
            told.complain(key, f"“{key}” of {id_} needs a “measure” beside it.")
        return Process(operations, count=self._count(told, operations))

    def _count(self, told: Fields, operations: Collection[str]) -> tuple[str, ...]:
        """Those of its operations that are counted, with a complaint of each that is none of them or has no number."""
        for item in told.items("count"):
            name = self.sheet.text(item, f"“count” of {told.what}")
            if name not in operations:
                self.sheet.complain(item, f"“{name}” is no operation of this “process”.{hint(name, operations)}")
            elif name not in self.names.deeds:
                able = [one for one in operations if one in self.names.deeds]
                self.sheet.complain(item, f"“{name}” cannot be counted.{hint(name, able)}")
        return told.texts("count")

    def _obligation(self, node: Node, id_: str, named: set[str]) -> Obligation:
        of = keys.OBLIGATION
        told = self.sheet.fields(node, f"the obligation of {id_}", needs=of.needs, may=of.may)
        counted = self._counting().read(told, id_)
        named.add(counted.measure)
        target = None if told.text("target") == UNSET else told.share("target")
        aim = ""
        if "aim" in told:
            aim = self._counting().number(self.sheet, told["aim"], "aim", "duration", id_).printed or ""
        return Obligation(counted, self._owner(told, id_), target, aim)

    def _attestation(self, node: Node, id_: str) -> Attestation:
        of = keys.ATTESTATION
        told = self.sheet.fields(node, f"the attestation of {id_}", needs=of.needs, may=of.may)
        every = NumberUse("every", f"{id_}.every", "duration", None)
        if "every" in told:
            every = self._counting().number(self.sheet, told["every"], "every", "duration", id_)
        return Attestation(told.text("statement"), every, self._owner(told, id_), told.texts("evidence"))

    def _awaiting(self, told: Fields, id_: str, named: set[str]) -> tuple[str, ...]:
        """The areas that the clause awaits: exactly those that are not built and of which it names something."""
        wanted = self.names.awaited(named)
        given = told.texts("awaiting")
        for area, item in zip(given, told.items("awaiting"), strict=True):
            if area not in self.names.areas:
                fault = f"“awaiting” of {id_} names no area: “{area}”.{hint(area, self.names.areas)}"
            elif area in self.names.built:
                fault = f"Clause {id_} cannot await {area}: that area is built. Take “awaiting” away."
            elif area not in wanted:
                fault = f"Clause {id_} awaits {area}, but nothing that it names belongs to {area}."
            else:
                continue
            self.sheet.complain(item, fault)
        for area in sorted(wanted - set(given)):
            name = next(name for name in sorted(named) if area_of(name) == area)
            told.complain("", f"Clause {id_} names {name}, and {area} is not built yet: add “awaiting: {area}”.")
        return given

    def _owner(self, told: Fields, id_: str) -> str:
        owner = told.text("owner")
        if owner:
            self.references.use(("post",), owner, f"The owner of {id_}", self.sheet, told["owner"])
        return owner

    def _known(self, told: Fields, key: str, known: Collection[str], meant: str, named: set[str]) -> tuple[str, ...]:
        """The names of code under `key`, with a complaint of each that does not exist."""
        for item in told.items(key):
            name = self.sheet.text(item, f"“{key}” of {told.what}")
            if name in known:
                named.add(name)
            else:
                self.sheet.complain(item, f"There is no {meant} “{name}”.{hint(name, known)}")
        return told.texts(key)

    def _counting(self) -> CountingReader:
        return CountingReader(self.names, self.references, self.numbers)
