"""Handing case files what a pack says to them."""

from __future__ import annotations

from holdfast.casework.casefile.operations.policy import install_search_approvers
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Trust
from holdfast.oversight.assurance.packs.pack import Pack
from holdfast.oversight.assurance.packs.reading_casefile import CASEFILE


def put_casefile(*, by: Actor, trust: Trust, pack: Pack) -> None:
    """Put in force who may approve a search."""
    said = pack.said(CASEFILE)
    install_search_approvers(by=by, trust=trust, posts=said.approvers, clause=said.clause)
