"""Handing sanctions what a pack says to them."""

from __future__ import annotations

from holdfast.casework.sanctions.operations.policy import install_sanctions
from holdfast.casework.sanctions.queries.policy import Agreeing, FactSought, Option
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Trust
from holdfast.oversight.assurance.packs.pack import Pack
from holdfast.oversight.assurance.packs.reading_sanctions import SANCTIONS


def put_sanctions(*, by: Actor, trust: Trust, pack: Pack) -> None:
    """Options, who must agree, what the file must hold and when victims are asked."""
    said = pack.said(SANCTIONS)
    install_sanctions(
        by=by,
        trust=trust,
        options=[Option(one.key, one.kind, one.title, one.clause) for one in said.options],
        agreeing=[Agreeing(one.post, one.joint, one.kinds, one.clause) for one in said.agree],
        facts=[FactSought(one.check, one.title, one.clause) for one in said.facts],
        permission_for=said.permission,
        permission_clause=said.permission_clause,
    )
