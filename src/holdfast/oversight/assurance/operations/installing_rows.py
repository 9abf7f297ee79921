"""The rows of a policy: its clauses in printed order, and a duty for each that this build can measure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Trust
from holdfast.kernel import clock
from holdfast.oversight.assurance.measures import MEASURES
from holdfast.oversight.assurance.models import Clause, NumberDecision, Obligation, Policy
from holdfast.oversight.assurance.packs.pack import Clause as PackClause
from holdfast.oversight.assurance.packs.pack import Pack
from holdfast.oversight.assurance.packs.placings import Attestation, Content, Counting, Nothing, NumberUse, Process
from holdfast.oversight.assurance.packs.placings import Obligation as PackObligation
from holdfast.oversight.assurance.queries.decisions import decided_of, decisions_of
from holdfast.oversight.assurance.rules.decided import numbers_on

ALL = 1.0
"""The target of a statement that is confirmed: every time."""


def put_policy(by: Actor, trust: Trust, pack: Pack, digest: str, since: date) -> Policy:
    """The policy's rows. One policy a day of coming into force: installing it anew replaces its clauses in place."""
    told: dict[str, Any] = {
        "pack": pack.id,
        "title": pack.document.title,
        "reference": pack.document.reference,
        "version": pack.document.version,
        "digest": digest,
        "reminders": list(pack.reminders),
        "numbers": [
            {"key": one.key, "asks": one.asks, "unit": one.unit, "printed": one.value, "clause": one.clause}
            for one in pack.every_number()
        ],
    }
    policy, _ = Policy.objects.update_or_create(
        trust=trust,
        in_force_from=since,
        defaults=told,
        create_defaults=told | {"installed_at": clock.now(), "installed_by": by.name},
    )
    headings = {id_: section.heading for section in pack.sections for id_ in section.clauses}
    rows = [_clause(policy, order, told, headings.get(told.id, "")) for order, told in enumerate(pack.clauses)]
    Clause.objects.filter(policy=policy).exclude(key__in=[row.key for row in rows]).delete()
    Clause.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["policy", "key"],
        update_fields=[name for name in _CLAUSE_COLUMNS if name not in ("policy", "key")],
        batch_size=200,
    )
    _put_obligations(policy, pack)
    return policy


_CLAUSE_COLUMNS = (
    *("trust", "policy", "key", "order", "ref", "heading", "gist", "kind", "capability", "owner", "met_by"),
    *("placement", "awaiting", "superseded", "settled", "note"),
)
_OBLIGATION_COLUMNS = (
    *("trust", "key", "statement", "kind", "measure", "numbers", "uses", "decided", "filter", "owner", "target"),
    "in_force_from",
)


def _clause(policy: Policy, order: int, told: PackClause, heading: str) -> Clause:
    return Clause(
        trust_id=policy.trust_id,
        policy=policy,
        key=told.id,
        order=order,
        ref=told.ref,
        heading=heading[:200],
        gist=told.gist,
        kind=told.kind,
        capability=told.capability,
        owner=told.actor,
        met_by=told.placing,
        placement=_placement(told),
        awaiting=", ".join(told.awaiting),
        superseded=told.superseded,
        settled=told.settled,
        note=told.note,
    )


def _placement(told: PackClause) -> dict[str, Any]:
    match told.met_by:
        case Process(operations, count=count):
            return {"operations": list(operations), "count": list(count)}
        case PackObligation(aim=aim):
            return {"aim": aim}
        case Content(pages):
            return {"pages": list(pages)}
        case Attestation(statement, every, owner, evidence):
            return {"statement": statement, "every": every.printed, "owner": owner, "evidence": list(evidence)}
        case Nothing(reason):
            return {"reason": reason}
    return {}


def _put_obligations(policy: Policy, pack: Pack) -> None:
    """The obligations of a policy: one for each clause that this build can measure or take a confirmation of.

    An obligation that stays keeps its row, and so its clocks.
    """
    own = decisions_of(policy.trust)
    clauses = {clause.key: clause for clause in Clause.objects.filter(policy=policy).only("pk", "key")}
    rows = [row for told in pack.clauses if (row := _obligation(policy, clauses[told.id], told, own))]
    gone = Obligation.objects.filter(clause__policy=policy).exclude(key__in=[row.key for row in rows])
    gone.delete()
    Obligation.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["clause"],
        update_fields=list(_OBLIGATION_COLUMNS),
        batch_size=200,
    )


def _obligation(policy: Policy, clause: Clause, told: PackClause, own: Sequence[NumberDecision]) -> Obligation | None:
    row = Obligation(trust_id=policy.trust_id, clause=clause, key=told.id, in_force_from=policy.in_force_from)
    met_by = told.met_by
    if isinstance(met_by, Attestation):
        row.statement, row.kind, row.owner, row.target = met_by.statement, "attestation", met_by.owner, ALL
        return _with_numbers(row, met_by.for_engine({}), [met_by.every], own)
    counted = told.counted
    if counted is None or counted.measure not in MEASURES:
        return None
    duty = met_by if isinstance(met_by, PackObligation) else None
    row.statement, row.kind, row.measure = told.gist, counted.kind, counted.measure
    row.owner, row.target = (duty.owner, duty.target) if duty else (told.actor, None)
    row.filter = _filter(counted)
    return _with_numbers(row, counted.for_engine({}), counted.numbers, own)


def _with_numbers(
    row: Obligation, printed: dict[str, Any], used: Iterable[NumberUse], own: Sequence[NumberDecision]
) -> Obligation:
    """The duty with the numbers that its policy prints, and over them what the trust decided, each from a day on."""
    row.uses = {number.name: number.key for number in used}
    decided = decided_of(own, row.uses, printed)
    row.decided = [one.as_data() for one in decided]
    row.numbers = numbers_on(printed, decided, clock.today())
    return row


def _filter(counted: Counting) -> dict[str, list[str]]:
    told = counted.filter
    parts = {"types": told.types, "severities": told.severities, "flags": told.flags, "without": told.without}
    return {name: list(values) for name, values in parts.items() if values}
