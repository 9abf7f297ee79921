"""Whether illness, injury or treatment lay behind it: who can judge that, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.rules.taxonomy import TYPES, Family
from holdfast.foundation.organisation.models import Post
from holdfast.foundation.organisation.queries.posts import Holder, acting_in
from holdfast.foundation.organisation.roles import Clinician


@dataclass(frozen=True)
class MedicalFactors:
    """How far the judgement is: `asked` names the posts that were asked, and `at` when; `judged` is done."""

    judged: bool
    asked: tuple[str, ...] = ()
    at: datetime | None = None


def medical_factors_of(incident: Incident) -> MedicalFactors | None:
    """How far the judgement of medical factors is; None where nobody needs one.

    It is needed where a patient did violence, and wherever it was asked for or made. Reads `subjects` and `referrals`
    with their posts.
    """
    asked = [row for row in incident.referrals.all() if row.post.role == Clinician.key]
    judged = incident.medical_factors is not None
    by_patient = TYPES[incident.type].family is Family.VIOLENCE and any(
        subject.standing == "patient" for subject in incident.subjects.all()
    )
    if not (judged or asked or by_patient):
        return None
    return MedicalFactors(judged, tuple(str(row.post) for row in asked), asked[0].at if asked else None)


def clinicians_of(trust_id: int) -> list[Holder]:
    """Who acts today in a post that judges medical factors."""
    posts = Post.objects.filter(trust_id=trust_id, role=Clinician.key, closed=None)
    return [holder for holders in acting_in(posts).values() for holder in holders]
