"""Where everything is that is not an incident: one page that leads to each register."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission as P


@dataclass(frozen=True)
class Register:
    """A list or a tool of some area: what it is called, where it is, what it is for, and who may open it."""

    title: str
    name: str
    about: str
    permission: P

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(self.name)


REGISTERS: dict[str, tuple[Register, ...]] = {
    "After an incident": (
        Register("Actions", "actions:list", "What is to be done, by whom and by when", P.RAISE_ACTIONS),
        Register("Actions for me", "actions:mine", "What you are to do", P.USE_HOLDFAST),
        Register("Action plans", "actions:plans", "Actions by site, team and source", P.RAISE_ACTIONS),
        Register("Lessons", "incidents:lessons", "What was learnt, sent to the teams it concerns", P.USE_HOLDFAST),
        Register("Referrals", "violence:referrals", "People referred to you for support", P.SEE_REFERRALS),
    ),
    "Markers and safety": (
        Register("Look an address up", "violence:look-up", "Is there a marker?", P.LOOK_UP_MARKERS),
        Register("Markers", "violence:markers", "All markers, with reviews that come due", P.PLACE_MARKERS),
        Register("Who looked what up", "violence:look-ups", "Each look-up of an address", P.SEE_MARKERS),
        Register("Calls for support", "violence:control-room", "Crews and teams that ask for help now", P.ANSWER_CALLS),
        Register("Lone working", "violence:lone-workings", "Teams’ arrangements, devices and checks", P.USE_HOLDFAST),
        Register("Searches of patients", "casefile:patient-searches", "What was taken in", P.REPORT_INCIDENTS),
    ),
    "Police, regulators and sanctions": (
        Register("Police", "liaison:police-list", "Reports to the police, and what came of them", P.WORK_WITH_POLICE),
        Register("Police asked to come", "liaison:calls", "What they answered, and refusals taken up", P.CALL_POLICE),
        Register("RIDDOR", "liaison:riddor-register", "Injuries to report or to record", P.KEEP_RIDDOR),
        Register("Disclosures", "liaison:disclosure-register", "What went to whom, and why", P.WORK_WITH_POLICE),
        Register(
            "Disclosures to approve",
            "liaison:disclosure-decisions",
            "Asked for, not yet decided",
            P.APPROVE_DISCLOSURES,
        ),
        Register("Sanctions", "sanctions:list", "Cases, letters, recovery and publicity", P.SEE_SANCTIONS),
        Register("Words of letters", "sanctions:wordings", "What your trust’s letters say", P.EDIT_LETTER_WORDS),
        Register(
            "Words about markers", "violence:letter-wordings", "What letters about markers say", P.EDIT_LETTER_WORDS
        ),
    ),
}


@requires(P.USE_HOLDFAST)
def registers(request: ViewedRequest) -> HttpResponse:
    """The registers that the viewer may open, by what they are for."""
    viewer = request.viewer
    groups = {title: [one for one in found if viewer.may(one.permission)] for title, found in REGISTERS.items()}
    shown = {"page_title": "Registers", "groups": {title: found for title, found in groups.items() if found}}
    return render(request, "workspace/registers.html", shown)
