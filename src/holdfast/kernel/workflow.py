"""A workflow is a table: verb, from, to, who may.

Buttons, guards and the diagrams in the docs are all read from the same rows, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


class NotPossibleNow(Exception):
    """A verb was asked of something in a state from which the verb does not lead on. Says so in a sentence."""


@dataclass(frozen=True)
class Move:
    """One row: `verb` leads from any state of `origins` to `target`, for those who hold `permission`.

    `label` is what the button says; `needs_reason` means that the move must say why.
    """

    verb: str
    origins: tuple[str, ...]
    target: str
    permission: str
    label: str
    needs_reason: bool = False


class Workflow:
    """The moves of one kind of thing, and the words of its states.

    `states` maps each state's key to what people call it, in the order in which they come. `advice` says for a state,
    in a sentence, what to do instead of what is not possible in it.
    Raises ValueError for a move or advice that names a state not in `states`, or a verb told twice from one state.
    """

    def __init__(
        self, name: str, states: dict[str, str], moves: Iterable[Move], advice: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self.states = dict(states)
        self.moves = tuple(moves)
        self.advice = dict(advice or {})
        if lost := self.advice.keys() - self.states.keys():
            raise ValueError(f"{name}: advice for the state {min(lost)}, which does not exist")
        seen: set[tuple[str, str]] = set()
        for move in self.moves:
            for state in (*move.origins, move.target):
                if state not in self.states:
                    raise ValueError(f"{name}: move {move.verb} names the state {state}, which does not exist")
            for origin in move.origins:
                if (move.verb, origin) in seen:
                    raise ValueError(f"{name}: {move.verb} leads on from {origin} twice")
                seen.add((move.verb, origin))

    def move(self, verb: str, state: str) -> Move:
        """The row for `verb` from `state`. Raises NotPossibleNow when there is none."""
        for move in self.moves:
            if move.verb == verb and state in move.origins:
                return move
        refusal = f"“{self._label(verb)}” is not possible while this is {self.states[state].lower()}."
        raise NotPossibleNow(f"{refusal} {self.advice.get(state, '')}".strip())

    def moves_from(self, state: str) -> list[Move]:
        """The moves that lead on from `state`, in the order of the table."""
        return [move for move in self.moves if state in move.origins]

    def diagram(self) -> str:
        """The workflow as a Mermaid state diagram, for the docs."""
        lines = ["stateDiagram-v2"]
        lines += [f"    {key}: {label}" for key, label in self.states.items()]
        lines += [f"    {origin} --> {move.target}: {move.label}" for move in self.moves for origin in move.origins]
        return "\n".join(lines)

    def _label(self, verb: str) -> str:
        return next((move.label for move in self.moves if move.verb == verb), verb)
