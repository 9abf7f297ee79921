"""From YAML text to nodes that know their line, without the ways in which YAML can bring a reader down.

The parser is libyaml's, which is twenty times quicker than one in Python. It hands over events one by one, and the tree
is built here: its own builder calls itself for each level and crashes the process on a file of open brackets.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from holdfast.oversight.assurance.packs.yaml_faults import fault_in_yaml

DEEPEST = 40
"""Levels within each other. A pack needs eight."""

MOST_VALUES = 200_000
"""Values in one file, with what aliases repeat. The largest policy that ships has 18,000."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NotYaml(ValueError):
    """The text cannot be taken as YAML. `line` from 1, 0 for the text as a whole."""

    def __init__(self, line: int, message: str) -> None:
        self.line, self.message = line, message
        super().__init__(message)


def compose(text: str) -> Node | None:
    """The root of the only document in `text`; None when there is none.

    Scalars stay as they are written. Raises NotYaml for what is no YAML, for more than one document, for values within
    each other without end, and for aliases that stand for more than anyone wrote.
    """
    try:
        return _Builder().build(text)
    except yaml.MarkedYAMLError as error:
        line, fault = fault_in_yaml(error, text)
        raise NotYaml(line, f"This is not YAML: {fault}.") from None
    except yaml.YAMLError as error:
        before = text.encode()[: getattr(error, "position", 0)]
        reason = getattr(error, "reason", error)
        raise NotYaml(before.count(b"\n") + 1, f"This is not YAML: {reason}.") from None


class _Builder:
    """Builds a tree from events. `sizes`: of each named node, how many values it holds with all that it repeats."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.open: list[tuple[Node, list[Node], str | None]] = []
        self.counts = [0]
        self.named: dict[str, Node] = {}
        self.sizes: dict[str, int] = {}

    def build(self, text: str) -> Node | None:
        documents = 0
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, ScalarEvent):
                self._scalar(event)
            elif isinstance(event, MappingStartEvent | SequenceStartEvent):
                self._begin(event)
            elif isinstance(event, CollectionEndEvent):
                self._end(event)
            elif isinstance(event, AliasEvent):
                self._alias(event)
            elif isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise NotYaml(_line(event), "This is not YAML: expected a single document, but found another.")
        return self.root

    def _scalar(self, event: ScalarEvent) -> None:
        style = event.style or None  # libyaml writes '' for what stands without quotes
        node = ScalarNode(event.tag or "", event.value, _mark(event), None, style)
        self._put(node, 1, event.anchor, event)

    def _begin(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        if len(self.open) >= DEEPEST:
            raise NotYaml(_line(event), f"More than {DEEPEST} levels stand within each other here.")
        kind = MappingNode if isinstance(event, MappingStartEvent) else SequenceNode
        children: list[Node] = []
        self.open.append((kind(event.tag or "", children, _mark(event)), children, event.anchor))
        self.counts.append(1)

    def _end(self, event: CollectionEndEvent) -> None:
        node, children, anchor = self.open.pop()
        if isinstance(node, MappingNode):
            node.value = list(zip(children[::2], children[1::2], strict=True))
        self._put(node, self.counts.pop(), anchor, event)

    def _alias(self, event: AliasEvent) -> None:
        if any(anchor == event.anchor for _, _, anchor in self.open):
            raise NotYaml(_line(event), f"“*{event.anchor}” stands within what it stands for.")
        if event.anchor not in self.named:
            raise NotYaml(_line(event), f"This is not YAML: found undefined alias “{event.anchor}”.")
        self._put(self.named[event.anchor], self.sizes[event.anchor], None, event)

    def _put(self, node: Node, size: int, anchor: str | None, event: Event) -> None:
        if anchor is not None:
            self.named[anchor], self.sizes[anchor] = node, size
        self.counts[-1] += size
        if self.counts[-1] > MOST_VALUES:
            raise NotYaml(_line(event), f"More than {MOST_VALUES:,} values: no policy is that long.")
        if self.open:
            self.open[-1][1].append(node)
        else:
            self.root = node


def _mark(event: Event) -> Any:
    return event.start_mark


def _line(event: Event) -> int:
    return int(_mark(event).line) + 1
