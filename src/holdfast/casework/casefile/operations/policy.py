"""Putting in force what a trust's policy says of case files. Called by whoever installs a policy."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.casework.casefile.models import SearchApprover
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Trust


@operation
def install_search_approvers(*, by: Actor, trust: Trust, posts: Sequence[str], clause: str = "") -> None:
    """Replace the posts whose holders may approve a search, by their keys, the lowest in rank first."""
    SearchApprover.objects.filter(trust=trust).delete()
    SearchApprover.objects.bulk_create(
        SearchApprover(trust=trust, post=post, order=order, clause=clause) for order, post in enumerate(posts)
    )
    enter("casefile.install_search_approvers", by=by, subject=trust, details={"posts": list(posts)})
