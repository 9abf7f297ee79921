"""Putting a pack in force for its trust: words, posts and numbers into the organisation, routing, closing and guidance
into incidents, clauses and obligations here. Each area takes its part through its own operation and never knows the
pack.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from holdfast.casework.incidents.operations.policy import install_guidance, install_rules
from holdfast.casework.incidents.queries.policy import ClosingLine, RoutingLine, Selection
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Number, Trust
from holdfast.foundation.organisation.operations.policy import PolicyNumber, install_policy
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.measures import MEASURES
from holdfast.oversight.assurance.models import Clause, Obligation, Policy
from holdfast.oversight.assurance.operations.clocks import look_again
from holdfast.oversight.assurance.operations.measuring import rebuild_attestations
from holdfast.oversight.assurance.packs.loading import CLAUSES_FILE, PACK_FILE
from holdfast.oversight.assurance.packs.pack import Clause as PackClause
from holdfast.oversight.assurance.packs.pack import Pack
from holdfast.oversight.assurance.packs.placings import Attestation, Content, Counting, Nothing, NumberUse, Process
from holdfast.oversight.assurance.packs.placings import Obligation as PackObligation
from holdfast.oversight.assurance.packs.placings import Selection as PackSelection

ALWAYS = date(2000, 1, 1)
"""From when a pack decides that does not say so: before anything that the system can hold."""

ALL = 1.0
"""The target of a statement that is confirmed: every time."""


def digest_of(folder: Path) -> str:
    """SHA-256 over the files of a pack, in hex."""
    whole = hashlib.sha256()
    for name in (PACK_FILE, CLAUSES_FILE):
        whole.update((folder / name).read_bytes())
    return whole.hexdigest()


@operation
def install_pack(*, by: Actor, trust: Trust, pack: Pack, digest: str) -> Policy:
    """Put `pack` in force for `trust` from its day on. The same pack again changes nothing.

    What the trust has set itself stays. A version that comes into force on another day stands beside the earlier ones,
    which end the day before; one of the same day replaces it. Where duties changed, the clocks of the trust's records
    follow with the next looks (`operations.clocks.catch_up`).
    """
    with scope(trust):
        newest = Policy.objects.filter(trust=trust).last()
        since = pack.document.in_force or ALWAYS
        if newest is None or newest.in_force_from <= since:
            # An earlier version, brought in later for its history, must not take back today's words, posts and routing.
            _put_words_posts_and_rules(by, trust, pack)
        if newest is None or newest.digest != digest:
            # Only with another pack: what the trust has settled on screen since stays.
            Trust.objects.filter(pk=trust.pk).update(
                anonymous_reports=pack.reporting.anonymous, reports_without_account=pack.reporting.without_account
            )
        before = _fingerprint(trust)
        policy = _put_policy(by, trust, pack, digest, since)
        _end_each_version_before_the_next(trust)
        changed = _fingerprint(trust) != before
        if changed:
            look_again(trust)
            rebuild_attestations(trust.pk)
        enter(
            "assurance.install_pack",
            by=by,
            subject=trust,
            details={"pack": pack.id, "version": pack.document.version, "digest": digest, "changed": changed},
        )
    return policy


def _put_words_posts_and_rules(by: Actor, trust: Trust, pack: Pack) -> None:
    install_policy(
        by=by,
        trust=trust,
        terms=pack.terms,
        posts=pack.posts,
        numbers={number.key: PolicyNumber(number.value or "", number.clause) for number in pack.every_number()},
        pack=pack.id,
    )
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
    install_guidance(by=by, trust=trust, texts=_texts_for_forms(pack))


def _texts_for_forms(pack: Pack) -> dict[str, list[tuple[str, str]]]:
    """What the policy says beside the forms of incidents: each page with its words and their clauses."""
    texts: dict[str, list[tuple[str, str]]] = {}
    for clause in pack.clauses:
        if isinstance(clause.met_by, Content):
            for page in clause.met_by.pages:
                if page.startswith("incidents."):
                    texts.setdefault(page, []).append((clause.gist, clause.id))
    return texts


def _put_policy(by: Actor, trust: Trust, pack: Pack, digest: str, since: date) -> Policy:
    """The policy's rows. One policy a day of coming into force: installing it anew replaces its clauses in place."""
    told: dict[str, Any] = {
        "pack": pack.id,
        "title": pack.document.title,
        "reference": pack.document.reference,
        "version": pack.document.version,
        "digest": digest,
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
    *("trust", "key", "statement", "kind", "measure", "numbers", "uses", "filter", "owner", "target", "in_force_from"),
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


def _put_obligations(policy: Policy, pack: Pack) -> None:
    """The obligations of a policy: one for each clause that this build can measure or take a confirmation of.

    An obligation that stays keeps its row, and so its clocks.
    """
    own = own_numbers(policy.trust)
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


def _obligation(policy: Policy, clause: Clause, told: PackClause, own: Mapping[str, str]) -> Obligation | None:
    row = Obligation(trust_id=policy.trust_id, clause=clause, key=told.id, in_force_from=policy.in_force_from)
    met_by = told.met_by
    if isinstance(met_by, Attestation):
        row.statement, row.kind, row.owner, row.target = met_by.statement, "attestation", met_by.owner, ALL
        row.numbers, row.uses = met_by.for_engine(own), _uses([met_by.every])
        return row
    counted = told.counted
    if counted is None or counted.measure not in MEASURES:
        return None
    duty = met_by if isinstance(met_by, PackObligation) else None
    row.statement, row.kind, row.measure = told.gist, counted.kind, counted.measure
    row.owner, row.target = (duty.owner, duty.target) if duty else (told.actor, None)
    row.numbers, row.uses, row.filter = counted.for_engine(own), _uses(counted.numbers), _filter(counted)
    return row


def own_numbers(trust: Trust) -> dict[str, str]:
    """The numbers that the trust has set itself, by key."""
    return dict(Number.objects.filter(trust=trust, set_by_trust=True).exclude(value="").values_list("key", "value"))


def _uses(numbers: Iterable[NumberUse]) -> dict[str, str]:
    return {number.name: number.key for number in numbers}


def _selection(told: PackSelection) -> Selection:
    return Selection.of(told.types, told.severities, told.flags, told.without)


def _filter(counted: Counting) -> dict[str, list[str]]:
    told = counted.filter
    parts = {"types": told.types, "severities": told.severities, "flags": told.flags, "without": told.without}
    return {name: list(values) for name, values in parts.items() if values}


def _end_each_version_before_the_next(trust: Trust) -> None:
    """Each version holds until the day before the next one's: an event falls under exactly one."""
    days = list(Policy.objects.filter(trust=trust).order_by("in_force_from").values_list("in_force_from", flat=True))
    for day, following in zip(days, [*days[1:], None], strict=True):
        until = None if following is None else following - timedelta(days=1)
        Obligation.objects.filter(trust=trust, in_force_from=day).update(in_force_until=until)


def _fingerprint(trust: Trust) -> list[tuple[Any, ...]]:
    """All that clocks turn on, to be compared with what it was before."""
    columns = ("pk", "key", "kind", "measure", "numbers", "filter", "in_force_from", "in_force_until")
    return list(Obligation.objects.filter(trust=trust).order_by("pk").values_list(*columns))
