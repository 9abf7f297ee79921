"""Roles: what a post may do, in words that an information governance lead can read.

A trust's pack gives each of its posts one of these. What a post is called is the trust's own business.
"""

from __future__ import annotations

from typing import ClassVar

from .permissions import Permission as P


class Role:
    """A set of rights. `sees_units`: a post with this role in a unit sees the incidents there and below."""

    key: ClassVar[str]
    title: ClassVar[str]
    description: ClassVar[str]
    permissions: ClassVar[frozenset[P]]
    sees_units: ClassVar[bool] = False


class Staff(Role):
    key = "staff"
    title = "Member of staff"
    description = "Reports incidents and follows their own reports. Everyone who can sign in has this."
    permissions = frozenset({P.USE_HOLDFAST, P.REPORT_INCIDENTS})


class LineManager(Role):
    key = "line-manager"
    title = "Line manager"
    description = "Sees, checks and investigates the incidents of their own unit, and supports the people in them."
    permissions = Staff.permissions | {
        P.RAISE_ACTIONS,
        P.VERIFY_ACTIONS,
        P.LIST_INCIDENTS,
        P.EXPORT_INCIDENTS,
        P.INVESTIGATE_INCIDENTS,
        P.HANDLE_EXHIBITS,
        P.ASK_FOR_SEARCHES,
        P.WORK_WITH_POLICE,
        P.CALL_POLICE,
        P.KEEP_RIDDOR,
        P.RESPOND_TO_ASSAULTS,
        P.SUPPORT_VICTIMS,
        P.ANSWER_CALLS,
        P.LOOK_UP_MARKERS,
        P.KEEP_LONE_WORKING,
        P.SEE_SANCTIONS,
        P.RECORD_WISHES,
    }
    sees_units = True


class SeniorManager(Role):
    key = "senior-manager"
    title = "Senior manager"
    description = "As a line manager, for every unit below theirs; reads the trust's assurance and shares lessons."
    permissions = LineManager.permissions | {
        P.SEE_ASSURANCE,
        P.SHARE_LESSONS,
        P.APPROVE_SEARCHES,
        P.AGREE_SANCTIONS,
        P.APPROVE_LETTERS,
    }
    sees_units = True


class ControlRoom(Role):
    key = "control-room"
    title = "Control room"
    description = (
        "Reports for crews, and sees what was reported to it; answers calls for support; looks up markers, "
        "places temporary ones and hands the live ones to its dispatch system."
    )
    permissions = Staff.permissions | {
        P.ANSWER_CALLS,
        P.CALL_POLICE,
        P.LOOK_UP_MARKERS,
        P.PLACE_MARKERS,
        P.EXPORT_MARKERS,
    }


class Crew(Role):
    key = "crew"
    title = "Front-line crew"
    description = "As every member of staff, and sees whether there is a marker at the address of their job."
    permissions = Staff.permissions | {P.LOOK_UP_MARKERS}


class LSMS(Role):
    key = "lsms"
    title = "Local Security Management Specialist"
    description = (
        "Triages every incident of the trust, investigates, reviews investigations for proportion, closes, "
        "and shares lessons. Sees a restricted incident only when named on it."
    )
    permissions = SeniorManager.permissions | {
        P.SEE_ALL_ACTIONS,
        P.KEEP_DISCLOSURES,
        P.DECIDE_RIDDOR,
        P.SEE_ALL_INCIDENTS,
        P.TRIAGE_INCIDENTS,
        P.REVIEW_INVESTIGATIONS,
        P.CLOSE_INCIDENTS,
        P.IMPORT_INCIDENTS,
        P.MAKE_BUNDLES,
        P.MANAGE_SANCTIONS,
        P.DECIDE_PUBLICITY,
        P.PLACE_MARKERS,
        P.SEE_MARKERS,
        P.DECIDE_MARKERS,
        P.EXPORT_MARKERS,
    }


class SecurityLead(Role):
    key = "security-lead"
    title = "Lead of the security team"
    description = (
        "As the LSMS; is named on every restricted incident from the start, says who else may see it, "
        "and may change the policy's numbers on screen."
    )
    permissions = (
        LSMS.permissions
        | {P.APPROVE_DISCLOSURES, P.NAME_READERS, P.EDIT_POLICY, P.EXCUSE_DUTIES}
        | {P.EDIT_LETTER_WORDS}
    )


class SecurityManagementDirector(Role):
    key = "security-management-director"
    title = "Security management director"
    description = (
        "Answers to the board for security: sees all incidents but restricted ones and all markers, decides when a "
        "marker is challenged, excuses duties, reads the audit trail."
    )
    permissions = SeniorManager.permissions - {P.SUPPORT_VICTIMS} | {
        P.SEE_MARKERS,
        P.PLACE_MARKERS,
        P.DECIDE_MARKERS,
        P.SEE_ALL_ACTIONS,
        P.APPROVE_DISCLOSURES,
        P.SEE_ALL_INCIDENTS,
        P.NAME_READERS,
        P.EXCUSE_DUTIES,
        P.EDIT_POLICY,
        P.READ_AUDIT,
        P.DECIDE_PUBLICITY,
        P.EDIT_LETTER_WORDS,
    }


