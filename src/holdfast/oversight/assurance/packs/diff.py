"""What one version of a policy changes over another, and for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from holdfast.oversight.assurance.packs.diff_areas import AreaChange, area_changes
from holdfast.oversight.assurance.packs.edits import Edit, of_pack, owner_of
from holdfast.oversight.assurance.packs.pack import Clause, Committee, Pack, Party, Post
from holdfast.oversight.assurance.packs.placings import Counting, Obligation, Process, Selection

ADDED, REMOVED, CHANGED = "added", "removed", "changed"

Fields = Mapping[str, tuple[Any, Any]]
"""What changed of something, by name: what it was and what it is now."""


@dataclass(frozen=True)
class Change:
    """Something that was added, removed or changed. `words`: what it is called; `fields`: what changed of it.

    `whom`: the keys of the posts that it concerns.
    """

    key: str
    how: str
    words: str
    fields: Fields = field(default_factory=dict)
    whom: tuple[str, ...] = ()
    ref: str = ""


@dataclass(frozen=True)
class Kept:
    """What the trust has set on screen and keeps: `value`, where the packs say `old` and `new` (None: nothing)."""

    of: str
    key: str
    name: str
    value: str
    old: str | None
    new: str | None

    @property
    def overruled(self) -> bool:
        """True when the new version says something else than the old one did."""
        return self.old != self.new

    @property
    def look_again(self) -> bool:
        """True when the new version speaks anew, and not as the trust does."""
        return self.overruled and self.value != self.new


@dataclass(frozen=True)
class Whom:
    """What changes for one post: the ids of clauses that it gains, loses, or that change for it."""

    key: str
    title: str
    gains: tuple[str, ...]
    loses: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """All that differs, part by part, in the order of the new version and then of what is gone."""

    document: Fields
    terms: Sequence[Change]
    posts: Sequence[Change]
    bodies: Sequence[Change]
    numbers: Sequence[Change]
    clauses: Sequence[Change]
    rules: Sequence[Change]
    areas: Sequence[Change]
    whom: Sequence[Whom]
    kept: Sequence[Kept]

    @property
    def nothing(self) -> bool:
        """True when the two say the same."""
        return not any(
            (self.document, self.terms, self.posts, self.bodies, self.numbers, self.clauses, self.rules, self.areas)
        )

    def as_data(self) -> dict[str, Any]:
        """As plain data, for machines."""
        return {
            **asdict(self),
            "kept": [asdict(one) | {"overruled": one.overruled} for one in self.kept],
            "nothing": self.nothing,
        }


def difference(
    old: Pack, new: Pack, edits: Iterable[Edit] = (), numbers: Mapping[str, str] | None = None
) -> Difference:
    """What `new` changes over `old`. `edits` and `numbers` (by key) are the trust's own, which stay."""
    clauses = _clauses(old, new)
    return Difference(
        document=_fields(
            _plain(old.document) | {"name": old.organisation}, _plain(new.document) | {"name": new.organisation}
        ),
        terms=_keyed(old.terms, new.terms),
        posts=[*_people(old.posts, new.posts)],
        bodies=[*_people(old.committees, new.committees), *_people(old.parties, new.parties)],
        numbers=_numbers(old, new),
        clauses=clauses,
        rules=[*_rules(old, new)],
        areas=[_area(change) for change in area_changes(old, new)],
        whom=_whom(old, new, clauses),
        kept=[*_kept_edits(old, new, edits), *_kept_numbers(old, new, numbers or {})],
    )


def _plain(thing: Any) -> dict[str, Any]:
    """The fields of a dataclass as words that machines and people can compare."""
    return {name: _word(value) for name, value in vars(thing).items() if not name.startswith("_")}


