"""Words and meanings (colours) for what incidents are and what was done to them."""

from __future__ import annotations

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.rules.stages import STAGES

STAGE_MEANINGS: dict[str, str] = {
    "reported": "new",
    "triaged": "going",
    "investigating": "going",
    "reviewing": "waiting",
    "concluded": "soon",
    "closed": "done",
    "routed-out": "off",
    "merged": "off",
}

SEVERITY_MEANINGS: dict[str, str] = {"minor": "plain", "moderate": "waiting", "serious": "late", "critical": "bad"}

VERBS: dict[str, str] = {
    "incidents.report": "Reported",
    "incidents.import": "Brought in from another system",
    "incidents.import_more": "More people added from another system",
    "incidents.import_history": "A history brought in from another system",
    "incidents.map_history": "Columns and words of a history mapped",
    "incidents.join_report": "Someone else’s report of it added",
    "incidents.read_own_report": "Read by who reported it",
    "incidents.add_facts": "Facts added or put right",
    "incidents.triage": "Triaged",
    "incidents.route_out": "Routed elsewhere",
    "incidents.merge": "Merged with another report",
    "incidents.take_in": "Another report was merged into it",
    "incidents.take_back": "Taken back",
    "incidents.part": "A merged report was taken back",
    "incidents.keep_file": "File added",
    "incidents.read_answers": "Messages of the reporter read",
    "incidents.acknowledge_referral": "Opened by a post that was told",
    "incidents.lift_restriction": "Restriction lifted",
    "incidents.read_lesson": "Lesson read",
    "incidents.refer": "Sent to another post",
    "incidents.check_report": "Checked by the manager",
    "incidents.ask_clinician": "A clinician asked about medical factors",
    "incidents.judge_medical_factors": "Medical factors judged",
    "incidents.name_investigators": "Investigators named",
    "incidents.save_findings": "Findings saved",
    "incidents.submit_findings": "Findings sent for review",
    "incidents.review_findings": "Findings reviewed",
    "incidents.withdraw_investigation": "Investigation withdrawn",
    "incidents.ask_for_statement": "Statement asked for",
    "incidents.give_statement": "Statement given",
    "incidents.decline_statement": "Statement declined",
    "incidents.remind_of_statement": "Reminder of a statement sent",
    "incidents.write_to_reporter": "Message to the reporter",
    "incidents.answer_as_reporter": "Message from the reporter",
    "incidents.share_lesson": "Lesson shared",
    "incidents.send_lesson": "Lesson sent to more teams",
    "incidents.no_lesson": "Nothing to learn, with the reason",
    "incidents.close": "Closed",
    "incidents.reopen": "Opened again",
    "incidents.restrict": "Restricted",
    "incidents.admit_reader": "Someone was named on it",
    "incidents.dismiss_reader": "Someone was taken off it",
    "incidents.record_police": "Police contact recorded",
    "incidents.explain_absence": "Said why a fact is missing",
    "records.add_evidence": "File added",
    "records.withdraw_evidence": "File withdrawn",
}


def verb_in_words(verb: str) -> str:
    """What a verb of the audit trail is called for people."""
    return VERBS.get(verb, verb.partition(".")[2].replace("_", " ").capitalize())


def stage_tag(stage: str) -> tuple[str, str]:
    """The words of a stage and its meaning, for a tag."""
    return STAGES[stage], STAGE_MEANINGS[stage]


_PLACES: dict[str, str] = {
    "private-address": "Private address",
    "public-place": "Public place",
    "vehicle": "Vehicle",
    "other-provider": "Another provider",
    "phone": "Phone or online",
}


def where_in_words(incident: Incident) -> str:
    """Where it happened, short enough for a row of a list: the site, else the kind of place."""
    if incident.site:
        return str(incident.site)
    return _PLACES.get(incident.place, "Site not told")
