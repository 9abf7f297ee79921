"""One YAML file of a pack, read node by node: each value knows its line, and one fault does not hide the next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from holdfast.oversight.assurance.packs.problems import Problem, hint
from holdfast.oversight.assurance.packs.yaml_nodes import NotYaml, compose

LARGEST = 4_000_000
"""Bytes of one file. The largest policy that ships has 250,000."""

_NOTHING = {"", "~", "null", "Null", "NULL"}


@dataclass
class Sheet:
    """A file and the problems found in it. `name` is how messages call it; `text_read`: its words, once they were read.

    Every reading method returns something of its type also when the value is wrong, after it has said so: the reader
    goes on and finds the next fault. `problems` decides in the end whether any of it may be used.
    """

    path: Path | None
    name: str
    problems: list[Problem] = field(default_factory=list)
    text_read: str = ""

    @classmethod
    def of_text(cls, text: str, name: str) -> Sheet:
        """A sheet of words that stand in no file."""
        return cls(None, name, text_read=text)

    def root(self) -> MappingNode | None:
        """The keys of the whole file, or None when it cannot be read at all, which is then a problem."""
        if self.path is not None and not self._read(self.path):
            return None
        try:
            node = compose(self.text_read)
        except NotYaml as fault:
            self._say(fault.line, fault.message)
            return None
        if node is None:
            self._say(0, "The file is empty.")
            return None
        if not isinstance(node, MappingNode):
            self.complain(node, f"The file must begin with keys such as “format: 1”, not with {_kind(node)}.")
            return None
        return node

    def _read(self, path: Path) -> bool:
        """Take in the file as text; False, after having said why, when that cannot be done."""
        try:
            if path.stat().st_size > LARGEST:
                self._say(0, f"The file is larger than {LARGEST // 1_000_000} MB: no policy is that long.")
                return False
            self.text_read = path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            self._say(0, "The file is missing.")
        except OSError as error:
            self._say(0, f"The file cannot be read: {error.strerror}.")
        except UnicodeDecodeError as error:
            self._say(error.object.count(b"\n", 0, error.start) + 1, "This is not UTF-8 text. Save the file as UTF-8.")
        else:
            return True
        return False

    def complain(self, node: Node, message: str) -> None:
        """Note that `node` is at fault."""
        self._say(self.line(node), message)

    def line(self, node: Node) -> int:
        """The line (from 1) on which `node` begins."""
        return int(node.start_mark.line) + 1

    def fields(self, node: Node, what: str, *, needs: Collection[str] = (), may: Collection[str] = ()) -> Fields:
        """The values of a mapping by key, without those that hold nothing.

        Complains of a key that is unknown, stands twice or, if needed, is missing or empty, and of what is no mapping.
        """
        if not isinstance(node, MappingNode):
            self.complain(node, f"{_capital(what)} must have keys, but this is {_kind(node)}.")
            return Fields(self, node, what)
        found: dict[str, Node] = {}
        seen: dict[str, int] = {}
        for key_node, value in node.value:
            key = key_node.value if isinstance(key_node, ScalarNode) else ""
            if key not in needs and key not in may:
                self.complain(key_node, f"{_capital(what)} has no key “{key}”.{hint(key, {*needs, *may})}")
            elif key in seen:
                self.complain(key_node, f"{_capital(what)} has the key “{key}” twice, first in line {seen[key]}.")
            elif not nothing(value):
                found[key] = value
            seen.setdefault(key, self.line(key_node))
        for key in needs:
            if key not in found:
                lacking = f"a value for “{key}”" if key in seen else f"“{key}”"
                self.complain(node, f"{_capital(what)} needs {lacking}.")
        return Fields(self, node, what, found)

    def pairs(self, node: Node, what: str) -> list[tuple[str, Node, Node]]:
        """Key, its node and the value's node, for a mapping with the author's own keys. Complains of repetitions."""
        if not isinstance(node, MappingNode):
            self.complain(node, f"{_capital(what)} must have keys, but this is {_kind(node)}.")
            return []
        seen: dict[str, int] = {}
        found = []
        for key_node, value in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else ""
            if key in seen:
                self.complain(key_node, f"{_capital(what)} has “{key}” twice, first in line {seen[key]}.")
                continue
            seen[key] = self.line(key_node)
            if not nothing(value):
                found.append((key, key_node, value))
        return found

    def items(self, node: Node, what: str, *, lone: bool = False) -> list[Node]:
        """The items of a list. With `lone` a single value stands for a list of one."""
        if isinstance(node, SequenceNode):
            return list(node.value)
        if lone and isinstance(node, ScalarNode) and not nothing(node):
            return [node]
        self.complain(node, f"{_capital(what)} must be a list (lines that begin with “- ”), not {_kind(node)}.")
        return []

    def text(self, node: Node, what: str) -> str:
        """Words, as written. A number or a date is taken as the words that stand there."""
        if not isinstance(node, ScalarNode):
            self.complain(node, f"{_capital(what)} must be words, not {_kind(node)}.")
            return ""
        return str(node.value).strip()

    def choice(self, node: Node, what: str, choices: Collection[str]) -> str:
        """One of `choices`."""
        word = self.text(node, what)
        if word not in choices and isinstance(node, ScalarNode):
            self.complain(node, f"{_capital(what)} cannot be “{word}”.{hint(word, choices)}")
        return word

    def _say(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.name, line, message))


@dataclass
class Fields:
    """The values of one mapping. What is absent reads as empty: that it was needed has been said by then."""

    sheet: Sheet
    node: Node
    what: str
    nodes: dict[str, Node] = field(default_factory=dict)

    def __contains__(self, key: str) -> bool:
        return key in self.nodes

    def __getitem__(self, key: str) -> Node:
        return self.nodes[key]

    def complain(self, key: str, message: str) -> None:
        """Note that the value under `key`, or the mapping without it, is at fault."""
        self.sheet.complain(self.nodes.get(key, self.node), message)

    def text(self, key: str) -> str:
        """Words, or nothing."""
        return self.sheet.text(self.nodes[key], self._called(key)) if key in self.nodes else ""

    def choice(self, key: str, choices: Collection[str], *, default: str = "") -> str:
        """One of `choices`."""
        return self.sheet.choice(self.nodes[key], self._called(key), choices) if key in self.nodes else default

    def flag(self, key: str) -> bool:
        """True or false; false when absent."""
        node = self.nodes.get(key)
        word = self.text(key)
        if isinstance(node, ScalarNode) and (word not in {"true", "false"} or node.style is not None):
            self.sheet.complain(node, f"{_capital(self._called(key))} must be true or false, not “{word}”.")
        return word == "true"

    def day(self, key: str) -> date | None:
        """A date such as 2026-03-01."""
        word = self.text(key)
        try:
            return date.fromisoformat(word) if word else None
        except ValueError:
            self.complain(key, f"{_capital(self._called(key))} must be a date such as 2026-03-01, not “{word}”.")
            return None

    def share(self, key: str) -> float | None:
        """A share such as 95%, as 0.95."""
        word = self.text(key)
        try:
            share = float(word.removesuffix("%")) / 100 if word.endswith("%") else -1.0
        except ValueError:
            share = -1.0
        if word and not 0 <= share <= 1:
            self.complain(key, f"{_capital(self._called(key))} must be a share such as 95%, not “{word}”.")
            return None
        return share if word else None

    def items(self, key: str, *, lone: bool = True) -> list[Node]:
        """The items of a list; a single value stands for a list of one unless `lone` is false."""
        return self.sheet.items(self.nodes[key], self._called(key), lone=lone) if key in self.nodes else []

    def texts(self, key: str) -> tuple[str, ...]:
        """The items of a list of words."""
        return tuple(self.sheet.text(item, self._called(key)) for item in self.items(key))

    def pairs(self, key: str) -> list[tuple[str, Node, Node]]:
        """Key, its node and the value's node, for a mapping with the author's own keys."""
        return self.sheet.pairs(self.nodes[key], self._called(key)) if key in self.nodes else []

    def _called(self, key: str) -> str:
        return f"“{key}” of {self.what}"


def nothing(node: Node) -> bool:
    """True for a value left empty, or written null or ~."""
    return isinstance(node, ScalarNode) and node.style is None and node.value in _NOTHING


def _capital(what: str) -> str:
    return what[:1].upper() + what[1:]


def _kind(node: Node) -> str:
    if isinstance(node, MappingNode):
        return "a set of keys"
    if isinstance(node, SequenceNode):
        return "a list"
    return "nothing" if nothing(node) else f"“{node.value}”"
