"""The words of RIDDOR for screens and paper."""

from __future__ import annotations

OUTCOMES: dict[str, str] = {
    "report_death": "Report: death",
    "notify_death_within_year": "Notify: death within a year",
    "report_dangerous_occurrence": "Report: dangerous occurrence",
    "report_specified_injury": "Report: specified injury",
    "report_disease": "Report: disease",
    "report_over_7_days": "Report: over seven days",
    "report_non_worker_injury": "Report: person not at work",
    "record_only_over_3_days": "Register: over three days",
    "assess": "Someone must judge",
    "not_reportable": "Not reportable",
}
MEANINGS: dict[str, str] = {
    "record_only_over_3_days": "soon",
    "assess": "held",
    "not_reportable": "plain",
}
"""How each outcome is coloured; those that are reported are "late" until the report is in."""

STANDINGS: dict[str, str] = {
    "employee": "The trust’s own employee",
    "trainee": "On placement or in training with the trust",
    "agency_worker": "Agency worker",
    "contractor_employee": "A contractor’s employee",
    "other_employer": "At work for another employer",
    "self_employed": "Self-employed",
    "patient": "Patient",
    "visitor": "Visitor or relative",
    "public": "Member of the public",
    "volunteer": "Volunteer",
}
INCAPACITY: dict[str, str] = {"absence": "Off work", "restricted": "Restricted duty"}
PREMISES: dict[str, str] = {
    "hospital": "Hospital premises",
    "trust": "Other premises of the trust",
    "private_address": "A private address",
    "public": "A street or another public place",
    "vehicle": "In or at a vehicle",
}

INJURIES: dict[str, str] = {
    "fracture": "Broken bone",
    "fracture:finger": "Broken finger, thumb or toe",
    "fracture:tooth": "Broken tooth",
    "dislocation": "Dislocated joint",
    "amputation": "Arm, hand, finger, thumb, leg, foot or toe lost",
    "loss_of_sight": "Sight lost or reduced",
    "crush:head": "Crushed head",
    "crush:torso": "Crushed torso",
    "burn": "Burn or scald",
    "burn:eyes": "Burn of the eyes, airways or a vital organ",
    "scalping": "Scalping",
    "loss_of_consciousness": "Lost consciousness from a head injury or lack of air",
    "loss_of_consciousness:faint": "Fainted",
    "sharps": "Needlestick or other sharp",
    "bite": "Bite",
    "stab": "Stab wound",
    "cut": "Cut or graze",
    "bruising": "Bruising or swelling",
    "sprain": "Sprain or strain",
    "concussion": "Concussion",
    "hypothermia": "Hypothermia or heat illness",
    "psychological": "Distress or anxiety, no injury to the body",
    "other": "Another injury to the body",
}
"""What the screen offers, in the words of `rules.injuries`."""

REPORT_CHANNELS: dict[str, str] = {"online": "Online form", "telephone": "Telephone", "employer": "Their own employer"}

F2508: dict[str, str] = {
    "notifier_name": "Name of who reports",
    "notifier_job": "Job title of who reports",
    "notifier_phone": "Telephone",
    "notifier_email": "E-mail",
    "organisation": "Organisation",
    "organisation_address": "Address of the organisation",
    "happened_where": "Where it happened",
    "local_authority": "Local authority area",
    "exact_place": "Exact place",
    "premises_type": "Kind of premises",
    "industry": "Main industry",
    "activity": "Main activity",
    "sub_activity": "Sub-activity",
    "date": "Date of the incident",
    "time": "Time of the incident",
    "department": "Department",
    "work_process": "Work at the time",
    "accident_kind": "Kind of accident",
    "agent": "What was involved",
    "description": "What happened",
    "person_name": "Name of the injured person",
    "person_address": "Their address",
    "person_phone": "Their telephone",
    "person_sex": "Sex",
    "person_age": "Age",
    "person_job": "Their job",
    "person_status": "Work status",
    "severity": "How severe",
    "injury_type": "Injury",
    "body_part": "Part of the body",
}
"""The fields of form F2508, report of an injury. Not read from HSE's own page: check the names when HSE changes it."""
