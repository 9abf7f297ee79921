"""Everything that a person may be allowed to do, once."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One right. Roles collect them, views name them, the permission matrix in the tests crosses the two."""

    USE_HOLDFAST = "use"  # sign in, see one's own work, reports and notices
    REPORT_INCIDENTS = "incidents.report"
    LIST_INCIDENTS = "incidents.list"  # which ones: incidents.queries.visible_to
    SEE_ALL_INCIDENTS = "incidents.all"  # of the trust, save restricted ones
    EXPORT_INCIDENTS = "incidents.export"
    IMPORT_INCIDENTS = "incidents.import"
    TRIAGE_INCIDENTS = "incidents.triage"
    INVESTIGATE_INCIDENTS = "incidents.investigate"
    REVIEW_INVESTIGATIONS = "incidents.review"
    CLOSE_INCIDENTS = "incidents.close"
    JUDGE_MEDICAL_FACTORS = "incidents.medical-factors"
    NAME_READERS = "incidents.restrict"  # says who may see a restricted incident
    SHARE_LESSONS = "incidents.lessons"
    RESPOND_TO_ASSAULTS = "violence.respond"  # the checklist after an assault
    ANSWER_CALLS = "violence.calls"  # of crews that ask for support
    SUPPORT_VICTIMS = "violence.support"  # which ones: violence.queries.visibility
    SEE_REFERRALS = "violence.referrals"  # of occupational health, and nothing else of the incident
    LOOK_UP_MARKERS = "markers.look-up"  # one address at a time; each look-up is written down
    PLACE_MARKERS = "markers.place"  # a temporary one, for the time until somebody decides
    SEE_MARKERS = "markers.see"  # all of the trust, with whom they concern
    DECIDE_MARKERS = "markers.decide"
    EXPORT_MARKERS = "markers.export"
    KEEP_LONE_WORKING = "lone-working.keep"
    HANDLE_EXHIBITS = "casefile.exhibits"
    MAKE_BUNDLES = "casefile.bundle"  # puts together what the police get
    ASK_FOR_SEARCHES = "casefile.ask-for-search"  # of a colleague's kit, on incidents on which one is named
    APPROVE_SEARCHES = "casefile.approve-search"
    WORK_WITH_POLICE = "liaison.police"  # reports to the police, what came of them, contacts with outside bodies
    CALL_POLICE = "liaison.call-police"  # asks them to come, keeps what they answer, takes a refusal up
    KEEP_DISCLOSURES = "liaison.disclosures"
    APPROVE_DISCLOSURES = "liaison.approve-disclosures"  # not one's own
    KEEP_RIDDOR = "liaison.riddor-facts"  # injuries and days lost, of people on incidents that one may see
    DECIDE_RIDDOR = "liaison.riddor"
    RAISE_ACTIONS = "actions.raise"  # on what one may see: raise, change, hand over, withdraw, reopen; keep plans
    VERIFY_ACTIONS = "actions.verify"  # not one's own
    SEE_ALL_ACTIONS = "actions.all"  # of the trust; those on a record only with the record
    SEE_SANCTIONS = "sanctions.see"  # which ones: sanctions.queries.visibility
    RECORD_WISHES = "sanctions.wishes"  # of victims
    MANAGE_SANCTIONS = "sanctions.manage"  # consider, propose, decide, write letters, keep what came of it
    AGREE_SANCTIONS = "sanctions.agree"  # where one's post is asked
    APPROVE_LETTERS = "sanctions.approve"  # not one's own
    DECIDE_PUBLICITY = "sanctions.publicity"
    EDIT_LETTER_WORDS = "sanctions.letter-words"
    SEE_ASSURANCE = "assurance.see"
    EXCUSE_DUTIES = "assurance.excuse"
    EDIT_POLICY = "assurance.edit"
    MANAGE_ORGANISATION = "organisation.manage"
    MANAGE_PEOPLE = "organisation.people"
    READ_AUDIT = "audit.read"
