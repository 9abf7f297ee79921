"""A case with its people: the team of incidents' tests, one incident, and the steps that put things into its file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from holdfast.casework.casefile.models import Exhibit
from holdfast.casework.casefile.operations.exhibits import ExhibitFacts, record_exhibit
from holdfast.casework.casefile.operations.handovers import Moment
from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.tests.handling_cast import Team, make_team
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.records.operations.intake import prepare
from holdfast.kernel import clock


class Case(Team):
    """The team, with `incident`: an assault that the line manager investigates."""

    incident: Incident

    def facts(self, **changes: Any) -> ExhibitFacts:
        """A kitchen knife that the paramedic found an hour ago and the LSMS took from them."""
        now = clock.now()
        begun = ExhibitFacts(
            nature="thing",
            description="Kitchen knife, black handle, blade 12 cm",
            found_by="Pat Paramedic",
            found_at=now - timedelta(hours=1),
            found_where="Hall of 12 Harbour Road, on the floor by the stairs",
            kept_by="Lee Specialist",
            kept_since=now - timedelta(minutes=30),
            kept_where="Evidence cupboard 2",
            seal="A100",
        )
        return replace(begun, **changes)

    def exhibit(self, *, by: Person | None = None, incident: Incident | None = None, **changes: Any) -> Exhibit:
        """An exhibit of the incident."""
        who = self.actor(by or self.lsms)
        return record_exhibit(by=who, incident=incident or self.incident, facts=self.facts(**changes))

    def recording(self, *, content: bytes = b"", private: bool = False, **changes: Any) -> Exhibit:
        """A digital exhibit: a photo, or a text of `content`."""
        upload = prepare(ContentFile(content, name="seen.txt") if content else ContentFile(photo(), name="cheek.png"))
        facts = self.facts(
            **{"nature": "digital", "seal": "", "private": private, "description": "Picture of the cheek"} | changes
        )
        return record_exhibit(by=self.actor(self.lsms), incident=self.incident, facts=facts, upload=upload)

    def moment(self, giver: str = "Lee Specialist", receiver: str = "PC 1234 Sam Constable", **changes: Any) -> Moment:
        """A hand-over just now, seal whole."""
        begun = Moment(at=clock.now(), giver=giver, receiver=receiver, why="For the police", seal_intact=True)
        return replace(begun, **changes)


def make_case() -> Case:
    """Make the trust, its people and the incident."""
    team = make_team()
    case = Case(**vars(team))
    with scope(case.trust):
        case.incident = case.triaged(case.report(happened_at=clock.now() - timedelta(hours=2), shift_ends_at=None))
    return case


def photo(shade: int = 0) -> bytes:
    """A small picture."""
    out = BytesIO()
    Image.new("L", (8, 8), shade).save(out, "PNG")
    return out.getvalue()
