"""What a YAML parser complains of, said for somebody who writes a policy: which line, and what to put there."""

from __future__ import annotations

import re

import yaml

_TAB = re.compile(r" *\t")
_COLON_IN_WORDS = re.compile(r"\s*(?:- )?[\w.-]+:\s.*:(?:\s|$)")
_NO_SPACE = re.compile(r"\s*(?:- )?[\w.-]+:[^\s/]")

_OPENED = {
    "a quoted scalar": "a quotation mark is opened here and never closed",
    "a flow sequence": "a “[” is opened here and never closed, or a comma is missing",
    "a flow node": "a “[” or “{” is opened here and never closed",
    "a flow mapping": "a “{” is opened here and never closed, or a comma is missing",
}


def fault_in_yaml(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str]:
    """The line (from 1; 0: the text as a whole) at which to look, and what is wrong there."""
    lines = text.splitlines()
    mark = error.problem_mark or error.context_mark
    line = 0 if mark is None else mark.line + 1
    begun = error.context_mark.line + 1 if error.context_mark else line
    here = lines[line - 1] if 0 < line <= len(lines) else ""
    problem, context = error.problem or "", error.context or ""
    if _TAB.match(here):
        return line, "a tab stands before the words. Indent with spaces"
    for what, words in _OPENED.items():
        if what in context:
            return begun, words
    if "expected ':'" in problem:
        # The parser finds out one line later than the key that it was reading.
        return begun, "this line has no colon. Write “key: value”, or indent it if it goes on from the line before"
    if "mapping values are not allowed" in problem:
        return _colon(line, here, lines)
    if "cannot start any token" in problem and mark is not None:
        return line, f"words that begin with “{here[mark.column : mark.column + 1]}” stand in 'single quotes'"
    if "expected key" in problem:
        return line, "this line does not stand below the keys before it, or words go on after a closing quotation mark"
    return line, ", ".join(part for part in (context, problem) if part)


def _colon(line: int, here: str, lines: list[str]) -> tuple[int, str]:
    """A colon where none can be: within words, or because the line before is not what it seems."""
    if _COLON_IN_WORDS.match(here):
        return line, "words that hold “: ” stand in 'single quotes'"
    before = next((number for number in range(line - 1, 0, -1) if lines[number - 1].strip()), 0)
    if before and _NO_SPACE.match(lines[before - 1]):
        return before, "a space is missing after the colon"
    return line, "this line is indented further than the key before it, which has its value already"
