"""Reading which incidents a rule or an obligation means, and the rules by which incidents travel."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from yaml.nodes import Node

from holdfast.oversight.assurance.packs import keys
from holdfast.oversight.assurance.packs.pack import ClosingRule, Reporting, RoutingRule
from holdfast.oversight.assurance.packs.placings import Selection
from holdfast.oversight.assurance.packs.references import References
from holdfast.oversight.assurance.packs.sheet import Fields, Sheet
from holdfast.oversight.assurance.packs.vocabulary import Vocabulary

STARTS = {
    "discovered": "when it was discovered, which is when it happened if nobody says otherwise",
    "happened": "when it happened",
}
SELECTION = tuple(keys.WHEN.may)
EFFECTS = ("tell", "investigate", "restrict", "route_out")


def selection(
    node: Node, what: str, *, sheet: Sheet, names: Vocabulary, takes: Collection[str] = SELECTION
) -> Selection:
    """Read which incidents are meant.

    `takes`: which of SELECTION are understood here. Everything named must hold: any of the types, any of the
    severities, all of the flags and none of `without`. An empty selection means every incident.
    """
    told = sheet.fields(node, what, may=[key for key in SELECTION if key in takes])
    choices: dict[str, Collection[str]] = {
        "types": names.types,
        "severities": names.severities,
        "flags": names.flags,
        "without": names.flags,
    }
    found = {
        key: tuple(sheet.choice(item, f"“{key}” of {what}", choices[key]) for item in told.items(key))
        for key in told.nodes
    }
    if both := set(found.get("flags", ())) & set(found.get("without", ())):
        sheet.complain(node, f"No incident is both with and without {', '.join(sorted(both))}, as {what} asks.")
    return Selection(**found)


@dataclass
class RulesReader:
    """Reads `reporting`, `routing` and `closing` of `pack.yaml`. `told`: the keys of the file."""

    names: Vocabulary
    references: References
    told: Fields

    def reporting(self) -> Reporting:
        """How reports come in."""
        if "reporting" not in self.told:
            return Reporting(anonymous=False, without_account=False, starts="")
        of = keys.REPORTING
        told = self.told.sheet.fields(self.told["reporting"], "the reporting", needs=of.needs, may=of.may)
        for item in told.items("deadlines"):
            id_ = told.sheet.text(item, "a deadline")
            self.references.use(("clause",), id_, "“deadlines” of the reporting", told.sheet, item)
        return Reporting(
            anonymous=told.flag("anonymous"),
            without_account=told.flag("without_account"),
            starts=told.choice("starts", STARTS),
            deadlines=told.texts("deadlines"),
            note=told.text("note"),
        )

    def routing(self) -> tuple[RoutingRule, ...]:
        """Whom the trust's rules tell, who investigates, what is restricted: in order."""
        rules, of = [], keys.ROUTING
        told = None
        for node in self.told.items("routing", lone=False):
            told = self.told.sheet.fields(node, "a rule of the routing", needs=of.needs, may=of.may)
            if "when" in told and not set(EFFECTS) & set(told.nodes):
                told.complain("", f"This rule of the routing does nothing: give it one of {', '.join(EFFECTS)}.")
            for post in (*told.items("tell"), *told.items("investigate")):
                self.references.use(("post",), told.sheet.text(post, "a post"), "The routing", told.sheet, post)
            rules.append(
                RoutingRule(
                    when=self._when(told),
                    tell=told.texts("tell"),
                    at_once=told.flag("at_once"),
                    investigate=told.text("investigate"),
                    strand=told.choice("strand", self.names.strands, default="manager"),
                    restrict=told.flag("restrict"),
                    route_out=told.text("route_out"),
                    clause=self._clause(told),
                    why=told.text("why"),
                )
            )
        if "routing" in self.told:
            self._complain_of_the_end(rules, told)
        return tuple(rules)

    def _complain_of_the_end(self, rules: list[RoutingRule], last: Fields | None) -> None:
        """The last rule must tell somebody of all incidents: what no rule fits would reach nobody."""
        if last is None or ("when" in last and rules[-1].when != Selection()):
            (last or self.told).complain(
                "when" if last else "routing", "The routing must end with a rule for all incidents, “when: {}”."
            )
        elif not rules[-1].tell:
            last.complain("", "The last rule of the routing must tell somebody: give it “tell”.")

    def closing(self) -> tuple[ClosingRule, ...]:
        """What must be there before an incident may close."""
        rules, of = [], keys.CLOSING
        for node in self.told.items("closing", lone=False):
            told = self.told.sheet.fields(node, "a rule of the closing", needs=of.needs, may=of.may)
            requirement = told.choice("requirement", self.names.closing)
            rules.append(ClosingRule(requirement, self._when(told), self._clause(told)))
        return tuple(rules)

    def _when(self, told: Fields) -> Selection:
        if "when" not in told:
            return Selection()
        return selection(told["when"], f"“when” of {told.what}", sheet=told.sheet, names=self.names)

    def _clause(self, told: Fields) -> str:
        id_ = told.text("clause")
        if id_:
            self.references.use(("clause",), id_, f"“clause” of {told.what}", told.sheet, told["clause"])
        return id_
