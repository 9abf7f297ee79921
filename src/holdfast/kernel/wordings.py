"""Letters from plain text with named fields: the words of a trust, filled with what is known of one case.

A text is plain. An empty line ends a paragraph, "# " begins a heading, "- " a point of a list, and {name of a field}
stands for what is known. Nothing in it is ever run.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

FIELD = re.compile(r"\{([^{}]*)\}")
LONGEST = 20_000


@dataclass(frozen=True)
class Field:
    """A named field: what stands there, and what it reads for the invented case of a preview."""

    about: str
    invented: str


def faults_in(text: str, *, fields: Mapping[str, Field], needed: Collection[str], what: str) -> list[str]:
    """What is wrong with the words of a letter that knows `fields` and needs those in `needed`, each with what to do.

    `what` is what the letter is called ("a warning letter").
    """
    if not text.strip():
        return ["Write the letter."]
    found: list[str] = []
    if len(text) > LONGEST:
        found.append(f"The letter is longer than {LONGEST:,} characters. Make it shorter.")
    names = [name.strip() for name in FIELD.findall(text)]
    for name in dict.fromkeys(names):
        if name not in fields:
            near = difflib.get_close_matches(name.casefold(), fields, n=1, cutoff=0.5)
            meant = f" Did you mean {{{near[0]}}}?" if near else " The fields are listed beside the form."
            found.append(f"There is no field {{{name}}}.{meant}")
    rest = FIELD.sub("", text)
    if "{" in rest or "}" in rest:
        found.append("A curly bracket stands alone. Fields are written {name}, with both brackets.")
    lacking = [name for name in needed if name not in names]
    if lacking:
        listed = ", ".join(f"{{{name}}}" for name in lacking)
        found.append(f"{what[:1].upper()}{what[1:]} cannot do without {listed}.")
    return found


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with each field replaced by its value, once: a field's own words are never looked through again.

    A field without a value reads [to be filled in: name], so that no letter goes out with a hole that nobody saw.
    """
    return FIELD.sub(lambda found: values.get(found[1].strip()) or f"[to be filled in: {found[1].strip()}]", text)


def holes_in(text: str) -> list[str]:
    """The fields that were not filled."""
    return re.findall(r"\[to be filled in: ([^\]]+)\]", text)


@dataclass(frozen=True)
class Passage:
    """One part of a letter: `kind` is heading, points or words."""

    kind: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


def passages(text: str) -> list[Passage]:
    """A filled letter in its parts, in order."""
    parts: list[Passage] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines = [line.rstrip() for line in block.strip("\n").split("\n")]
        while lines and lines[0].startswith("# "):
            parts.append(Passage("heading", (lines.pop(0)[2:].strip(),)))
        kind, run = "", list[str]()
        for line in lines:
            now = "points" if line.startswith("- ") else "words"
            if run and now != kind:
                parts.append(Passage(kind, tuple(run)))
                run = []
            kind = now
            run.append(line[2:].strip() if now == "points" else line)
        if run and any(line.strip() for line in run):
            parts.append(Passage(kind, tuple(run)))
    return parts
