"""One of everything that an address of what follows violence can name, for tests/permission_things.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from holdfast.casework.incidents.models import Incident
from holdfast.casework.violence.operations.challenging import challenge_marker, disclose_marker
from holdfast.casework.violence.operations.deciding import confirm_marker
from holdfast.casework.violence.operations.health import refer_to_occupational_health
from holdfast.casework.violence.operations.letters import LetterTold, make_letter
from holdfast.casework.violence.operations.lone import add_lone_worker, issue_device, raise_concern, set_lone_working
from holdfast.casework.violence.operations.looking_up import look_up
from holdfast.casework.violence.operations.marking import MarkerFacts, ask_for_marker
from holdfast.casework.violence.operations.policy import install_violence
from holdfast.casework.violence.operations.response import advise_care_plan, request_support
from holdfast.casework.violence.operations.support import ask_for_support, offer_support
from holdfast.casework.violence.queries.policy import Item
from holdfast.foundation.audit.actors import Actor
from holdfast.kernel import clock
from tests.cast import TrustCast

FACTS = MarkerFacts(place="home", address="12 Harbour Road", postcode="EX1 2AB", facts="Somebody shouted.")

# Addresses by who opens them; what stands behind each is in `Keys`.
OF_WHO_SUPPORTS = ("support", "support-part", "answer-offer", "follow-up", "answer-request", "outcome")
OF_THE_VICTIM = ("my-support", "my-step", "my-wishes", "ask-for-help", "answer-my-offer")
OF_WHO_SEES_THE_TEAM = ("lone-working",)
OF_WHO_KEEPS_THE_TEAM = ("lone-part", "lone-worker", "return-device", "concern")


@dataclass
class Keys:
    """What stands in each address, by the name of the view without its area; `second`: another incident of the unit."""

    of: dict[str, dict[str, Any]]
    second: Incident


def violence_on(cast: TrustCast, incident: Incident) -> Keys:
    """One of everything. The member of staff was affected, asks for it all, and works alone."""
    staff, lsms, control = cast.actor("staff"), cast.actor("lsms"), cast.actor("control-room")
    people, today = cast.people, clock.today()
    install_violence(
        by=Actor.system("test"), trust=cast.trust, checklist=[Item("reported", "Report it", "victim")],
        support=[("counselling", "Counselling", "", "")],
    )  # fmt: skip
    victim = incident.victims.get()
    offer = offer_support(by=cast.actor("line-manager"), victim=victim, option="counselling")
    referral = refer_to_occupational_health(by=lsms, victim=victim, referred=True, reason="They asked.")
    asked = ask_for_support(by=staff, victim=victim, words="Will somebody ring me?")
    advice = advise_care_plan(by=lsms, incident=incident, patient_number="W1", advice="Two people.", given_to="Ward 1")
    call = request_support(
        by=staff, trust=cast.trust, kind="police", where="Mill Lane", words="Shouting", asker=people["staff"]
    )
    second = cast.report()
    waiting = ask_for_marker(by=staff, incident=second, told=FACTS, asker=people["staff"])
    live = ask_for_marker(by=staff, incident=incident, told=FACTS, asker=people["staff"])
    confirm_marker(
        by=lsms, marker=live, review_on=today + timedelta(days=90), reason="Twice", criteria={"nature": "Shouting"},
        advice="Two people",
    )  # fmt: skip
    challenge = challenge_marker(by=lsms, marker=live, from_whom="The occupant", words="Wrong house")
    letter = make_letter(
        by=lsms, marker=live, kind="placed",
        told=LetterTold(name="The occupant", behaviour="You shouted.", write_to="the trust"),
    )  # fmt: skip
    told = disclose_marker(by=lsms, marker=live, to="The council", basis="Agreement")
    _, searched = look_up(
        by=control, trust=cast.trust, asked="12 Harbour Road EX1 2AB", job="J1", person=people["control-room"]
    )
    team = set_lone_working(
        by=cast.actor("line-manager"), unit=cast.unit, controls=["buddy"], words="Ring.",
        responsible=people["line-manager"],
    )  # fmt: skip
    worker = add_lone_worker(by=lsms, arrangement=team, person=people["staff"], reason="night", since=today)
    device = issue_device(by=lsms, worker=worker, kind="radio", number=f"R-{cast.trust.code}", on=today)
    concern = raise_concern(by=staff, arrangement=team, words="No signal", raiser=people["staff"])
    incident.record.refresh_from_db()
    of = {"reference": incident.reference}
    person, own = of | {"key": victim.pk}, {"key": victim.pk}
    lone = {"reference": team.reference}
    return Keys(
        {
            "step": person | {"item": "reported"},
            "step-done": person | {"item": "reported"},
            "care-plan-advice": of | {"key": advice.pk},
            "support": person,
            "support-part": person | {"part": "contact"},
            "answer-offer": person | {"offer": offer.pk},
            "follow-up": person | {"offer": offer.pk},
            "answer-request": person | {"asked": asked.pk},
            "outcome": person | {"referral": referral.pk},
            "my-support": own,
            "my-step": own | {"item": "reported"},
            "my-wishes": own,
            "ask-for-help": own,
            "answer-my-offer": own | {"offer": offer.pk},
            "referral": {"key": referral.pk},
            "call": {"key": call.pk},
            "hit": {"key": searched.hits.get().pk},
            "marker": {"reference": live.reference},
            "decide": {"reference": waiting.reference, "verb": "place"},
            "answer-challenge": {"reference": live.reference, "key": challenge.pk},
            "told-of-removal": {"reference": live.reference, "key": told.pk},
            "write-letter": {"reference": live.reference, "kind": "placed"},
            "letter": {"reference": live.reference, "key": letter.pk},
            "letter-file": {"reference": live.reference, "key": letter.pk, "ending": "docx"},
            "letter-sent": {"reference": live.reference, "key": letter.pk},
            "lone-working": lone,
            "lone-part": lone | {"part": "check"},
            "lone-worker": lone | {"key": worker.pk, "what": "device"},
            "return-device": lone | {"key": device.pk},
            "concern": lone | {"key": concern.pk, "what": "review"},
        },
        second,
    )
