"""What an ODS file would change. Plain Python: facts in, plan out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .ods import KINDS, BadRow, Kind, OdsFile, OdsRow, sort_out
from .shown_names import shown_name

SITE_FIELDS = ("name", "published_name", "address", "postcode", "telephone", "opened", "closed")
TRUST_FIELDS = (*SITE_FIELDS, "region_code", "geography_code")

Facts = Mapping[str, Any]
"""The fields of a trust or a site as Holdfast has them."""


@dataclass(frozen=True)
class New:
    """A trust (`trust` is its own code) or a site that Holdfast does not have yet."""

    code: str
    trust: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Changed:
    """A trust or site of which the file says something else: `fields` maps each field to (before, after)."""

    code: str
    trust: str
    name: str
    fields: dict[str, tuple[Any, Any]]

    @property
    def closes(self) -> bool:
        """True when the file gives a closing date where there was none."""
        return "closed" in self.fields and self.fields["closed"][0] is None


@dataclass(frozen=True)
class Elsewhere:
    """A site that the file gives to `trust` while Holdfast has it with `before`."""

    code: str
    trust: str
    before: str


@dataclass(frozen=True)
class Missing:
    """An open site that the file no longer has. Absence closes nothing: ODS gives a closing date when a site closes."""

    code: str
    trust: str
    name: str


@dataclass
class OdsPlan:
    """What an import would do, or has done."""

    file: str
    kind: Kind
    rows: int = 0
    passed_over: int = 0
    new_trusts: list[New] = field(default_factory=list)
    new_sites: list[New] = field(default_factory=list)
    changed_trusts: list[Changed] = field(default_factory=list)
    changed_sites: list[Changed] = field(default_factory=list)
    unchanged: int = 0
    moved: list[Elsewhere] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    applied: bool = False

    @property
    def holds(self) -> str:
        """What the file holds, in words."""
        return KINDS[self.kind]

    @property
    def closed(self) -> list[Changed]:
        """The changed trusts and sites that the file closes."""
        return [changed for changed in (*self.changed_trusts, *self.changed_sites) if changed.closes]

    @property
    def changes_something(self) -> bool:
        """False when Holdfast has all of it already."""
        return bool(self.new_trusts or self.new_sites or self.changed_trusts or self.changed_sites)

    def counts(self) -> dict[str, int]:
        """How many of each, for the trail and for people."""
        return {
            "new_trusts": len(self.new_trusts),
            "new_sites": len(self.new_sites),
            "changed": len(self.changed_trusts) + len(self.changed_sites),
            "closed": len(self.closed),
            "unchanged": self.unchanged,
            "moved": len(self.moved),
            "missing": len(self.missing),
            "bad": len(self.bad),
            "passed_over": self.passed_over,
        }


def plan_ods(
    file: OdsFile,
    *,
    trusts: Mapping[str, Facts],
    sites: Mapping[tuple[str, str], Facts],
    only: Collection[str] = (),
) -> OdsPlan:
    """What `file` would change of `trusts` (by code) and `sites` (by trust's code and own code).

    `only` limits it to the trusts with these codes; the rest of the file is counted as passed over.
    """
    plan = OdsPlan(file.name, file.kind, rows=len(file.rows) + len(file.bad), bad=list(file.bad))
    told = sort_out(file, trusts)
    plan.bad += told.bad if not only else []
    plan.passed_over += len(told.bad) if only else 0
    for row in told.trusts:
        if only and row.code not in only:
            plan.passed_over += 1
            continue
        _weigh(row, row.code, trusts.get(row.code), TRUST_FIELDS, plan.new_trusts, plan.changed_trusts, plan)
    owners = {code: trust for trust, code in sites}
    told_of: set[tuple[str, str]] = set()
    for row, trust in told.sites:
        if only and trust not in only:
            plan.passed_over += 1
            continue
        told_of.add((trust, row.code))
        if (trust, row.code) not in sites and row.code in owners:
            plan.moved.append(Elsewhere(row.code, trust, owners[row.code]))
        _weigh(row, trust, sites.get((trust, row.code)), SITE_FIELDS, plan.new_sites, plan.changed_sites, plan)
    plan.missing = list(_missing(sites, told_of))
    plan.bad.sort(key=lambda bad: bad.line)
    return plan


def _weigh(
    row: OdsRow, trust: str, facts: Facts | None, fields: tuple[str, ...], new: list[New], changed: list[Changed],
    plan: OdsPlan,
) -> None:  # fmt: skip
    values = {name: getattr(row, name) for name in fields if name not in ("name", "published_name")}
    values["published_name"] = row.name
    if facts is None:
        new.append(New(row.code, trust, {"name": shown_name(row.name), **values}))
        return
    fields_changed = {name: (facts[name], value) for name, value in values.items() if facts[name] != value}
    # The older files have no telephone numbers: a blank one is no news.
    if not row.telephone:
        fields_changed.pop("telephone", None)
    if "published_name" in fields_changed and facts["name"] != shown_name(row.name):
        fields_changed["name"] = (facts["name"], shown_name(row.name))
    if fields_changed:
        changed.append(Changed(row.code, trust, facts["name"], fields_changed))
    else:
        plan.unchanged += 1


def _missing(sites: Mapping[tuple[str, str], Facts], told_of: set[tuple[str, str]]) -> Iterator[Missing]:
    trusts = Counter(trust for trust, _ in told_of)
    for (trust, code), facts in sites.items():
        its_own_place = "-" in code
        if trust in trusts and (trust, code) not in told_of and not facts["closed"] and not its_own_place:
            yield Missing(code, trust, facts["name"])


def in_words(value: Any) -> str:
    """A value of a change as people read it."""
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return str(value) if value not in (None, "") else "nothing"
