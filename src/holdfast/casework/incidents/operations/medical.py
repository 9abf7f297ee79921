"""Asking a clinician whether illness, injury or treatment lay behind what a person did."""

from __future__ import annotations

from holdfast.casework.incidents.models import Incident, Referral
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.incidents.operations.routing import refer
from holdfast.casework.incidents.queries.medical import clinicians_of
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation

ASKED = "Medical factors"


@operation
def ask_clinician(*, by: Actor, incident: Incident, why: str, seen_version: int | None = None) -> list[str]:
    """Ask every post of the trust that judges medical factors; those who hold it then see the incident.

    Gives who was asked. Raises ValueError when nobody holds such a post, when all were asked before, when it is judged
    already, and without words on what to look at; EditedMeanwhile.
    """
    hold(incident, seen_version)
    if incident.medical_factors is not None:
        raise ValueError("A clinician has judged this already.")
    if not why.strip():
        raise ValueError("Say what the clinician should look at.")
    holders = clinicians_of(incident.trust_id)
    if not holders:
        raise ValueError("Nobody holds a post that judges medical factors.")
    told = set(Referral.objects.filter(incident=incident).values_list("post_id", flat=True))
    fresh = {holder.post.pk: holder.post for holder in holders if holder.post.pk not in told}
    if not fresh:
        raise ValueError("They were asked already, and have not judged yet.")
    for post in fresh.values():
        refer(by=by, incident=incident, post=post, why=f"{ASKED}: {why.strip()}")
    asked = [f"{holder.person}, {holder.post}" for holder in holders if holder.post.pk in fresh]
    enter("incidents.ask_clinician", by=by, subject=incident.record, details={"asked": asked, "why": why.strip()})
    return asked
