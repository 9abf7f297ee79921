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
    P.RESPOND_TO_ASSAULTS: "Work through what the policy asks for after an assault",
    P.ANSWER_CALLS: "Answer crews and teams that ask for support",
    P.SUPPORT_VICTIMS: "Offer support to people affected, and stay in touch with them",
    P.SEE_REFERRALS: "See who was referred for support, and nothing else of the incident",
    P.LOOK_UP_MARKERS: "Look up whether there is a marker at an address",
    P.PLACE_MARKERS: "Place a temporary marker until somebody decides",
    P.SEE_MARKERS: "See all markers, with whom they concern",
    P.DECIDE_MARKERS: "Decide on markers, review and remove them",
    P.EXPORT_MARKERS: "Hand live markers on to the control room’s own system",
    P.KEEP_LONE_WORKING: "Keep arrangements for people who work alone",
    P.WORK_WITH_POLICE: "Report to the police, and keep what comes of it",
    P.CALL_POLICE: "Ask the police to come, and take a refusal up",
    P.KEEP_DISCLOSURES: "Keep what outside bodies ask for and what they are given",
    P.APPROVE_DISCLOSURES: "Decide whether something is disclosed, not on one’s own request",
    P.KEEP_RIDDOR: "Record injuries and days lost that RIDDOR turns on",
    P.DECIDE_RIDDOR: "Decide whether RIDDOR asks for a report",
    P.SEE_SANCTIONS: "See what is done about whoever did it",
    P.RECORD_WISHES: "Record what victims want done",
    P.MANAGE_SANCTIONS: "Consider and decide on sanctions, write letters, keep what came of it",
    P.AGREE_SANCTIONS: "Agree to a sanction where one’s post is asked",
    P.APPROVE_LETTERS: "Approve letters that somebody else wrote",
    P.DECIDE_PUBLICITY: "Decide on publicity",
    P.EDIT_LETTER_WORDS: "Change the words of the trust’s letters",
    P.HANDLE_EXHIBITS: "Take exhibits in, hand them over and end their keeping",
    P.MAKE_BUNDLES: "Put together what the police get",
    P.ASK_FOR_SEARCHES: "Ask to search a colleague’s kit",
    P.APPROVE_SEARCHES: "Approve the search of a colleague’s kit",
    P.RAISE_ACTIONS: "Raise actions on what one may see, and keep plans",
    P.VERIFY_ACTIONS: "Verify actions that somebody else completed",
    P.SEE_ALL_ACTIONS: "See all actions of the trust",
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
