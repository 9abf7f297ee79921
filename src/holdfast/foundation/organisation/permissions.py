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
    SEE_ASSURANCE = "assurance.see"
    EXCUSE_DUTIES = "assurance.excuse"
    EDIT_POLICY = "assurance.edit"
    MANAGE_ORGANISATION = "organisation.manage"
    MANAGE_PEOPLE = "organisation.people"
    READ_AUDIT = "audit.read"
