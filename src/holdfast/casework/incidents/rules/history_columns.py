"""What the columns of an incident export hold, found out from their headings. Plain Python.

Headings as RLDatix's listing reports label them, and the names of its columns where a trust exports these (seen in
public repositories; the trust's own labels differ, which is why a trust maps its columns once and Holdfast remembers).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from holdfast.foundation.organisation.queries.table_files import Column, Field, Fields, Table

FIELDS = (
    Field("number", "Number in the old system", (
        "id", "recordid", "record id", "incident id", "datix id", "incident number", "record number",
    ), "Rows with the same number are one incident, a row for each person in it."),
    Field("reference", "Reference in the old system", (
        "ref", "inc ourref", "reference", "our ref", "our reference", "incident ref", "incident reference",
        "datix ref", "datix reference", "web reference", "datix number", "web ref",
    ), "As people quote it, such as W12345. It is found by search and shown on the incident."),
    Field("title", "Name of the incident", ("name", "inc name", "incident name", "title")),
    Field("status", "Approval status", (
        "approval status", "rep approved", "status", "incident status", "current approval status", "stage",
    ), "Tells whether it is closed there, open, not looked at yet, or rejected."),
    Field("happened_on", "Incident date", (
        "incident date", "inc dincident", "date of incident", "date", "incident date dd mm yyyy", "event date",
    )),
    Field("happened_time", "Incident time", (
        "time", "inc time", "incident time", "time of incident", "incident time hh mm", "time hh mm", "event time",
    ), "14:30 or 1430."),
    Field("reported_on", "Date reported", (
        "reported", "inc dreported", "reported date", "date reported", "submitted date", "date submitted",
    )),
    Field("reported_time", "Time reported", (
        "submitted time", "inc submittedtime", "reported time", "time reported", "time submitted",
    )),
    Field("opened_on", "Date opened", ("opened date", "inc dopened", "opened", "date opened")),
    Field("closed_on", "Date closed", (
        "closed", "inc dsched", "closed date", "date closed", "closure date", "final approval date",
    )),
    Field("affecting", "Whom it affected", (
        "incident affecting", "inc affecting tier zero", "type", "inc type", "incident type", "affecting",
        "type of incident", "person affected type",
    ), "Staff, patient, visitor or the trust."),
    Field("kind", "What kind it was", (
        "category", "inc category", "sub category", "inc subcategory", "subcategory", "incident category",
        "incident sub category", "incident type tier one", "incident type tier two", "incident type tier three",
        "inc type tier one", "inc type tier two", "inc type tier three", "cause group", "cause", "detail",
        "adverse event", "type of violence",
    ), "Several columns go from the whole to the part. You say once what each kind is in Holdfast.", repeats=True),
    Field("severity", "Severity", (
        "severity", "inc severity", "severity of harm", "degree of harm", "harm", "level of harm", "actual harm",
        "incident severity", "severity of incident", "grade", "inc grade", "actual impact",
    )),
    Field("result", "Result", ("result", "inc result", "outcome of incident", "near miss")),
    Field("site", "Site", (
        "site", "hospital", "inc locactual site", "site name", "site code", "hospital site", "premises",
    ), "Joined to your sites by name or ODS code."),
    Field("location", "Location", (
        "location", "location id", "inc loctype", "location type", "inc locactual", "location of incident",
        "location exact type", "where did the incident happen", "ward", "place",
    ), repeats=True),
    Field("exact_place", "Exact location", (
        "exact location", "exact location id", "location exact", "exact place", "specific location", "address",
        "inc location exact",
    )),
    Field("unit", "Part of the organisation", (
        "directorate", "inc directorate", "division", "clinical group", "inc clingroup", "department", "team",
        "service", "service id", "inc unit", "unit", "specialty", "inc specialty", "business unit", "care group",
    ), "Joined to your parts of the organisation by name. What is not there stays with the row.", repeats=True),
    Field("description", "What happened", (
        "description", "inc notes", "incident description", "description of incident", "what happened", "notes",
        "details", "incident details", "event description",
    )),
    Field("action", "Action taken", (
        "action taken", "inc actiontaken", "immediate action taken", "immediate action", "action taken immediate",
        "actions taken", "immediate actions",
    )),
    Field("outcome", "What came of it", (
        "lessons learned", "lessons learnt", "inc inv lessons", "outcome", "investigation outcome", "conclusion",
        "action taken investigation", "outcome of investigation", "findings",
    )),
    Field("reporter", "Who reported it", (
        "reporter", "reported by", "inc repname", "reporter name", "reporters name", "name of reporter",
    )),
    Field("handler", "Handler", (
        "handler", "inc mgr", "manager", "inc head", "investigator", "investigating manager", "lead investigator",
    )),
    Field("police_told", "Police told", (
        "police informed", "police told", "police contacted", "police notified", "inc pol called", "reported to police",
        "were the police called",
    )),
    Field("crime_number", "Crime or police number", (
        "crime number", "crime reference", "crime ref", "police reference", "police crime number", "police ref",
        "crime reference number", "inc pol crime no", "police incident number",
    )),
    Field("clinical_factors", "Clinical factors", (
        "clinical factors", "link clin factors", "medical factors", "clinical factor", "clinical condition",
    ), "Yes where illness or treatment kept the person from knowing what they did."),
    Field("person_role", "Role of the person", (
        "role", "link role", "contact role", "person role", "link type", "involvement", "contact type in incident",
        "role in incident", "person involvement",
    ), "Affected, assailant, witness … One row for each person."),
    Field("person_standing", "Who the person is", (
        "contact type", "con type", "person type", "con subtype", "contact subtype", "type of person", "person is",
    ), "Staff, patient, visitor …"),
    Field("person_name", "Name of the person", (
        "contact name", "person name", "full name", "name of person", "person affected", "contact", "con name",
        "name of person affected", "contact full name",
    )),
    Field("given_name", "First name of the person", (
        "forenames", "con forenames", "first name", "forename", "contact forenames", "first names", "given name",
    )),
    Field("family_name", "Last name of the person", (
        "surname", "con surname", "last name", "contact surname", "family name",
    )),
    Field("person_job", "Job of the person", ("con jobtitle", "job title", "contact job title", "job", "post title")),
    Field("born", "Date of birth of the person", ("con dob", "date of birth", "dob", "contact date of birth")),
    Field("injury", "Injury", (
        "injury", "inc injury", "link injury1", "link injury", "injury type", "type of injury", "injury sustained",
    )),
    Field("body_part", "Part of the body", ("body part", "inc bodypart", "link bodypart1", "part of body", "bodypart")),
)  # fmt: skip

HISTORY = Fields(FIELDS, example="“ID” and “Incident date”")

PERSON_FIELDS = frozenset(
    (
        *("person_role", "person_standing", "person_name", "given_name", "family_name", "person_job", "born"),
        *("injury", "body_part", "clinical_factors"),
    )
)
"""What a row says of one person; everything else it says of the incident."""


def columns_of(table: Table, header: int, remembered: Mapping[str, str] | None = None) -> list[Column]:
    """The columns of an export, each with what it holds: as remembered, else by its heading."""
    return HISTORY.columns_of(table, header, remembered)


def faults_of_map(fields: Sequence[str]) -> list[str]:
    """What is wrong with a choice of fields for the columns, in sentences; empty when it can be used."""
    faults = HISTORY.chosen_twice(fields)
    if "number" not in fields and "reference" not in fields:
        faults.append(
            "Choose the column with the number or the reference of each incident. Without it the same file would bring "
            "everything in twice."
        )
    if "happened_on" not in fields and "reported_on" not in fields:
        faults.append("Choose the column with the incident date.")
    if "kind" not in fields:
        faults.append("Choose the column that says what kind of incident it was, such as Category or Sub category.")
    return faults