class Executive(Role):
    key = "executive"
    title = "Executive"
    description = "Reads the trust's assurance, down to the incidents of their own units."
    permissions = Staff.permissions | {
        P.SEE_ASSURANCE,
        P.LIST_INCIDENTS,
        P.APPROVE_SEARCHES,
        P.SEE_SANCTIONS,
        P.AGREE_SANCTIONS,
        P.APPROVE_LETTERS,
    }
    sees_units = True


class BoardMember(Role):
    key = "board-member"
    title = "Board member"
    description = (
        "Reads the trust's assurance. Sees references and dates behind a figure, not the people in an incident."
    )
    permissions = Staff.permissions | {P.SEE_ASSURANCE}


class CounterFraud(Role):
    key = "counter-fraud"
    title = "Counter fraud specialist"
    description = "Sees and investigates the incidents that are sent to them."
    permissions = Staff.permissions | {
        P.WORK_WITH_POLICE,
        P.RAISE_ACTIONS,
        P.LIST_INCIDENTS,
        P.INVESTIGATE_INCIDENTS,
        P.HANDLE_EXHIBITS,
        P.SEE_SANCTIONS,
    }


class InformationSecurity(Role):
    key = "information-security"
    title = "Information security manager"
    description = "Sees and investigates the incidents that are sent to them."
    permissions = CounterFraud.permissions - {P.SEE_SANCTIONS}


class HumanResources(Role):
    key = "human-resources"
    title = "Human resources"
    description = "Sees the incidents on which they are named."
    permissions = Staff.permissions | {P.LIST_INCIDENTS, P.SEE_SANCTIONS}


class OccupationalHealth(Role):
    key = "occupational-health"
    title = "Occupational health"
    description = "Sees the incidents on which they are named, and the referrals that wait for them."
    permissions = HumanResources.permissions - {P.SEE_SANCTIONS} | {P.KEEP_RIDDOR, P.SEE_REFERRALS}


class Clinician(Role):
    key = "clinician"
    title = "Clinician who judges medical factors"
    description = "Says whether illness or injury lay behind what a person did, on the incidents that are sent to them."
    permissions = Staff.permissions | {P.LIST_INCIDENTS, P.JUDGE_MEDICAL_FACTORS}


class Estates(Role):
    key = "estates"
    title = "Estates"
    description = "Sees the incidents that are sent to them."
    permissions = HumanResources.permissions - {P.SEE_SANCTIONS} | {P.RAISE_ACTIONS}


class Communications(Role):
    key = "communications"
    title = "Communications"
    description = "Sees the incidents on which they are named; decides with the security team what is made known."
    permissions = HumanResources.permissions | {P.DECIDE_PUBLICITY}


class HealthAndSafety(Role):
    key = "health-and-safety"
    title = "Health, safety and risk team"
    description = "Sees all incidents but restricted ones, and helps to investigate."
    permissions = SeniorManager.permissions - {P.SUPPORT_VICTIMS, P.LOOK_UP_MARKERS} | {
        P.SEE_ALL_ACTIONS,
        P.DECIDE_RIDDOR,
        P.SEE_ALL_INCIDENTS,
        P.REVIEW_INVESTIGATIONS,
    }


class InformationGovernance(Role):
    key = "information-governance"
    title = "Information governance"
    description = "Decides what may be disclosed outside; reads the audit trail: who saw and did what."
    permissions = Staff.permissions | {P.APPROVE_DISCLOSURES, P.READ_AUDIT}


class Auditor(Role):
    key = "auditor"
    title = "Auditor"
    description = "A read-only window: assurance and the audit trail, and no incident's people."
    permissions = frozenset({P.USE_HOLDFAST, P.SEE_ASSURANCE, P.READ_AUDIT})


class Administrator(Role):
    key = "administrator"
    title = "Administrator"
    description = "Keeps sites, units, people, posts and accounts. Sees no incident but their own reports."
    permissions = Staff.permissions | {P.MANAGE_ORGANISATION, P.MANAGE_PEOPLE}


ROLES: dict[str, type[Role]] = {
    role.key: role
    for role in (
        Staff, LineManager, SeniorManager, ControlRoom, Crew, LSMS, SecurityLead, SecurityManagementDirector, Executive,
        BoardMember, CounterFraud, InformationSecurity, HumanResources, OccupationalHealth, Clinician, Estates,
        Communications, HealthAndSafety, InformationGovernance, Auditor, Administrator,
    )
}  # fmt: skip

GUARDED_ROLES = ("security-lead", "lsms", "security-management-director", "administrator")
"""Roles that see every incident or keep the accounts. In production they sign in with a second factor, and no
administrator alone can get into the account of somebody who has one."""
