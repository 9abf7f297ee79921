"""What was set on the page of a post, before words or posts take effect anew: it must not be overwritten unseen."""

from __future__ import annotations

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Post, Trust
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import PolicyEdit
from holdfast.oversight.assurance.packs.edits import with_edits
from holdfast.oversight.assurance.queries.duties import policy_on
from holdfast.oversight.assurance.queries.edits import edits_of, told_by
from holdfast.oversight.assurance.queries.versions import pack_of

WHY = "Set on the page of the post"


def adopt_posts(by: Actor, trust: Trust) -> list[PolicyEdit]:
    """Step of an operation: note as the trust's own each post of the policy that answers to another than the pack says.

    The organisation's page of a post changes whom it answers to and knows no pack. Noted here, it stays through later
    versions, is listed with what else the trust has set, and can be taken back.
    """
    policy = policy_on(trust, clock.today())
    pack = pack_of(policy) if policy else None
    if policy is None or pack is None or policy.text.in_effect_at is None:
        return []
    own = with_edits(pack, told_by(edits_of(trust)))
    posts = {post.key for post in own.posts}
    rows = Post.objects.filter(trust=trust, unit=None, of_policy=True, closed=None).select_related("reports_to")
    now = {row.key: row.reports_to.key if row.reports_to else "" for row in rows}
    found = []
    for post in own.posts:
        told = post.reports_to if post.reports_to in posts else ""
        said = now.get(post.key, told)
        if said == told or (said and said not in posts):
            continue
        PolicyEdit.objects.filter(trust=trust, of="post", key=post.key, name="reports_to", undone_at=None).update(
            undone_at=clock.now(), undone_by=by.name
        )
        found.append(
            PolicyEdit.objects.create(
                trust=trust,
                of="post",
                key=post.key,
                name="reports_to",
                value=said,
                was=post.reports_to,
                why=WHY,
                by=by.name,
            )
        )
    return found
