"""An ODS import in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from holdfast.foundation.organisation.rules.ods_plan import Changed, OdsPlan, in_words

FIELD_WORDS = {
    "name": "name",
    "published_name": "published name",
    "address": "address",
    "postcode": "postcode",
    "telephone": "telephone",
    "opened": "opens",
    "closed": "closes",
    "region_code": "region",
    "geography_code": "health geography",
}
COUNT_WORDS = {
    "new_trusts": "new trusts",
    "new_sites": "new sites",
    "changed": "changed",
    "closed": "of these closed",
    "unchanged": "as they are",
    "moved": "with another trust now",
    "missing": "open here and not in the file",
    "bad": "rows that cannot be used",
    "passed_over": "rows of other trusts, passed over",
}


def as_json(plan: OdsPlan) -> dict[str, Any]:
    """Everything in the plan, for machines."""
    return {
        "file": plan.file,
        "kind": plan.kind,
        "rows": plan.rows,
        "applied": plan.applied,
        "counts": plan.counts(),
        "new_trusts": [{"code": new.code, **new.values} for new in plan.new_trusts],
        "new_sites": [{"code": new.code, "trust": new.trust, **new.values} for new in plan.new_sites],
        "changed": [
            {"code": changed.code, "trust": changed.trust, "fields": {k: list(v) for k, v in changed.fields.items()}}
            for changed in (*plan.changed_trusts, *plan.changed_sites)
        ],
        "closed": [changed.code for changed in plan.closed],
        "moved": [vars(moved) for moved in plan.moved],
        "missing": [vars(missing) for missing in plan.missing],
        "bad": [vars(bad) for bad in plan.bad],
    }


def as_text(plan: OdsPlan, most: int) -> str:
    """The plan for a terminal, with at most `most` lines of each kind."""
    lines = [f"{plan.file}: {plan.holds}, {plan.rows:,} rows"]
    lines += [f"  {count:>8,}  {COUNT_WORDS[name]}" for name, count in plan.counts().items() if count]
    for heading, rows in _groups(plan):
        if rows:
            lines.append(f"{heading}:")
            lines += [f"  {row}" for row in rows[:most]]
            lines += [f"  … and {len(rows) - most:,} more"] if len(rows) > most else []
    return "\n".join(lines)


def change_in_words(changed: Changed) -> str:
    """What changes of one trust or site, field by field."""
    parts = [
        f"{FIELD_WORDS[name]}: {in_words(before)} → {in_words(after)}"
        for name, (before, after) in changed.fields.items()
        if not (name == "published_name" and "name" in changed.fields)
    ]
    return "; ".join(parts)


def _groups(plan: OdsPlan) -> Iterator[tuple[str, list[str]]]:
    yield "New trusts", [f"{new.code}  {new.values['name']}" for new in plan.new_trusts]
    yield "New sites", [f"{new.code}  {new.values['name']} ({new.trust})" for new in plan.new_sites]
    changed = (*plan.changed_trusts, *plan.changed_sites)
    yield "Changed", [f"{row.code}  {row.name}: {change_in_words(row)}" for row in changed]
    yield (
        "With another trust now (added there; the old one stays, because records may point to it)",
        [f"{moved.code}  {moved.before} → {moved.trust}" for moved in plan.moved],
    )
    yield (
        "Open in Holdfast and not in the file (left as they are)",
        [f"{missing.code}  {missing.name}" for missing in plan.missing],
    )
    yield "Rows that cannot be used", [f"line {bad.line}: {bad.code}: {bad.reason}" for bad in plan.bad]
