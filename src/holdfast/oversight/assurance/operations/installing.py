"""Putting a pack in force for its trust: words, posts and numbers into the organisation, routing, closing and guidance
into incidents, clauses and obligations here. Each area takes its part through its own operation and never knows the
pack.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from holdfast.casework.incidents.operations.policy import install_guidance, install_rules
from holdfast.casework.incidents.queries.policy import ClosingLine, RoutingLine, Selection
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.operations.policy import PolicyNumber, install_policy
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Obligation, Policy, PolicyText
from holdfast.oversight.assurance.operations.adopting import adopt_posts
from holdfast.oversight.assurance.operations.clocks import look_again
from holdfast.oversight.assurance.operations.installing_areas import INSTALLERS
from holdfast.oversight.assurance.operations.installing_rows import put_policy
from holdfast.oversight.assurance.operations.measuring import rebuild_attestations
from holdfast.oversight.assurance.packs.edits import with_edits
from holdfast.oversight.assurance.packs.loading import CLAUSES_FILE, PACK_FILE, read_texts
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.pack import Pack
from holdfast.oversight.assurance.packs.placings import Content
from holdfast.oversight.assurance.packs.placings import Selection as PackSelection
from holdfast.oversight.assurance.queries.duties import policy_on
from holdfast.oversight.assurance.queries.edits import edits_of, told_by

log = logging.getLogger(__name__)

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
    """Put `pack` in force for `trust` from its day on. The same pack again changes nothing.

    What the trust has set itself stays. A version that comes into force on another day stands beside the earlier ones,
    which end the day before; one of the same day replaces it. Where duties changed, the clocks of the trust's records
    follow with the next looks (`operations.clocks.catch_up`). Before its day a version changes nothing: its words,
    posts and rules take effect with `take_effect_when_due`. Raises ValueError for such a one that was not read from
    files, since nothing could take effect later.
    """
    with scope(trust):
        today, since = clock.today(), pack.document.in_force or ALWAYS
        if since > today and not pack.files:
            raise ValueError("a version for a day to come needs the words of its files")
        known = policy_on(trust, today)
        another = known is None or known.digest != digest
        before = _fingerprint(trust, today)
        adopt_posts(by, trust)
        own = with_edits(pack, told_by(edits_of(trust)))
        policy = put_policy(by, trust, own, digest, since)
        _end_each_version_before_the_next(trust)
        text, _ = PolicyText.objects.update_or_create(policy=policy, trust=trust, defaults={"files": dict(pack.files)})
        if policy == policy_on(trust, today):
            # An earlier version, brought in later for its history, must not take back today's words, posts and routing.
            # What the trust has settled on screen since the same pack was installed stays.
            _take_effect(by, trust, own, text, settings=another)
        changed = _fingerprint(trust, today) != before
        if changed:
            look_again(trust)
            rebuild_attestations(trust.pk)
        enter(
            "assurance.install_pack",
            by=by,
            subject=trust,
            details={
                "pack": pack.id,
                "version": pack.document.version,
                "digest": digest,
                "from": None if since == ALWAYS else since,
                "changed": changed,
            },
        )
    return policy


def take_effect_when_due(trust: Trust) -> str:
    """Let the words, posts and rules of the version take effect whose day has come. Gives words on what was done.

    A version that this build no longer reads without a fault is left for those who edit the policy: what was in effect
    stays in effect. Safe to run twice.
    """
    with scope(trust):
        policy = policy_on(trust, clock.today())
        text = PolicyText.objects.filter(policy=policy, in_effect_at=None).first() if policy else None
        if policy is None or text is None or not text.files:
            return ""
        reading = read_texts(text.files, vocabulary())
        if reading.pack is None:
            log.error("%s of %s cannot take effect: %s", policy, trust.code, "; ".join(map(str, reading.problems)))
            return f"{policy} of {trust} cannot take effect: {len(reading.problems)} faults"
        bring_into_effect(by=Actor.system("tick"), trust=trust, policy=policy, pack=reading.pack)
        return f"{policy} of {trust} took effect"


@operation
def bring_into_effect(*, by: Actor, trust: Trust, policy: Policy, pack: Pack) -> None:
    """Let the words, posts and rules of `pack`, the trust's `policy` of today, take effect, with the trust's own."""
    text = PolicyText.objects.select_for_update().get(policy=policy)
    _take_effect(by, trust, with_edits(pack, told_by(edits_of(trust))), text, settings=text.in_effect_at is None)
    rebuild_attestations(trust.pk)
    enter(
        "assurance.bring_into_effect",
        by=by,
        subject=trust,
        details={"pack": pack.id, "version": policy.version, "digest": policy.digest},
    )


def _take_effect(by: Actor, trust: Trust, pack: Pack, text: PolicyText, *, settings: bool) -> None:
    _put_words_posts_and_rules(by, trust, pack)
    if settings:
        Trust.objects.filter(pk=trust.pk).update(
            anonymous_reports=pack.reporting.anonymous, reports_without_account=pack.reporting.without_account
        )
    if text.in_effect_at is None:
        text.in_effect_at = clock.now()
        text.save(update_fields=["in_effect_at"])


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
                clause=pack.printed(rule.clause),
            )
            for rule in pack.routing
        ],
        closing=[
            ClosingLine(rule.requirement, _selection(rule.when), pack.printed(rule.clause)) for rule in pack.closing
        ],
    )
    install_guidance(by=by, trust=trust, texts=_texts_for_forms(pack))
    for put_into_area in INSTALLERS:
        put_into_area(by=by, trust=trust, pack=pack)


def _texts_for_forms(pack: Pack) -> dict[str, list[tuple[str, str]]]:
    """What the policy says beside the forms of incidents: each page with its words and their printed numbers."""
    texts: dict[str, list[tuple[str, str]]] = {}
    for clause in pack.clauses:
        if isinstance(clause.met_by, Content):
            for page in clause.met_by.pages:
                if page.startswith("incidents."):
                    texts.setdefault(page, []).append((clause.gist, clause.ref))
    return texts


def _selection(told: PackSelection) -> Selection:
    return Selection.of(told.types, told.severities, told.flags, told.without)


def _end_each_version_before_the_next(trust: Trust) -> None:
    """Each version holds until the day before the next one's: an event falls under exactly one."""
    days = list(Policy.objects.filter(trust=trust).order_by("in_force_from").values_list("in_force_from", flat=True))
    for day, following in zip(days, [*days[1:], None], strict=True):
        until = None if following is None else following - timedelta(days=1)
        Obligation.objects.filter(trust=trust, in_force_from=day).update(in_force_until=until)


def _fingerprint(trust: Trust, today: date) -> list[tuple[Any, ...]]:
    """All that clocks turn on today, to be compared with what it was before: a version of a later day changes none."""
    columns = ("pk", "key", "kind", "measure", "numbers", "decided", "filter", "in_force_from")
    rows = Obligation.objects.filter(trust=trust, in_force_from__lte=today).order_by("pk")
    return [
        (*told, until if until and until < today else None)
        for *told, until in rows.values_list(*columns, "in_force_until")
    ]
