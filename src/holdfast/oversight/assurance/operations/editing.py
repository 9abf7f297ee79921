"""The trust's own word over its pack's: what something is called, what a post is and answers to, who owns a duty."""

from __future__ import annotations

from datetime import date

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import PostHolding, Trust
from holdfast.foundation.organisation.operations.policy import PolicyNumber, install_policy
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.roles import ROLES
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Obligation, Policy, PolicyEdit
from holdfast.oversight.assurance.operations.adopting import adopt_posts
from holdfast.oversight.assurance.operations.measuring import rebuild_attestations
from holdfast.oversight.assurance.packs.edits import EDITABLE, of_pack, with_edits
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.pack import Pack
from holdfast.oversight.assurance.queries.duties import policy_on
from holdfast.oversight.assurance.queries.edits import edits_of, told_by
from holdfast.oversight.assurance.queries.versions import pack_of

NEVER_GIVEN_HERE = frozenset({"administrator"})
"""Roles that a policy does not hand out: who keeps the accounts is not for those who keep the policy."""


@operation
def set_own(*, by: Actor, trust: Trust, of: str, key: str, name: str, value: str, why: str) -> PolicyEdit:
    """Let the trust have its own `value` where its pack says something else; it stays through later versions.

    `of`, `key` and `name` say what of what (`packs.edits.EDITABLE`). Raises Refused for what the pack does not have, a
    value that cannot be, or is so already, and without a reason.
    """
    with scope(trust):
        pack = _pack(trust)
        adopt_posts(by, trust)
        printed = of_pack(pack, of, key, name) if name in EDITABLE.get(of, {}) else None
        if printed is None or (of == "term" and key not in vocabulary().terms):
            raise Refused("The policy in force has no such thing.")
        own = with_edits(pack, told_by(edits_of(trust)))
        value, was = " ".join(value.split()), of_pack(own, of, key, name) or ""
        if not why.strip():
            raise Refused("Enter who decided this, and when.", "why")
        if value == was:
            raise Refused("It is this already.", "value")
        _must_fit(by, own, of, key, name, value)
        PolicyEdit.objects.filter(trust=trust, of=of, key=key, name=name, undone_at=None).update(
            undone_at=clock.now(), undone_by=by.name
        )
        edit = PolicyEdit.objects.create(
            trust=trust, of=of, key=key, name=name, value=value, was=was[:250], why=why.strip()[:250], by=by.name
        )
        _bring_own_into_effect(by, trust, of, key)
        enter("assurance.set_own", by=by, subject=trust, changes={f"{of}.{key}.{name}": [was, value]}, why=why)
    return edit


@operation
def take_own_back(*, by: Actor, edit: PolicyEdit) -> None:
    """Let the pack's own word count again. Raises Refused when it does already."""
    trust = edit.trust
    with scope(trust):
        if edit.undone_at is not None:
            raise Refused("The policy’s own word counts already.")
        adopt_posts(by, trust)
        printed = of_pack(_pack(trust), edit.of, edit.key, edit.name) or ""
        edit.undone_at, edit.undone_by = clock.now(), by.name
        edit.save(update_fields=["undone_at", "undone_by"])
        _bring_own_into_effect(by, trust, edit.of, edit.key)
        changes = {f"{edit.of}.{edit.key}.{edit.name}": [edit.value, printed]}
        enter("assurance.take_own_back", by=by, subject=trust, changes=changes)


def _pack(trust: Trust) -> Pack:
    policy = policy_on(trust, clock.today())
    pack = pack_of(policy) if policy else None
    if pack is None:
        raise Refused("The policy in force cannot be changed on screen: install it once more from its files.")
    return pack


def _must_fit(by: Actor, own: Pack, of: str, key: str, name: str, value: str) -> None:
    """Raises Refused for a value that the pack could not have either."""
    levels = {post.key: post.level for post in own.posts}
    if name in {"words", "title"} and not value:
        raise Refused("Enter the words.", "value")
    if len(value) > (250 if of == "term" else 150):
        raise Refused("That is too long.", "value")
    if name == "owner" and levels.get(value) != "trust":
        raise Refused("Select a post of which there is one in the trust.", "value")
    if name == "role" and (value not in ROLES or value in NEVER_GIVEN_HERE):
        raise Refused("Select what the post may do.", "value")
    if name == "role" and _holds(by, key):
        raise Refused("You hold this post. Ask somebody else to change what it may do.", "value")
    if name == "reports_to" and value:
        bodies = {body.key for body in own.committees}
        if value not in levels and value not in bodies:
            raise Refused("Select a post or a committee of the policy.", "value")
        above = {post.key: post.reports_to for post in own.posts} | {key: value}
        seen, at = {key}, value
        while at:
            if at in seen:
                raise Refused("That post answers to this one already.", "value")
            seen.add(at)
            at = above.get(at, "")


def _holds(by: Actor, key: str) -> bool:
    held = PostHolding.objects.filter(person=by.person_id, post__key=key) if by.person_id else ()
    return any(holding.runs_on(clock.today()) for holding in held)


def _bring_own_into_effect(by: Actor, trust: Trust, of: str, key: str) -> None:
    """Make what is in effect follow: words and posts at once, an owner in the version of today and those to come."""
    edits = told_by(edits_of(trust))
    if of == "owner":
        for policy in Policy.objects.filter(trust=trust, in_force_from__gte=_since(trust)):
            pack = pack_of(policy)
            row = Obligation.objects.filter(clause__policy=policy, key=key).first()
            if pack is None or row is None:
                continue
            row.owner = of_pack(with_edits(pack, edits), of, key, "owner") or row.owner
            if row.kind == "attestation":
                # What an earlier owner confirmed in their time still counts.
                before = [one for one in row.numbers.get("owners", []) if one != row.owner]
                row.numbers |= {"owners": [row.owner, *before]}
            row.save(update_fields=["owner", "numbers"])
        rebuild_attestations(trust.pk, [key])
        return
    pack = with_edits(_pack(trust), told_by(edits_of(trust)))
    numbers = {number.key: PolicyNumber(number.value or "", number.clause) for number in pack.every_number()}
    install_policy(by=by, trust=trust, terms=pack.terms, posts=pack.posts, numbers=numbers, pack=pack.id)


def _since(trust: Trust) -> date:
    policy = policy_on(trust, clock.today())
    return policy.in_force_from if policy else clock.today()
