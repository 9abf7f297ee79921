"""Roles in words that someone who answers for information governance can read."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.foundation.organisation.permissions import Permission as P
from holdfast.foundation.organisation.roles import ROLES, Role

PERMISSION_WORDS: dict[P, str] = {
    P.USE_HOLDFAST: "Sign in, and see their own work, reports and notices",
    P.REPORT_INCIDENTS: "Report incidents",
    P.LIST_INCIDENTS: "See incidents that concern them",
    P.SEE_ALL_INCIDENTS: "See every incident of the trust that is not restricted",
    P.EXPORT_INCIDENTS: "Download the incidents they can see",
    P.IMPORT_INCIDENTS: "Bring in incidents from another system",
    P.TRIAGE_INCIDENTS: "Triage incidents: say what they are and who investigates",
    P.INVESTIGATE_INCIDENTS: "Investigate incidents they are asked to",
    P.REVIEW_INVESTIGATIONS: "Review investigations",
    P.CLOSE_INCIDENTS: "Close and reopen incidents",
    P.JUDGE_MEDICAL_FACTORS: "Judge whether illness or injury lay behind what someone did",
    P.NAME_READERS: "Say who may see a restricted incident",
    P.SHARE_LESSONS: "Send lessons to teams",
    P.SEE_ASSURANCE: "See whether the policy is kept",
    P.EXCUSE_DUTIES: "Excuse a duty of the policy, with a reason",
    P.EDIT_POLICY: "Change the numbers of the policy",
    P.MANAGE_ORGANISATION: "Keep sites, parts of the organisation, posts and settings",
    P.MANAGE_PEOPLE: "Keep people and accounts, and appoint people to posts",
    P.READ_AUDIT: "Read the audit trail: who saw and did what",
}


@dataclass(frozen=True)
class RoleInWords:
    """A role as its page shows it. `rights` leaves out what every member of staff may."""

    key: str
    title: str
    description: str
    rights: list[str]
    sees_units: bool


def roles_in_words() -> list[RoleInWords]:
    """Every role, in the order of ROLES."""
    staff = ROLES["staff"].permissions
    return [
        RoleInWords(
            role.key,
            role.title,
            role.description,
            [words for permission, words in PERMISSION_WORDS.items() if _shown(permission, role, staff)],
            role.sees_units,
        )
        for role in ROLES.values()
    ]


def _shown(permission: P, role: type[Role], staff: frozenset[P]) -> bool:
    return permission in role.permissions and (role.key == "staff" or permission not in staff)
