"""What someone owes to police, victims, HSE and others, as queues of "my work"."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from holdfast.casework.incidents.models import Incident, Wish
from holdfast.casework.incidents.queries.queues import INCIDENT, OF_INCIDENT, due_by, line_of
from holdfast.casework.incidents.queries.visibility import covered_for, visible_to
from holdfast.casework.liaison.models import (
    Contact,
    Disclosure,
    Escalation,
    PoliceDecision,
    PoliceReport,
    PoliceStatement,
    VictimTold,
)
from holdfast.casework.liaison.queries.queues_riddor import riddor_queues_of
from holdfast.casework.liaison.queries.silence import chase_after, chase_due, silent_reports
from holdfast.casework.liaison.queries.visibility import disclosures_visible_to
from holdfast.casework.liaison.rules.contacts import BODIES
from holdfast.casework.liaison.rules.stages import STEPS_AND_CHASES
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.queues import Queue, Waiting, lines_of
from holdfast.foundation.records.work import WorkItem
from holdfast.kernel import clock
from holdfast.kernel.durations import last_instant

TELL_WITHIN = "liaison.tell-victim-within"


def owed_by(viewer: Viewer) -> list[WorkItem]:
    """Everything about outside bodies that the viewer owes, or owes for whom they stand in, what is due first first."""
    return lines_of(queues_of(viewer))


def queues_of(viewer: Viewer) -> Iterator[Queue]:
    """The queues of liaison in which something may wait for the viewer."""
    if _security(viewer):
        covered = covered_for(viewer, Permission.TRIAGE_INCIDENTS)
        yield _police_to_decide(viewer, covered)
        yield _to_decide_again(viewer, covered)
        yield _refused(viewer, covered)
        yield _refused_calls(viewer)
        yield _silent(viewer, covered)
    yield _victims_to_tell(viewer)
    yield _statements(viewer)
    yield _follow_ups(viewer)
    yield _disclosures_to_decide(viewer)
    yield _to_hand_over(viewer)
    yield from riddor_queues_of(viewer)


def _security(viewer: Viewer) -> bool:
    return viewer.may(Permission.TRIAGE_INCIDENTS) and viewer.may(Permission.WORK_WITH_POLICE)


def awaiting_police_decision(viewer: Viewer) -> QuerySet[Incident]:
    """Open crimes of which the police were not told and on which nobody has decided, the oldest first.

    What was brought in from another system is left out: that was decided there, years ago.
    """
    decided = PoliceDecision.objects.filter(incident=OuterRef("pk"), superseded_at__isnull=True)
    told = PoliceReport.objects.filter(incident=OuterRef("pk"), purpose="crime")
    crimes = visible_to(viewer).filter(state="open", crime=True, imported_at__isnull=True).exclude(police_told="yes")
    return crimes.filter(~Exists(decided), ~Exists(told)).order_by("reported_at", "pk")


def _police_to_decide(viewer: Viewer, covered: str) -> Queue:
    def line(row: Waiting) -> WorkItem:
        url = reverse("liaison:decide-police", args=[row["reference"]])
        return line_of(row, what="A crime: are the police told?", verb="Decide", url=url, covered=covered)

    columns = INCIDENT | {"since": Coalesce("triaged_at", "reported_at")}
    return Queue(awaiting_police_decision(viewer), columns, line)


def wanted_otherwise_since(viewer: Viewer) -> QuerySet[PoliceDecision]:
    """Decisions over open incidents against which someone affected spoke after they were made, the oldest first."""
    later = Wish.objects.filter(victim=OuterRef("victim"), about="police", pk__gt=OuterRef("pk"))
    said = Wish.objects.filter(~Exists(later), incident=OuterRef("incident"), about="police", at__gt=OuterRef("at"))
    against = Q(Exists(said.filter(wants="no")), tell=True) | Q(Exists(said.filter(wants="yes")), tell=False)
    standing = PoliceDecision.objects.filter(superseded_at__isnull=True, incident__state="open")
    return standing.filter(against, incident__in=visible_to(viewer)).order_by("at", "pk")


def _to_decide_again(viewer: Viewer, covered: str) -> Queue:
    def line(row: Waiting) -> WorkItem:
        url = reverse("liaison:decide-police", args=[row["reference"]])
        return line_of(
            row, what="Someone affected wants otherwise: decide again", verb="Decide", url=url, covered=covered
        )

    return Queue(wanted_otherwise_since(viewer), OF_INCIDENT | {"since": "at"}, line)


def _refused(viewer: Viewer, covered: str) -> Queue:
    def line(row: Waiting) -> WorkItem:
        what, url = f"{row['force']} declined: take it up, or end it", reverse("liaison:escalate", args=[row["key"]])
        return line_of(row, what=what, verb="Take it up", url=url, covered=covered)

    waiting = Escalation.objects.filter(report=OuterRef("pk"), answered_at__isnull=True)
    rows = PoliceReport.objects.filter(~Exists(waiting), state="refused", incident__in=visible_to(viewer))
    columns = OF_INCIDENT | {"since": Coalesce("answered_at", "made_at"), "force": "force", "key": "pk"}
    return Queue(rows.order_by("answered_at", "pk"), columns, line)


def _refused_calls(viewer: Viewer) -> Queue:
    """Calls that the police declined before there is a report: nothing but the call itself can say so."""

    def line(row: Waiting) -> WorkItem:
        since = row.instant("since")
        assert since is not None
        return WorkItem.owed(
            due=None,
            since=since,
            title=row["place"] or f"Job {row['job']}",
            what=f"{row['force']} would not come: take it up",
            verb="Take it up",
            url=reverse("liaison:escalate", args=[row["key"]]),
        )

    waiting = Escalation.objects.filter(report=OuterRef("pk"), answered_at__isnull=True)
    rows = PoliceReport.objects.filter(~Exists(waiting), state="refused", incident__isnull=True)
    columns = {"since": Coalesce("answered_at", "made_at"), "force": "force", "key": "pk", "place": "place"}
    return Queue(rows.order_by("answered_at", "pk"), columns | {"job": "cad_number"}, line)


def _silent(viewer: Viewer, covered: str) -> Queue:
    wait = chase_after(viewer.trust)

    def line(row: Waiting) -> WorkItem:
        heard, chased = row.instant("since"), row.instant("chased")
        assert heard is not None
        return line_of(
            row,
            what=f"Nothing heard from {row['force']}: ask again",
            verb="Ask again",
            due=chase_due(heard, chased, wait),
            url=reverse("liaison:chase", args=[row["key"]]),
            covered=covered,
        )

    rows = silent_reports(viewer.trust, clock.now()).filter(incident__in=visible_to(viewer))
    columns = OF_INCIDENT | {"since": "heard_at", "chased": "chased_at", "force": "force", "key": "pk"}
    return Queue(rows, columns, line)


def _victims_to_tell(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        named = f"{row['given_name']} {row['family_name']}" if row["given_name"] else row["name"]
        return line_of(
            row,
            what=f"{STEPS_AND_CHASES[row['step']]}: tell {named or 'who is affected'}",
            verb="Tell them",
            due=due_by(viewer.trust, TELL_WITHIN, row.instant("since")),
            url=reverse("liaison:told", args=[row["report"], row["key"]]),
        )

    rows = VictimTold.objects.none()
    if viewer.may(Permission.WORK_WITH_POLICE):
        rows = VictimTold.objects.filter(told_at__isnull=True, not_told_reason="")
        rows = rows.filter(step__report__incident__in=visible_to(viewer))
        if not _security(viewer):
            rows = rows.filter(step__report__person=viewer.person)
    columns = {name: f"step__report__{path}" for name, path in OF_INCIDENT.items()} | {
        "since": "since",
        "step": "step__step",
        "given_name": "victim__person__given_name",
        "family_name": "victim__person__family_name",
        "name": "victim__name",
        "report": "step__report",
        "key": "pk",
    }
    return Queue(rows.order_by("since", "pk"), columns, line)


def _statements(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        # The title is left out: someone asked for a statement need not know what others reported.
        row["title"], row["restricted"] = "The police ask you for a statement", ""
        what, url = (
            row["asked_by"] or "Give it to the officer who asked",
            reverse("liaison:my-statement", args=[row["key"]]),
        )
        return line_of(row, what=what, verb="Say that you gave it", url=url)

    rows = PoliceStatement.objects.filter(person=viewer.person, given_on__isnull=True, declined_reason="")
    columns = OF_INCIDENT | {"since": "at", "asked_by": "asked_by", "key": "pk"}
    return Queue(rows.order_by("asked_on", "pk"), columns, line)


def _follow_ups(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        day = row.day("next_on")
        return line_of(
            row,
            what=f"Take up again with: {row['name'] or BODIES[row['body']]}",
            verb="Follow up",
            due=last_instant(day) if day else None,
            url=reverse("liaison:police", args=[row["reference"]]) + "#contacts",
        )

    rows = Contact.objects.none()
    if viewer.may(Permission.WORK_WITH_POLICE):
        rows = Contact.objects.filter(person=viewer.person, next_on__isnull=False, next_done_at__isnull=True)
        rows = rows.filter(incident__in=visible_to(viewer))
    columns = OF_INCIDENT | {"since": "at", "next_on": "next_on", "name": "name", "body": "body"}
    return Queue(rows.order_by("next_on", "pk"), columns, line)


def _disclosures_to_decide(viewer: Viewer) -> Queue:
    covered = covered_for(viewer, Permission.APPROVE_DISCLOSURES)

    def line(row: Waiting) -> WorkItem:
        what, url = f"{row['body']} asks for information", reverse("liaison:decide-disclosure", args=[row["key"]])
        return line_of(row, what=what, verb="Decide", url=url, covered=covered)

    rows = Disclosure.objects.none()
    if viewer.may(Permission.APPROVE_DISCLOSURES):
        rows = disclosures_visible_to(viewer).filter(state="asked").exclude(person=viewer.person)
    columns = OF_INCIDENT | {"since": "at", "body": "body", "key": "pk"}
    return Queue(rows.order_by("asked_on", "pk"), columns, line)


def _to_hand_over(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        what = f"Approved for {row['body']}: hand it over and say what was given"
        return line_of(row, what=what, verb="Hand over", url=reverse("liaison:hand-over", args=[row["key"]]))

    rows = Disclosure.objects.none()
    if viewer.may(Permission.KEEP_DISCLOSURES):
        rows = disclosures_visible_to(viewer).filter(state="agreed", person=viewer.person)
    columns = OF_INCIDENT | {"since": Coalesce("decided_at", "at"), "body": "body", "key": "pk"}
    return Queue(rows.order_by("asked_on", "pk"), columns, line)
