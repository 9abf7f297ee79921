"""Reading a measure with the trust's numbers: do they fit the kind, and does the measure know what is asked of it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yaml.nodes import Node

from holdfast.oversight.assurance.packs import keys
from holdfast.oversight.assurance.packs.kinds import KINDS, UNITS, Kind, fault_in
from holdfast.oversight.assurance.packs.pack import Number
from holdfast.oversight.assurance.packs.placings import Counting, NumberUse, Selection
from holdfast.oversight.assurance.packs.problems import hint, nearest
from holdfast.oversight.assurance.packs.reading_pack import KEY, UNSET
from holdfast.oversight.assurance.packs.reading_rules import selection
from holdfast.oversight.assurance.packs.references import ANYBODY, References
from holdfast.oversight.assurance.packs.sheet import Fields, Sheet
from holdfast.oversight.assurance.packs.vocabulary import Measure, Option, Vocabulary

COUNTED = tuple(keys.COUNTED.may)
"""The keys that stand beside a measure."""


@dataclass
class CountingReader:
    """Reads a measure with its numbers. `numbers`: the pack's declared numbers by key."""

    names: Vocabulary
    references: References
    numbers: Mapping[str, Number]

    def read(self, told: Fields, id_: str) -> Counting:
        """What `told` says beside its `measure`. `id_`: the clause."""
        name = told.text("measure")
        measure = self.names.measures.get(name)
        if name and measure is None:
            told.complain("measure", f"There is no measure “{name}”.{hint(name, self.names.measures)}")
        kind_name = self._kind(told, measure)
        kind = KINDS.get(kind_name)
        if kind is None:
            return Counting(name, kind_name)
        options = self._options(told, measure, id_) if measure else {}
        return Counting(
            measure=name,
            kind=kind_name,
            numbers=self._numbers(told, kind_name, kind, id_, own_limit="limit_from" in options),
            mode=self._mode(told, kind_name, kind, id_),
            required=self._required(told, kind_name, kind, measure, id_),
            filter=self._filter(told, measure, id_),
            options=options,
            several=frozenset(name for name in options if measure and measure.options[name].many),
        )

    def number(self, sheet: Sheet, node: Node, name: str, unit: str, id_: str) -> NumberUse:
        """A figure at the clause, or the key of one of the pack's declared numbers."""
        written = sheet.text(node, f"“{name}” of {id_}")
        declared = self.numbers.get(written)
        if declared is not None:
            if declared.unit != unit:
                wrong = f"the number “{written}” is a {declared.unit}"
                sheet.complain(node, f"“{name}” of {id_} needs a {unit}, but {wrong}.")
            return NumberUse(name, written, unit, declared.value)
        fault = fault_in(written, unit)
        if not fault or not written:
            return NumberUse(name, f"{id_}.{name}", unit, written)
        if "number" in self.references.unread and KEY.fullmatch(written):
            return NumberUse(name, written, unit, None)
        if written == UNSET:
            fault = "an unset number stands in pack.yaml, where it has a key and the question to the trust"
            fault = f"“{name}” of {id_}: {fault}."
        elif KEY.fullmatch(written) and (nearest(written, self.numbers) or _is_word(written, unit)):
            fault = f"“{name}” of {id_} names no number of this pack: “{written}”.{hint(written, self.numbers)}"
        else:
            fault = f"“{name}” of {id_}: {fault}"
        sheet.complain(node, fault)
        return NumberUse(name, f"{id_}.{name}", unit, None)

    def _kind(self, told: Fields, measure: Measure | None) -> str:
        if "kind" not in told:
            return measure.kind if measure else ""
        kind = told.text("kind")
        if kind == "attestation":
            told.complain("kind", "An attestation measures no record: place the clause by “attestation” instead.")
        elif kind not in KINDS:
            told.complain("kind", f"There is no kind of obligation “{kind}”.{hint(kind, KINDS)}")
        elif measure is not None and measure.kind != kind:
            told.complain("kind", f"{measure.name} is a measure of the kind “{measure.kind}”, not “{kind}”.")
        return kind

    def _numbers(self, told: Fields, kind_name: str, kind: Kind, id_: str, *, own_limit: bool) -> tuple[NumberUse, ...]:
        """`own_limit`: each subject has a limit of its own, so that no time need be allowed."""
        takes = {**kind.needs, **kind.may}
        found: dict[str, NumberUse] = {}
        for name, name_node, value in told.pairs("numbers"):
            if name not in takes:
                told.sheet.complain(name_node, f"The {kind_name} of {id_} takes no number “{name}”.{hint(name, takes)}")
                continue
            found[name] = self.number(told.sheet, value, name, takes[name], id_)
        for name in sorted(set(kind.needs) - set(found) - ({"within"} if own_limit else set())):
            told.complain("numbers", f"The {kind_name} of {id_} needs the number “{name}”, {UNITS[takes[name]]}.")
        return tuple(found.values())

    def _mode(self, told: Fields, kind_name: str, kind: Kind, id_: str) -> str:
        if kind.modes and "mode" not in told:
            told.complain("mode", f"The {kind_name} of {id_} needs a mode: {' or '.join(kind.modes)}.")
        elif "mode" in told and not kind.modes:
            told.complain("mode", f"The {kind_name} of {id_} has no mode.")
        return told.choice("mode", kind.modes) if kind.modes else ""

    def _required(self, told: Fields, kind_name: str, kind: Kind, measure: Measure | None, id_: str) -> tuple[str, ...]:
        if not kind.takes_facts:
            if "required" in told:
                told.complain("required", f"The {kind_name} of {id_} takes no “required”.")
            return ()
        if "required" not in told:
            told.complain("required", f"The {kind_name} of {id_} needs “required”, the facts to be held.")
        for item in told.items("required"):
            fact = told.sheet.text(item, "a fact")
            if measure is not None and fact not in measure.required:
                told.sheet.complain(item, f"{measure.name} knows no fact “{fact}”.{hint(fact, measure.required)}")
        return told.texts("required")

    def _filter(self, told: Fields, measure: Measure | None, id_: str) -> Selection:
        if "filter" not in told or measure is None:
            return Selection()
        if not measure.takes:
            told.complain("filter", f"{measure.name} takes no filter.")
            return Selection()
        what = f"the filter of {id_}"
        return selection(told["filter"], what, sheet=told.sheet, names=self.names, takes=measure.takes)

    def _options(self, told: Fields, measure: Measure, id_: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, name_node, value in told.pairs("options"):
            option = measure.options.get(name)
            if option is None:
                told.sheet.complain(name_node, f"{measure.name} has no option “{name}”.{hint(name, measure.options)}")
                continue
            found[name] = self._chosen(told.sheet, value, f"The option “{name}” of {id_}", option)
        for name, option in measure.options.items():
            if option.needed and name not in found:
                told.complain("options", f"{measure.name} needs the option “{name}” in {id_}.")
        return found

    def _chosen(self, sheet: Sheet, node: Node, what: str, option: Option) -> tuple[str, ...]:
        chosen = []
        for item in sheet.items(node, what, lone=True) if option.many else [node]:
            if option.refers_to:
                chosen.append(sheet.text(item, what))
                kinds = ("post",) if option.refers_to == "post" else ANYBODY
                self.references.use(kinds, chosen[-1], what, sheet, item)
            else:
                chosen.append(sheet.choice(item, what, option.choices))
        return tuple(chosen)


def _is_word(written: str, unit: str) -> bool:
    """True for what can only be meant as the key of a number, and not as a figure that was written wrongly."""
    return unit == "duration" and not any(sign.isdigit() for sign in written)
