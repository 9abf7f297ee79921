"""Reading `pack.yaml`: whose policy it is, its words, its people, its figures, and the policy in printed order.

What belongs to one area stands in a section of its own, which that area reads: see `area_sections`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from yaml.nodes import Node

from holdfast.oversight.assurance.packs import keys
from holdfast.oversight.assurance.packs.area_sections import AREA_SECTIONS
from holdfast.oversight.assurance.packs.kinds import UNITS, fault_in
from holdfast.oversight.assurance.packs.pack import Committee, Document, Number, Party, Post, Section
from holdfast.oversight.assurance.packs.placings import NumberUse
from holdfast.oversight.assurance.packs.problems import hint
from holdfast.oversight.assurance.packs.references import References
from holdfast.oversight.assurance.packs.sheet import Fields, Sheet
from holdfast.oversight.assurance.packs.vocabulary import Vocabulary

FORMAT = "1"
UNSET = "unset"
KEY = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
LONGEST_KEY = 60
SERVICES = {"ambulance": "An ambulance service", "hospital": "Hospitals and community services"}
LEVELS = {
    "trust": "one for the whole trust",
    "directorate": "one for each directorate, division or department",
    "area": "one for each area or group of sites",
    "site": "one for each site",
    "team": "one for each team",
    "everyone": "everyone who works for the trust",
}
NEEDED_ROLES = {
    "security-lead": "nobody would see an incident that is restricted",
    "line-manager": "nobody would check reports and look into what their team reports",
}
PARTY_KINDS = {
    "whole": "the trust as a whole, where the policy names nobody",
    "group": "people who are not one post",
    "outside": "a body outside the trust",
    "public": "patients, visitors and the like",
}


@dataclass
class PackReader:
    """Reads the parts of `pack.yaml`, save its rules: those are for `reading_rules`.

    `placed`: each clause of the contents with where it stands, once `contents` was read.
    """

    names: Vocabulary
    references: References
    told: Fields
    placed: dict[str, Node] = field(default_factory=dict)

    @classmethod
    def open(cls, sheet: Sheet, names: Vocabulary, references: References) -> PackReader | None:
        """Find the keys of the file. None when it cannot be read at all."""
        root = sheet.root()
        if root is None:
            return None
        may = (*keys.PACK.may, *(section.key for section in AREA_SECTIONS))
        told = sheet.fields(root, "the pack", needs=keys.PACK.needs, may=may)
        written = told.text("format")
        if written not in {"", FORMAT}:
            told.complain("format", f"This Holdfast reads packs of format {FORMAT}, not of format {written}.")
        return cls(names, references, told)

    def document(self) -> Document:
        """The document facts."""
        if "document" not in self.told:
            return Document("", "")
        of = keys.DOCUMENT
        told = self.told.sheet.fields(self.told["document"], "the document", needs=of.needs, may=of.may)
        dated, review_due = told.day("dated"), told.day("review_due")
        if dated and review_due and review_due < dated:
            told.complain("review_due", f"The review of the document falls due before it is dated, {dated}.")
        return Document(
            title=told.text("title"),
            kind=told.text("kind"),
            reference=told.text("reference"),
            version=told.text("version"),
            dated=dated,
            review_due=review_due,
            in_force=told.day("in_force"),
        )

    def terms(self) -> dict[str, str]:
        """The trust's words by key of a term."""
        terms = {}
        for key, key_node, value in self.told.pairs("terms"):
            if key not in self.names.terms:
                self.told.sheet.complain(key_node, f"There is no term “{key}”.{hint(key, self.names.terms)}")
            terms[key] = self.told.sheet.text(value, f"the term “{key}”")
        return terms

    def posts(self) -> tuple[Post, ...]:
        """The posts, and a complaint of each circle in who reports to whom."""
        posts = []
        upwards: dict[str, tuple[str, Node]] = {}
        for told in self._entries("posts", "post", keys.POST):
            above = told.text("reports_to")
            if above:
                self._refer(("post", "committee"), above, told, "reports_to")
                upwards.setdefault(told.text("key"), (above, told["reports_to"]))
            posts.append(
                Post(
                    key=told.text("key"),
                    title=told.text("title"),
                    role=told.choice("role", self.names.roles),
                    level=told.choice("level", LEVELS),
                    reports_to=above,
                    about=told.text("about"),
                )
            )
        self._complain_of_circles(upwards)
        self._complain_of_missing_roles(posts)
        return tuple(posts)

    def committees(self) -> tuple[Committee, ...]:
        """The bodies that meet."""
        committees = []
        for told in self._entries("committees", "committee", keys.COMMITTEE):
            self._refer(("post",), told.text("papers_from"), told, "papers_from")
            self._refer(("post", "committee"), told.text("reports_to"), told, "reports_to")
            key = told.text("key")
            committees.append(
                Committee(
                    key=key,
                    title=told.text("title"),
                    papers_from=told.text("papers_from"),
                    meets=NumberUse("meets", f"{key}.meets", "duration", self._figure(told, "meets", "duration")),
                    reports_to=told.text("reports_to"),
                    also=told.texts("also"),
                    ended=told.text("ended"),
                    about=told.text("about"),
                )
            )
        return tuple(committees)

    def parties(self) -> tuple[Party, ...]:
        """Everyone else whom clauses name."""
        return tuple(
            Party(
                key=told.text("key"),
                title=told.text("title"),
                kind=told.choice("kind", PARTY_KINDS),
                ended=told.text("ended"),
                about=told.text("about"),
            )
            for told in self._entries("parties", "party", keys.PARTY)
        )

    def numbers(self) -> tuple[Number, ...]:
        """The figures that have a key of their own."""
        numbers = []
        for told in self._entries("numbers", "number", keys.NUMBER):
            self._refer(("clause",), told.text("from"), told, "from")
            unit = told.choice("unit", UNITS)
            value = self._figure(told, "value", unit)
            numbers.append(Number(told.text("key"), told.text("asks"), unit, value, told.text("from")))
        return tuple(numbers)

    def reminders(self) -> tuple[str, ...]:
        """How long after a duty turned bad its owner is told of it again."""
        found = []
        for item in self.told.items("reminders"):
            written = self.told.sheet.text(item, "a reminder")
            if fault := fault_in(written, "duration"):
                self.told.sheet.complain(item, fault)
            found.append(written)
        return tuple(found)

    def contents(self) -> tuple[Section, ...]:
        """The policy in printed order: complains of a clause that stands in two places."""
        sections = []
        sheet = self.told.sheet
        for node in self.told.items("contents", lone=False):
            told = sheet.fields(node, "a section", needs=keys.SECTION.needs)
            ids = []
            for item in told.items("clauses"):
                id_ = sheet.text(item, "a clause of the contents")
                if id_ in self.placed:
                    first = sheet.line(self.placed[id_])
                    sheet.complain(item, f"Clause {id_} stands in two places, first in line {first}.")
                    continue
                self.placed[id_] = item
                ids.append(id_)
            sections.append(Section(told.text("ref"), told.text("heading"), tuple(ids)))
        return tuple(sections)

    def _entries(self, key: str, kind: str, takes: keys.Keys) -> list[Fields]:
        """The entries of a list, each with a key of its own, which is noted."""
        sheet = self.told.sheet
        entries = []
        for node in self.told.items(key, lone=False):
            told = sheet.fields(node, f"a {kind}", needs=takes.needs, may=takes.may)
            own = told.text("key")
            told.what = f"the {kind} {own}" if own else told.what
            if own and (KEY.fullmatch(own) is None or len(own) > LONGEST_KEY):
                meant = f"small letters, digits and dashes, at most {LONGEST_KEY}"
                told.complain("key", f"The key of a {kind} must be {meant}, not “{own}”.")
            if own:
                self.references.define(kind, own, sheet, told["key"])
            entries.append(told)
        return entries

    def _refer(self, kinds: tuple[str, ...], key: str, told: Fields, field_name: str) -> None:
        if key:
            self.references.use(kinds, key, f"“{field_name}” of {told.what}", told.sheet, told[field_name])

    def _figure(self, told: Fields, key: str, unit: str) -> str | None:
        """A figure as written, or None for one that is unset or was complained of."""
        written = told.text(key)
        if written in {"", UNSET}:
            return None
        if unit in UNITS and (fault := fault_in(written, unit)):
            told.complain(key, f"{fault} Where the policy prints no figure, write “{UNSET}”.")
            return None
        return written

    def _complain_of_missing_roles(self, posts: list[Post]) -> None:
        """Nobody would see restricted incidents, or look into the others. Says nothing beside a role that is wrong."""
        held = {post.role for post in posts}
        if "posts" not in self.told or not held <= set(self.names.roles):
            return
        for role, why in NEEDED_ROLES.items():
            if role not in held:
                self.told.complain("posts", f"No post has the role “{role}”: {why}.")

    def _complain_of_circles(self, upwards: dict[str, tuple[str, Node]]) -> None:
        told: set[str] = set()
        for start in upwards:
            chain = [start]
            while (step := upwards.get(chain[-1])) is not None and step[0] not in chain:
                chain.append(step[0])
            if step is None or step[0] != start or start in told:
                continue
            told.update(chain)
            circle = " → ".join([*chain, start])
            self.told.sheet.complain(upwards[start][1], f"Nobody can report to themselves: {circle}.")
