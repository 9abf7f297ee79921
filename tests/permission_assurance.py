"""What addresses of assurance name, in one trust: clauses, duties, an excuse, and a confirmation with its file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.roles import ROLES
from holdfast.foundation.records.operations import open_record
from holdfast.foundation.records.operations.intake import prepare
from holdfast.oversight.assurance.models import Clause, Excuse, Obligation, Policy, PolicyEdit, PolicyText
from holdfast.oversight.assurance.operations.confirming import confirm
from holdfast.oversight.assurance.operations.excusing import excuse_duty
from holdfast.oversight.assurance.tests.small_pack import FILES
from tests.cast import TrustCast

OWNER = "estates"
"""The role whose post owns the duties: it sees nothing else of assurance."""

SINCE = date(2020, 1, 1)


Found = tuple[str, dict[str, Any], Callable[[str], bool]]
"""The name of an address, what stands in it, and which roles may open it beside the right that the view asks."""


def owns(role: str) -> bool:
    """Whoever holds the post that owns the duties."""
    return role == OWNER


def looks(role: str) -> bool:
    """Whoever owns the duties or sees assurance."""
    return owns(role) or Permission.SEE_ASSURANCE in ROLES[role].permissions


def everyone(role: str) -> bool:
    """Whoever has the right that the view asks."""
    return True


def of_assurance(cast: TrustCast, photo: bytes) -> list[Found]:
    """A policy of four clauses in force, one of its duties excused, its statement confirmed with `photo`."""
    code = cast.trust.code.lower()
    number = f"{code}.triage-within"
    told = {"key": number, "asks": "How soon is it triaged?", "unit": "duration", "printed": None, "clause": ""}
    policy = Policy.objects.create(
        trust=cast.trust, pack="x", title="Policy", in_force_from=SINCE, digest="x", numbers=[told]
    )
    PolicyText.objects.create(policy=policy, trust=cast.trust, files=FILES)
    edit = PolicyEdit.objects.create(
        trust=cast.trust, of="term", key="control_room", name="words", value="Desk", why="The board", by="x"
    )
    words = _clause(policy, 0, f"{code}-1", "context", "none")
    triage = _obligation(_clause(policy, 1, f"{code}-1.1", "duty", "obligation"), "deadline", {"within": "P2D"}, number)
    stated = _obligation(_clause(policy, 2, f"{code}-1.2", "duty", "attestation"), "attestation", {"every": "P1Y"})
    by = cast.actor("security-lead")
    excuse_duty(by=by, duty=triage, since=SINCE, until=None, authority="Director", reason="Floods")
    for _ in range(cast.reported):  # so that no reference of the one trust is one of the other's
        open_record(trust=cast.trust, kind="confirmation", series="CNF", title="Another")
    given = confirm(
        by=cast.actor(OWNER), duty=stated, post=OWNER, files=[prepare(ContentFile(photo, name="board.png"))]
    )
    reference = {"reference": given.reference}
    return [
        ("clause", {"key": words.key}, everyone),
        ("duty", {"key": triage.key}, looks),
        ("months", {"key": triage.key}, looks),
        ("excuse", {"key": triage.key}, everyone),
        ("withdraw-excuse", {"pk": Excuse.objects.get().pk}, everyone),
        ("set-number", {"key": number}, everyone),
        ("take-back-number", {"key": number}, everyone),
        ("take-back-own", {"pk": edit.pk}, everyone),
        ("version", {"pk": policy.pk}, everyone),
        ("confirm", {"key": stated.key}, owns),
        ("take-back", reference, owns),
        ("evidence", reference | {"key": given.record.evidence.get().pk}, looks),
    ]


def _clause(policy: Policy, order: int, key: str, kind: str, met_by: str) -> Clause:
    return Clause.objects.create(
        trust=policy.trust, policy=policy, key=key, order=order, gist="Triage in time.", kind=kind, met_by=met_by
    )


def _obligation(clause: Clause, kind: str, numbers: dict[str, str], uses: str = "") -> Obligation:
    return Obligation.objects.create(
        trust=clause.trust,
        clause=clause,
        key=clause.key,
        statement=clause.gist,
        kind=kind,
        measure="" if kind == "attestation" else "incidents.triaged",
        numbers=numbers,
        uses={"within": uses} if uses else {},
        owner=OWNER,
        in_force_from=SINCE,
    )
