"""Putting a pack in force for its trust: words, posts and numbers into the organisation, routing and closing into
incidents, clauses and obligations here. Each area takes its part through its own operation and never knows the pack.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from holdfast.casework.incidents.operations.policy import install_rules
from holdfast.casework.incidents.queries.policy import ClosingLine, RoutingLine, Selection
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Number, Trust
from holdfast.foundation.organisation.operations.policy import PolicyNumber, install_policy
from holdfast.foundation.organisation.scope import scope
from holdfast.oversight.assurance.measures import MEASURES
from holdfast.oversight.assurance.models import Clause, Obligation, Policy
from holdfast.oversight.assurance.packs.loading import CLAUSES_FILE, PACK_FILE
from holdfast.oversight.assurance.packs.pack import Clause as PackClause
from holdfast.oversight.assurance.packs.pack import Pack
from holdfast.oversight.assurance.packs.placings import Attestation, Content, Counting, Nothing, Process
from holdfast.oversight.assurance.packs.placings import Obligation as PackObligation
from holdfast.oversight.assurance.packs.placings import Selection as PackSelection


ALWAYS = date(2000, 1, 1)
"""From when a pack decides that does not say so: before anything that the system can hold."""


def digest_of(folder: Path) -> str:
    """SHA-256 over the files of a pack, in hex."""
    whole = hashlib.sha256()
    for name in (PACK_FILE, CLAUSES_FILE):
        whole.update((folder / name).read_bytes())
    return whole.hexdigest()


@operation
def install_pack(*, by: Actor, trust: Trust, pack: Pack, digest: str) -> Policy:
    """Put `pack` in force for `trust`. The same pack again changes nothing but what the trust has set since.

    Clocks of the trust's records are not made anew here: whoever installs calls `rebuild_all` afterwards.
    """
    install_policy(
        by=by,
        trust=trust,
        terms=pack.terms,
        posts=pack.posts,
        numbers={number.key: PolicyNumber(number.value or "", number.clause) for number in pack.every_number()},
        pack=pack.id,
    )
    with scope(trust):
        install_rules(
            by=by,
            trust=trust,
            routing=[
                RoutingLine(
                    types=rule.when.types,
                    severities=rule.when.severities,
                    flags=rule.when.flags,
                    without=rule.when.without,
                    tell=rule.tell,
                    at_once=rule.at_once,
                    investigate=rule.investigate,
                    strand=rule.strand,
                    restrict=rule.restrict,
                    route_out=rule.route_out,
                    clause=rule.clause,
                )
                for rule in pack.routing
            ],
            closing=[ClosingLine(rule.requirement, _selection(rule.when), rule.clause) for rule in pack.closing],
        )
        Trust.objects.filter(pk=trust.pk).update(
            anonymous_reports=pack.reporting.anonymous, reports_without_account=pack.reporting.without_account
        )
        policy = _put_policy(by, trust, pack, digest)
        enter(
            "assurance.install_pack",
            by=by,
            subject=trust,
            details={"pack": pack.id, "version": pack.document.version, "digest": digest},
        )
    return policy


def _put_policy(by: Actor, trust: Trust, pack: Pack, digest: str) -> Policy:
    """The policy's rows. One policy a day of coming into force: installing it anew replaces its clauses in place."""
    since = pack.document.in_force or ALWAYS
    policy, _ = Policy.objects.update_or_create(
        trust=trust,
        in_force_from=since,
        defaults={
            "pack": pack.id,
            "title": pack.document.title,
            "reference": pack.document.reference,
            "version": pack.document.version,
            "digest": digest,
            "installed_by": by.name,
        },
    )
    own = dict(Number.objects.filter(trust=trust, set_by_trust=True).exclude(value="").values_list("key", "value"))
    headings = {id_: section.heading for section in pack.sections for id_ in section.clauses}
    kept: set[str] = set()
    for order, told in enumerate(pack.clauses):
        kept.add(told.id)
        clause, _ = Clause.objects.update_or_create(
            policy=policy,
            key=told.id,
            defaults={
                "trust": trust,
                "order": order,
                "ref": told.ref,
                "heading": headings.get(told.id, "")[:200],
                "gist": told.gist,
                "kind": told.kind,
                "capability": told.capability,
                "owner": told.actor,
                "met_by": told.placing,
                "placement": _placement(told),
                "awaiting": ", ".join(told.awaiting),
                "superseded": told.superseded,
                "settled": told.settled,
                "note": told.note,
            },
        )
        _put_obligation(clause, told, own, since)
    Clause.objects.filter(policy=policy).exclude(key__in=kept).delete()
    return policy


def _put_obligation(clause: Clause, told: PackClause, own: dict[str, str], since: date) -> None:
    counted = told.counted
    if counted is None or counted.measure not in MEASURES:
        Obligation.objects.filter(clause=clause).delete()
        return
    duty = told.met_by if isinstance(told.met_by, PackObligation) else None
    Obligation.objects.update_or_create(
        clause=clause,
        defaults={
            "trust": clause.trust,
            "key": told.id,
            "statement": told.gist,
            "kind": counted.kind,
            "measure": counted.measure,
            "numbers": numbers_of(counted, own),
            "filter": _filter(counted.filter),
            "owner": duty.owner if duty else told.actor,
            "target": duty.target if duty else None,
            "in_force_from": since,
        },
    )


def numbers_of(counted: Counting, own: dict[str, str]) -> dict[str, Any]:
    """The numbers and options of a measure, as obligations keep them. `own`: what the trust has set itself."""
    options = {name: values[0] if len(values) == 1 else list(values) for name, values in counted.options.items()}
    return {name: value for name, value in (counted.for_engine(own) | options).items() if value is not None}


def _selection(told: PackSelection) -> Selection:
    return Selection.of(told.types, told.severities, told.flags, told.without)


def _filter(told: PackSelection) -> dict[str, list[str]]:
    parts = {"types": told.types, "severities": told.severities, "flags": told.flags, "without": told.without}
    return {name: list(values) for name, values in parts.items() if values}


def _placement(told: PackClause) -> dict[str, Any]:
    match told.met_by:
        case Process(operations):
            return {"operations": list(operations)}
        case PackObligation(aim=aim):
            return {"aim": aim}
        case Content(pages):
            return {"pages": list(pages)}
        case Attestation(statement, every, owner, evidence):
            return {"statement": statement, "every": every.printed, "owner": owner, "evidence": list(evidence)}
        case Nothing(reason):
            return {"reason": reason}
    return {}


def measured(pack: Pack) -> Iterator[PackClause]:
    """The clauses of `pack` whose measure this build has."""
    return (clause for clause in pack.clauses if clause.counted and clause.counted.measure in MEASURES)
