"""What a trust has set on screen over its pack, and the pack as it reads with that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from holdfast.oversight.assurance.packs.pack import Clause, Pack
from holdfast.oversight.assurance.packs.placings import Attestation, Obligation

EDITABLE: dict[str, dict[str, str]] = {
    "term": {"words": "what the trust calls it"},
    "post": {"title": "what the post is called", "role": "what it may do", "reports_to": "whom it answers to"},
    "owner": {"owner": "who owns the duty"},
}
"""What can be changed of what. Numbers are set by `operations.numbers`, which the duties follow at once."""


@dataclass(frozen=True)
class Edit:
    """One change: `name` of the term, post or duty with this `key` is `value`. `of`: a key of EDITABLE."""

    of: str
    key: str
    name: str
    value: str


def with_edits(pack: Pack, edits: Iterable[Edit]) -> Pack:
    """The pack as the trust has it. An edit of something that the pack no longer has does nothing."""
    changed = {(edit.of, edit.key, edit.name): edit.value for edit in edits}
    if not changed:
        return pack
    return replace(
        pack,
        terms={**pack.terms, **{key: value for (of, key, _), value in changed.items() if of == "term"}},
        posts=tuple(
            replace(
                post,
                title=changed.get(("post", post.key, "title"), post.title),
                role=changed.get(("post", post.key, "role"), post.role),
                reports_to=changed.get(("post", post.key, "reports_to"), post.reports_to),
            )
            for post in pack.posts
        ),
        clauses=tuple(_owned(clause, changed.get(("owner", clause.id, "owner"))) for clause in pack.clauses),
    )


def of_pack(pack: Pack, of: str, key: str, name: str) -> str | None:
    """What the pack itself says there; None where it has no such thing. A term that it leaves out is empty."""
    if of == "term":
        return pack.terms.get(key, "")
    if of == "post":
        post = next((post for post in pack.posts if post.key == key), None)
        return None if post is None else str(getattr(post, name))
    clause = next((clause for clause in pack.clauses if clause.id == key), None)
    return None if clause is None else owner_of(clause)


def owner_of(clause: Clause) -> str | None:
    """Who owns the duty; None for a clause that is no duty with an owner."""
    return clause.met_by.owner if isinstance(clause.met_by, Obligation | Attestation) else None


def _owned(clause: Clause, owner: str | None) -> Clause:
    met_by = clause.met_by
    if owner is None or not isinstance(met_by, Obligation | Attestation) or owner == met_by.owner:
        return clause
    if isinstance(met_by, Attestation):
        return replace(clause, met_by=replace(met_by, owner=owner, former=(met_by.owner, *met_by.former)))
    return replace(clause, met_by=replace(met_by, owner=owner))