def _word(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_word(item) for item in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {
        name: (old.get(name), new.get(name))
        for name in {**new, **old}
        if (old.get(name) or None) != (new.get(name) or None)
    }


def _keyed(old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    """Changes of values that stand under keys."""
    changes = []
    for key in {**new, **old}:
        before, after = old.get(key), new.get(key)
        if before != after:
            how = ADDED if before is None else REMOVED if after is None else CHANGED
            changes.append(Change(key, how, after or before or "", {"words": (before, after)}))
    return changes


def _people(old: Iterable[Post | Committee | Party], new: Iterable[Post | Committee | Party]) -> Iterable[Change]:
    before, after = ({one.key: one for one in some} for some in (old, new))
    for key in {**after, **before}:
        was, now = before.get(key), after.get(key)
        fields = _fields(_described(was), _described(now)) if was and now else {}
        if was and now and not fields:
            continue
        how = CHANGED if was and now else ADDED if now else REMOVED
        told = now or was
        assert told is not None
        yield Change(key, how, told.title, fields, whom=(key,) if isinstance(told, Post) else ())


def _described(one: Post | Committee | Party | None) -> dict[str, Any]:
    told = {} if one is None else _plain(one)
    if isinstance(one, Committee):
        told["meets"] = one.meets.printed
    return told


def _numbers(old: Pack, new: Pack) -> list[Change]:
    before, after = ({one.key: one for one in pack.every_number()} for pack in (old, new))
    changes = []
    for key in {**after, **before}:
        was, now = before.get(key), after.get(key)
        if was is not None and now is not None and was.value == now.value:
            continue
        told = now or was
        assert told is not None
        how = CHANGED if was and now else ADDED if now else REMOVED
        value = (was.value if was else None, now.value if now else None)
        changes.append(Change(key, how, told.asks, {"value": value}, ref=told.clause))
    return changes


def _clauses(old: Pack, new: Pack) -> list[Change]:
    before, after = ({one.id: one for one in pack.clauses} for pack in (old, new))
    changes = []
    for id_ in {**after, **before}:
        was, now = before.get(id_), after.get(id_)
        fields = _fields(shape(was), shape(now)) if was and now else {}
        if was and now and not fields:
            continue
        told = now or was
        assert told is not None
        how = CHANGED if was and now else ADDED if now else REMOVED
        posts = {post.key for pack in (old, new) for post in pack.posts}
        whom = tuple(dict.fromkeys(one for clause in (was, now) if clause for one in concerned(clause) if one in posts))
        changes.append(Change(id_, how, told.gist, fields, whom, told.ref))
    return changes


def shape(clause: Clause) -> dict[str, Any]:
    """A clause as plain names and values: what it says, how it is met, by whom and with which numbers."""
    told: dict[str, Any] = {name: getattr(clause, name) for name in ("ref", "gist", "kind", "capability", "actor")}
    told |= {name: getattr(clause, name) for name in ("note", "settled", "superseded")}
    told |= {"awaiting": list(clause.awaiting), "met_by": clause.placing}
    met_by = clause.met_by
    if clause.counted is not None:
        told |= _counting(clause.counted)
    if isinstance(met_by, Process):
        told |= {"process": list(met_by.operations), "count": list(met_by.count)}
    elif isinstance(met_by, Obligation):
        told |= {"owner": met_by.owner, "target": met_by.target, "aim": met_by.aim}
    else:
        told |= {name: _word(value) for name, value in vars(met_by).items() if name not in {"every", "former"}}
    if (every := getattr(met_by, "every", None)) is not None:
        told["every"] = every.printed or every.key
    return told


def _counting(counted: Counting) -> dict[str, Any]:
    told: dict[str, Any] = {"measure": counted.measure, "mode": counted.mode, "required": list(counted.required)}
    told |= {number.name: number.printed or number.key for number in counted.numbers}
    told |= {name: list(words) for name, words in counted.options.items()}
    told["filter"] = selection_in_words(counted.filter)
    return told


def selection_in_words(chosen: Selection) -> str:
    """Which incidents are meant, in a line; empty for all of them."""
    parts = {
        "of the kind": " or ".join(chosen.types),
        "as serious as": " or ".join(chosen.severities),
        "with": " and ".join(chosen.flags),
        "without": " or ".join(chosen.without),
    }
    return ", ".join(f"{word} {what}" for word, what in parts.items() if what)


def concerned(clause: Clause) -> tuple[str, ...]:
    """The keys of those whom a clause concerns: who acts, and who owns the duty."""
    return tuple(dict.fromkeys(key for key in (clause.actor, owner_of(clause)) if key))


def _rules(old: Pack, new: Pack) -> Iterable[Change]:
    """Rules have no key: one that reads otherwise is gone, and another has come."""
    for of, before, after in (("routing", old.routing, new.routing), ("closing", old.closing, new.closing)):
        words_before = [rule_in_words(rule) for rule in before]
        words_after = [rule_in_words(rule) for rule in after]
        yield from (Change(of, ADDED, words) for words in words_after if words not in words_before)
        yield from (Change(of, REMOVED, words) for words in words_before if words not in words_after)
    reporting = _fields(_plain(old.reporting), _plain(new.reporting))
    reporting |= _fields({"reminders": [*old.reminders]}, {"reminders": [*new.reminders]})
    if reporting:
        yield Change("reporting", CHANGED, "How reports come in", reporting)


def _area(told: AreaChange) -> Change:
    how = ADDED if told.was is None else REMOVED if told.now is None else CHANGED
    pairs = {name: (value, (told.now or {}).get(name)) for name, value in (told.was or {}).items()}
    where = told.where[:1].upper() + told.where[1:]
    return Change(told.key, how, f"{where}: {told.words}" if told.words else where, pairs)


def rule_in_words(rule: Any) -> str:
    """A rule of the routing or closing in a line."""
    when = f"an incident {selection_in_words(rule.when)}".strip() if rule.when != Selection() else "any incident"
    if hasattr(rule, "requirement"):
        return f"{when} closes with: {rule.requirement}"
    does = [f"{'at once ' if rule.at_once else ''}tells {', '.join(rule.tell)}" if rule.tell else ""]
    does += [f"{rule.investigate} investigates ({rule.strand})" if rule.investigate else ""]
    does += ["is restricted" if rule.restrict else "", f"goes to {rule.route_out}" if rule.route_out else ""]
    return f"{when}: {'; '.join(filter(None, does))}"


def _whom(old: Pack, new: Pack, changes: Iterable[Change]) -> list[Whom]:
    """Post by post: what it must do from now on, what no longer, and what otherwise."""
    before, after = ({one.id: concerned(one) for one in pack.clauses} for pack in (old, new))
    titles = {post.key: post.title for pack in (old, new) for post in pack.posts}
    touched = [change.key for change in changes]
    found = []
    for key, title in titles.items():
        gains = tuple(id_ for id_ in touched if key in after.get(id_, ()) and key not in before.get(id_, ()))
        loses = tuple(id_ for id_ in touched if key in before.get(id_, ()) and key not in after.get(id_, ()))
        both = tuple(id_ for id_ in touched if key in before.get(id_, ()) and key in after.get(id_, ()))
        if gains or loses or both:
            found.append(Whom(key, title, gains, loses, both))
    return found


def _kept_edits(old: Pack, new: Pack, edits: Iterable[Edit]) -> Iterable[Kept]:
    for edit in edits:
        where = (edit.of, edit.key, edit.name)
        yield Kept(*where, edit.value, of_pack(old, *where), of_pack(new, *where))


def _kept_numbers(old: Pack, new: Pack, numbers: Mapping[str, str]) -> Iterable[Kept]:
    before, after = ({one.key: one.value for one in pack.every_number()} for pack in (old, new))
    for key, value in numbers.items():
        yield Kept("number", key, "value", value, before.get(key), after.get(key))
