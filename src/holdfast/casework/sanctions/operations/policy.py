"""Putting what a trust's policy says of sanctions in force. Called by whoever installs a policy."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.casework.sanctions.models import AgreeingPost, FactLine, PublicityRule, SanctionOption
from holdfast.casework.sanctions.queries.policy import Agreeing, Option
from holdfast.casework.sanctions.rules.evidence import FACTS, FactSought
from holdfast.casework.sanctions.rules.options import KINDS
from holdfast.casework.sanctions.rules.publicity import CHOICES
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Trust


@operation
def install_sanctions(
    *,
    by: Actor,
    trust: Trust,
    options: Sequence[Option],
    agreeing: Sequence[Agreeing],
    facts: Sequence[FactSought],
    permission_for: Sequence[str] | None = None,
    permission_clause: str = "",
) -> None:
    """Replace the trust's options, who must agree, the facts that the file must hold, and when victims are asked.

    `permission_for`: choices of publicity that need the victim's permission; None means outside only. Raises ValueError
    for a kind, fact or choice that does not exist.
    """
    for names, known, what in (
        ([option.kind for option in options], KINDS, "kind of option"),
        ([fact.check for fact in facts], FACTS, "fact"),
        (list(permission_for or ()), CHOICES, "choice of publicity"),
        ([kind for line in agreeing for kind in line.kinds], KINDS, "kind of option"),
    ):
        unknown = sorted(set(names) - set(known))
        if unknown:
            raise ValueError(f"no {what} is called {', '.join(unknown)}: there are {', '.join(known)}")
    for model in (SanctionOption, AgreeingPost, FactLine, PublicityRule):
        model.objects.filter(trust=trust).delete()
    SanctionOption.objects.bulk_create(
        SanctionOption(trust=trust, order=order, key=one.key, kind=one.kind, title=one.title, clause=one.clause)
        for order, one in enumerate(options)
    )
    AgreeingPost.objects.bulk_create(
        AgreeingPost(trust=trust, order=order, post=one.post, joint=one.joint, kinds=list(one.kinds), clause=one.clause)
        for order, one in enumerate(agreeing)
    )
    FactLine.objects.bulk_create(
        FactLine(trust=trust, order=order, check_for=one.check, title=one.title, clause=one.clause)
        for order, one in enumerate(facts)
    )
    if permission_for is not None:
        PublicityRule.objects.create(trust=trust, needs_permission=list(permission_for), clause=permission_clause)
    counts = {"options": len(options), "agreeing": len(agreeing), "facts": len(facts)}
    enter("sanctions.install_sanctions", by=by, subject=trust, details=counts)
