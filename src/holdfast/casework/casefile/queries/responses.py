"""What is open in a case, of every area: what the page shows at its top, and what closing waits for.

Each area is asked by its own queries. A must-do stands in the way of closing; the others are shown and may go on after.
What is said here names nobody affected: whoever closes a case may not see who is supported how.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.urls import reverse

from holdfast.casework.casefile.models import Exhibit, Search
from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.models import InjuredPerson, PoliceReport
from holdfast.casework.liaison.queries.registers import awaiting_decision
from holdfast.casework.liaison.queries.silence import silent_reports
from holdfast.casework.sanctions.models import Case, Outcome
from holdfast.casework.violence.queries.response import open_steps
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.kernel import clock
from holdfast.tools.actions.queries.awaiting import unfinished_on


@dataclass(frozen=True)
class Response:
    """Something that is open. `area` names whose it is, `must` says that closing waits for it, `page` is the name of
    the address that mends it, `arguments` what stands in it, `needs` the right that opens it."""

    area: str
    words: str
    page: str
    arguments: tuple[object, ...]
    needs: Permission = Permission.LIST_INCIDENTS
    must: bool = False
    due: datetime | None = None
    late: bool = False

    def url(self, viewer: Viewer) -> str:
        """Where it is mended, for a viewer who may; else blank."""
        return reverse(self.page, args=self.arguments) if viewer.may(self.needs) else ""


def open_responses(incident: Incident) -> list[Response]:
    """What is open in the case of `incident`, must-dos first, late ones first among them."""
    found = chain(
        _violence(incident),
        _riddor(incident),
        _police(incident),
        _sanctions(incident),
        _own(incident),
        _actions(incident),
    )
    return sorted(found, key=lambda one: (not one.must, not one.late, one.due is None, one.due or clock.now()))


def must_dos(incident: Incident) -> list[Response]:
    """What closing the case waits for."""
    return [one for one in open_responses(incident) if one.must]


SEARCHES = "Searches"
"""The area of what only the people named on an incident may know of."""

VICTIM = "victim"
"""Who does an item of the checklist when the person affected does it themselves. Theirs do not hold up a closing: what
the trust owes them does."""


def _violence(incident: Incident) -> Iterator[Response]:
    people: dict[str, int] = {}
    first: dict[str, Any] = {}
    for _, line in open_steps(incident):
        key = line.item.key
        people[key] = people.get(key, 0) + 1
        if key not in first or (line.due is not None and line.due < (first[key].due or line.due)):
            first[key] = line
    for key, line in first.items():
        several = f" (for {people[key]} people)" if people[key] > 1 else ""
        yield Response(
            "Response to violence",
            f"{line.item.words}{several}",
            "violence:response",
            (incident.reference,),
            Permission.RESPOND_TO_ASSAULTS,
            must=line.item.who != VICTIM,
            due=line.due,
            late=line.overdue(clock.now()),
        )


def _riddor(incident: Incident) -> Iterator[Response]:
    waiting = awaiting_decision(InjuredPerson.objects.filter(incident=incident)).count()
    if waiting:
        yield Response(
            "RIDDOR",
            "Nobody has decided whether it is reported to the Health and Safety Executive",
            "liaison:riddor",
            (incident.reference,),
            Permission.KEEP_RIDDOR,
            must=True,
        )


def _police(incident: Incident) -> Iterator[Response]:
    silent = {row.pk for row in silent_reports(incident.trust, clock.now()).filter(incident=incident)}
    for report in PoliceReport.objects.filter(incident=incident, purpose="crime").exclude(
        state__in=("ended", "refused")
    ):
        words = "The police have been silent too long" if report.pk in silent else "The police are still at it"
        yield Response(
            "Police",
            f"{words}: {report.force}",
            "liaison:police",
            (incident.reference,),
            Permission.WORK_WITH_POLICE,
            late=report.pk in silent,
        )


def _sanctions(incident: Incident) -> Iterator[Response]:
    to = {"page": "sanctions:incident", "arguments": (incident.reference,), "needs": Permission.SEE_SANCTIONS}
    undecided = Case.objects.filter(incident=incident, state__in=("open", "proposed", "agreed")).count()
    if undecided:
        words = "What is done about who did it is not decided"
        yield Response("Sanctions", words, must=True, **to)  # type: ignore[arg-type]
    if Outcome.objects.filter(case__incident=incident, publicity__isnull=True).exists():
        words = "Nobody has decided whether the outcome is made public"
        yield Response("Sanctions", words, must=True, **to)  # type: ignore[arg-type]


def _own(incident: Incident) -> Iterator[Response]:
    running = Search.objects.filter(incident=incident, state__in=("asked", "approved", "agreed")).exists()
    refused = Search.objects.filter(incident=incident, state="refused", police_considered_at=None).exists()
    if running or refused:
        words = "A search is not finished" if running else "After a refusal, calling the police is not considered yet"
        yield Response(SEARCHES, words, "casefile:searches", (incident.reference,), must=True)
    # Recordings are not held anywhere; how many private things there are is for the people named on the incident.
    things = Exhibit.objects.filter(incident=incident, ended_at=None).exclude(nature="digital")
    held = (things if incident.restricted else things.filter(restricted=False)).count()
    if held:
        words = f"{held} exhibit{'' if held == 1 else 's'} still held"
        yield Response("Exhibits", words, "casefile:exhibits", (incident.reference,))


def _actions(incident: Incident) -> Iterator[Response]:
    today = clock.today()
    rows = list(unfinished_on([incident.pk]))
    if rows:
        late = sum(row.due < today for row in rows)
        words = f"{len(rows)} action{'' if len(rows) == 1 else 's'} not finished"
        yield Response(
            "Actions",
            f"{words}, {late} overdue" if late else words,
            "actions:of-record",
            (incident.reference,),
            late=bool(late),
        )
