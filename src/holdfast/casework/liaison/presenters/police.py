"""The police page of an incident: wishes, decision, both tracks, each report with what came of it, and contacts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.models import PoliceReport
from holdfast.casework.liaison.presenters.links import Action, action
from holdfast.casework.liaison.presenters.police_report import Line, report_cards
from holdfast.casework.liaison.queries.policy import arrangement_of, first_contact_for, forces_of
from holdfast.casework.liaison.queries.silence import chase_after
from holdfast.casework.liaison.queries.wishes import name_of, police_wishes
from holdfast.casework.liaison.rules.stages import WISHES
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.pages.words import day_in_words, moment_in_words
from holdfast.kernel import clock

WISH_MEANINGS = {"yes": "going", "no": "held", "unsure": "waiting", "": "off"}


def police_page(incident: Incident, viewer: Viewer, *, only_wishes: bool = False) -> dict[str, Any]:
    """What the template needs; with `only_wishes` just what stands beside a decision."""
    shown: dict[str, Any] = {"wishes": wish_lines(incident), "discipline": discipline_lines(incident)}
    decisions = list(incident.police_decisions.all())
    shown["decision"] = next((row for row in decisions if row.superseded_at is None), None)
    shown["earlier_decisions"] = [row for row in decisions if row.superseded_at is not None]
    if only_wishes:
        return shown
    reference = incident.reference
    forces = forces_of(incident.trust)
    rows = incident.police_reports.prefetch_related(
        "numbers", "answers", "escalations", "steps__tellings__victim__person"
    )
    reports = list(rows)
    calls = PoliceReport.objects.filter(incident__isnull=True, trust_id=incident.trust_id).order_by("-made_at")
    near = [call for call in calls[:20] if incident.cad_number and call.cad_number == incident.cad_number]
    joint = list(incident.joint_work.all())
    fraud = arrangement_of(incident.trust_id)
    report_url = reverse("liaison:report-police", args=[reference])
    return shown | {
        "first_contact": first_contact_for(incident),
        "decide": action("Decide again" if shown["decision"] else "Decide", "liaison:decide-police", reference),
        "told": any(row.purpose == "crime" for row in reports),
        "cards": report_cards(reports, forces, viewer),
        "statements": statement_lines(incident),
        "contacts": contact_lines(incident, viewer),
        "joint_work": joint,
        "joint_ended": bool(joint) and joint[-1].kind == "ended",
        "counter_fraud": fraud.counter_fraud_outside,
        "calls": [
            Line(f"{call.force}, {moment_in_words(call.made_at)}", None, call.words,
                 actions=(action("Take it in", "liaison:take-in-call", reference, call.pk),))
            for call in near
        ],
        "disclosures": incident.disclosures.count(),
        "chase_unset": chase_after(incident.trust) is None,
        "actions": _actions(incident, viewer),
        "told_in_report": [
            Line(", ".join(part for part in (row.force, row.log_number, row.crime_number) if part) or "The police",
                 None, moment_in_words(row.told_at) if row.told_at else "", row.refused_reason,
                 (Action("Follow it up here", f"{report_url}?contact={row.pk}"),))
            for row in incident.police_contacts.select_related("police_report")
            if not hasattr(row, "police_report")
        ],
    }  # fmt: skip


def _actions(incident: Incident, viewer: Viewer) -> list[Action]:
    reference = incident.reference
    found = [
        action("It was reported to the police", "liaison:report-police", reference),
        action("The police were asked to come", "liaison:request-police", reference),
        action("The police asked for a statement", "liaison:ask-statement", reference),
        action("Contact with an outside body", "liaison:contact", reference),
    ]
    if incident.joint_work.exists():
        found.append(action("Work with counter fraud", "liaison:joint-work", reference))
    else:
        found.append(action("Send it to counter fraud", "liaison:refer-fraud", reference))
    if viewer.may(Permission.KEEP_DISCLOSURES):
        found.append(action("Someone asks for information", "liaison:ask-disclosure", reference))
    return found


def wish_lines(incident: Incident) -> list[Line]:
    """What each person affected wants of the police."""
    said = police_wishes(incident)
    lines = []
    for victim in incident.victims.select_related("person"):
        wish = said.get(victim.pk)
        wants = wish.wants if wish else ""
        lines.append(
            Line(
                name_of(victim),
                (WISHES.get(wants, "Not asked yet"), WISH_MEANINGS.get(wants, "off")),
                f"{wish.source}, {moment_in_words(wish.at)}" if wish else "",
                wish.words if wish else "",
                (action("Record their wish", "liaison:wish", incident.reference, victim.pk),),
            )
        )
    return lines


def discipline_lines(incident: Incident) -> list[Line]:
    """The disciplinary track, which runs beside the police: HR's reference, and where the investigation stands."""
    lines = []
    for row in incident.investigations.exclude(hr_reference="").exclude(state="withdrawn"):
        state = {"assigned": "Under way", "submitted": "Waiting for review", "approved": "Findings approved"}
        meaning = "done" if row.state == "approved" else "going"
        lines.append(Line(f"HR reference {row.hr_reference}", (state.get(row.state, row.state), meaning)))
    if not lines and incident.internal:
        lines.append(Line("A colleague is suspected. No HR reference is on record yet.", ("Not begun", "waiting")))
    return lines


def statement_lines(incident: Incident) -> list[Line]:
    """Who was asked by the police for a statement, and what came of it."""
    lines = []
    for row in incident.police_statements.all():
        asked = f"asked {day_in_words(row.asked_on)}{f' by {row.asked_by}' if row.asked_by else ''}"
        if row.given_on:
            lines.append(Line(row.name, ("Given", "done"), f"{asked}, given {day_in_words(row.given_on)}"))
        elif row.declined_reason:
            lines.append(Line(row.name, ("Will not be given", "off"), asked, row.declined_reason))
        else:
            act = action("Given, or not", "liaison:statement", incident.reference, row.pk)
            lines.append(Line(row.name, ("Asked for", "waiting"), asked, actions=(act,)))
    return lines


def contact_lines(incident: Incident, viewer: Viewer) -> list[dict[str, Any]]:
    """Words with outside bodies, the newest first, and what is to be taken up again."""
    return [
        {
            "row": row,
            "late": row.next_on is not None and row.next_done_at is None and row.next_on < clock.today(),
            "open": row.next_on is not None and row.next_done_at is None,
            "url": reverse("liaison:followed-up", args=[incident.reference, row.pk]),
        }
        for row in reversed(incident.liaison_contacts.all())
    ]
