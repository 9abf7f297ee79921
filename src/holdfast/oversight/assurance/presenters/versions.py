"""What a version of a policy changes, in words: for a page, and for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from holdfast.foundation.pages.templatetags.pages import london_date
from holdfast.kernel.durations import Duration
from holdfast.oversight.assurance.packs.diff import ADDED, CHANGED, REMOVED, Change, Difference, Kept
from holdfast.oversight.assurance.packs.pack import Pack
from holdfast.oversight.assurance.presenters.words import value_in_words

HOW = {ADDED: ("New", "going"), CHANGED: ("Changed", "soon"), REMOVED: ("Gone", "off")}
"""How each change is tagged: its words, and its meaning (see pages.meanings)."""

FIELDS = {
    "words": "Words",
    "value": "Number",
    "ref": "Printed number",
    "gist": "In our words",
    "kind": "Kind of line",
    "capability": "Subject",
    "actor": "Who it names",
    "met_by": "How it is met",
    "process": "Holdfast does",
    "measure": "Measured by",
    "owner": "Owner",
    "target": "Target",
    "aim": "Aim",
    "within": "To be done within",
    "every": "To be done every",
    "warn": "Due soon begins before the limit by",
    "required": "Must hold",
    "filter": "Of which records",
    "title": "Title",
    "role": "Role",
    "level": "Level",
    "reports_to": "Reports to",
    "papers_from": "Papers from",
    "meets": "Meets every",
    "statement": "Statement",
    "evidence": "Evidence",
    "pages": "Shown on",
    "reason": "Why it is context",
    "awaiting": "Rests on what is not built",
    "superseded": "What applies now",
    "settled": "How it was settled",
    "in_force": "In force from",
    "review_due": "To be reviewed by",
    "count": "Counted",
    "period": "To be done in each",
    "who": "Who does it",
    "says": "It says",
}
"""Names of what can change, for people; others are shown as they are."""

POSTS = ("owner", "actor", "reports_to", "papers_from", "who", "post", "to")

OF_NUMBERS = ("within", "every", "warn", "first_within", "period", "grace")
"""Values that can be the key of a number which the policy leaves open."""

PARTS = {
    "clauses": "Clauses and duties",
    "numbers": "Numbers",
    "posts": "Posts",
    "bodies": "Committees and others",
    "terms": "Words",
    "rules": "How incidents travel and close",
    "areas": "What is asked of single areas",
}


@dataclass(frozen=True)
class Line:
    """One change as it is shown. `fields`: name, before and after in words."""

    change: Change
    tag: str
    meaning: str
    fields: Sequence[tuple[str, str, str]]
    whom: str


@dataclass(frozen=True)
class ForWhom:
    """What changes for one post: clauses that it gains, that change for it and that it loses, each as id and number."""

    title: str
    parts: Sequence[tuple[str, Sequence[tuple[str, str]]]]


@dataclass(frozen=True)
class Told:
    """A whole difference as it is shown: part by part, for whom, and what the trust has set itself and keeps."""

    document: Sequence[tuple[str, str, str]]
    parts: Sequence[tuple[str, Sequence[Line]]]
    whom: Sequence[ForWhom]
    kept: Sequence[tuple[Kept, str]]
    difference: Difference

    @property
    def counts(self) -> str:
        """How much changes, in a line."""
        counted = [f"{len(lines)} of {title.lower()}" for title, lines in self.parts]
        return ", ".join(counted) or "nothing that anybody would notice"


def told(found: Difference, old: Pack, new: Pack) -> Told:
    """The difference between `old` and `new` for people."""
    titles = old.titles | new.titles | {number.key: "not set" for pack in (old, new) for number in pack.numbers}
    return Told(
        document=_fields(found.document, titles),
        parts=[
            (title, [_line(change, titles) for change in changes])
            for name, title in PARTS.items()
            if (changes := getattr(found, name))
        ],
        whom=[
            ForWhom(
                one.title,
                [
                    (words, [(id_, _short(id_, new)) for id_ in ids])
                    for words, ids in (("New", one.gains), ("Changed", one.changed), ("No longer", one.loses))
                    if ids
                ],
            )
            for one in found.whom
        ],
        kept=[(one, kept_in_words(one, _called(one, old, new), titles)) for one in found.kept],
        difference=found,
    )


def _short(id_: str, pack: Pack) -> str:
    """A clause's id without the pack's own, which is close to its printed number."""
    return id_.removeprefix(f"{pack.id}-")


def _called(kept: Kept, old: Pack, new: Pack) -> str:
    """What something that the trust has set is called."""
    for pack in (new, old):
        if kept.of == "number":
            found = next((one.asks for one in pack.every_number() if one.key == kept.key), "")
        elif kept.of == "owner":
            found = next(
                (f"Owner of {clause.ref}: {clause.gist}" for clause in pack.clauses if clause.id == kept.key), ""
            )
        else:
            found = pack.titles.get(kept.key, "") if kept.of == "post" else kept.key.replace("_", " ").capitalize()
        if found:
            return found
    return kept.key


def _line(change: Change, titles: dict[str, str]) -> Line:
    tag, meaning = HOW[change.how]
    shown = change.fields if change.how == CHANGED or "value" in change.fields else {}
    whom = ", ".join(titles.get(key, key) for key in change.whom)
    return Line(change, tag, meaning, _fields(shown, titles), whom)


def _fields(fields: Any, titles: dict[str, str]) -> list[tuple[str, str, str]]:
    return [
        (FIELDS.get(name, name.replace("_", " ").capitalize()), *(_word(name, value, titles) for value in pair))
        for name, pair in fields.items()
    ]


def _word(name: str, value: Any, titles: dict[str, str]) -> str:
    if value is None or value == "" or value == []:
        return "not set" if name in {"value", "target"} else "nothing"
    if name in POSTS:
        return titles.get(str(value), str(value))
    if name in OF_NUMBERS and str(value) in titles:
        return titles[str(value)]
    if name == "target":
        return f"{float(value):.0%}"
    return ", ".join(map(str, value)) if isinstance(value, list) else _plainly(str(value))


def _plainly(written: str) -> str:
    """A duration or a day as people say it; anything else as it is written."""
    try:
        return value_in_words(str(Duration.parse(written)), "duration")
    except ValueError:
        pass
    try:
        return london_date(date.fromisoformat(written))
    except ValueError:
        return written


def kept_in_words(kept: Kept, called: str, titles: dict[str, str]) -> str:
    """What the trust set and keeps, in a sentence. `called`: what it is about."""
    value, old, new = (_word(kept.name, one or "", titles) for one in (kept.value, kept.old, kept.new))
    if kept.value == kept.new:
        end = "The new version says the same." if kept.overruled else "So do both versions."
    else:
        end = f"The new version says {new}, the old one said {old}." if kept.overruled else f"Both versions say {new}."
    return (
        f"{called} It stays {value}, as you set it. {end}"
        if called.endswith(("?", "."))
        else (f"{called}: it stays {value}, as you set it. {end}")
    )


def as_text(shown: Told) -> str:
    """The whole of it for a terminal."""
    if shown.difference.nothing:
        return "\n".join(["The two say the same.", *_kept(shown.kept)])
    lines = [f"{name}: {old} → {new}" for name, old, new in shown.document]
    for title, changed in shown.parts:
        lines += ["", f"{title} ({len(changed)})"]
        for line in changed:
            lines += _as_text(line)
    if shown.whom:
        lines += ["", "For whom"]
        for one in shown.whom:
            parts = (f"{words.lower()} {', '.join(short for _, short in ids)}" for words, ids in one.parts)
            lines.append(f"  {one.title}: {'; '.join(parts)}")
    return "\n".join([*lines, *_kept(shown.kept)])


def _as_text(line: Line) -> Iterable[str]:
    ref = f" ({line.change.ref})" if line.change.ref else ""
    yield f"  {line.tag.lower()} {line.change.key}{ref}: {line.change.words}"
    for name, old, new in line.fields:
        yield f"      {name}: {old} → {new}"


def _kept(kept: Sequence[tuple[Kept, str]]) -> list[str]:
    return ["", "What was set on screen stays", *(f"  {words}" for _, words in kept)] if kept else []
