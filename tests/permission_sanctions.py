"""One of everything that an address of a sanction can name, for tests/permission_things.py."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from holdfast.casework.incidents.models import Incident
from holdfast.casework.sanctions.models import Appeal, Assent
from holdfast.casework.sanctions.operations.approaching import request_order
from holdfast.casework.sanctions.operations.cases import open_case, record_standing
from holdfast.casework.sanctions.operations.letters import LetterFacts, write_letter
from holdfast.casework.sanctions.operations.money import record_recovery
from holdfast.casework.sanctions.operations.proceedings import record_outcome, record_proceedings
from holdfast.casework.sanctions.operations.publicity import PublicityAnswers, decide_publicity, publish
from holdfast.kernel import clock
from tests.cast import TrustCast

OF_A_CASE = (
    *("case", "standing", "assess", "consider", "propose", "decide", "decide-on-nothing", "reconsider", "close"),
    *("write-letter", "regulator", "order", "human-resources", "proceedings", "outcome", "loss", "recovery"),
    "deduction",
)
OF_A_LETTER = (
    *("letter", "letter-pdf", "letter-word", "change-letter", "submit-letter", "approve-letter", "send-back-letter"),
    *("withdraw-letter", "serve-letter", "return-letter", "sign-letter", "review-letter", "end-letter", "breach"),
    "appeal",
)
ASKED = "security-management-director"
"""The role of the post that is asked to agree."""


def sanction_of(cast: TrustCast, incident: Incident) -> dict[str, dict[str, Any]]:
    """What each address of a case names, by the name of its view: a case on the incident's subject with all in it."""
    by, today = cast.actor("lsms"), clock.today()
    incident.refresh_from_db()
    subject = incident.subjects.get()
    subject.name, subject.born = "Vic Visitor", date(1980, 1, 1)
    subject.save(update_fields=["name", "born"])
    case = open_case(by=by, incident=incident, subject=subject)
    record_standing(by=by, case=case, age="adult", capacity="has", capacity_by="Dr Clinician")
    facts = LetterFacts(
        behaviour="You shouted.",
        valid_from=today,
        valid_until=today + timedelta(days=100),
        review_on=today + timedelta(days=50),
        appeal_by=today + timedelta(days=28),
        appeal_to="The director",
    )
    letter = write_letter(by=by, case=case, kind="warning", facts=facts)
    appeal = Appeal.objects.create(
        trust=cast.trust, letter=letter, on=today, words="It was not me.", at=clock.now(), by="Lee"
    )
    assent = Assent.objects.create(
        trust=cast.trust, case=case, round=0, post=cast.posts[ASKED], title="Director", asked_at=clock.now()
    )
    asked = request_order(
        by=by, case=case, order="restraining", body_kind="cps", body="CPS", on=today, words="To keep away"
    )
    court = record_proceedings(by=by, case=case, track="civil", court="County Court", about="Damage", started_on=today)
    claim = record_recovery(by=by, case=case, way="civil", from_whom="Vic Visitor", claimed=100, claimed_on=today)
    outcome = record_outcome(by=by, case=case, kind="order", on=today, imposed_by="Court", words="To keep away")
    answers = PublicityAnswers(
        choice="inside",
        restrictions_checked=True,
        data_protection_checked=True,
        specialist_consulted="Lee",
        words="An order was made.",
    )
    decision = decide_publicity(by=by, outcome=outcome, answers=answers)
    out = publish(by=by, decision=decision, channel="bulletin", on=today)
    of = {"reference": case.reference}
    named = dict.fromkeys(OF_A_CASE, of) | dict.fromkeys(OF_A_LETTER, of | {"key": letter.pk})
    named |= dict.fromkeys(("hearing", "end-proceedings"), of | {"key": court.pk})
    named |= dict.fromkeys(("agreed", "receipt", "write-off"), of | {"key": claim.pk})
    on_incident = {"reference": incident.reference}
    return named | {
        "agree": of | {"key": assent.pk},
        "decide-appeal": of | {"key": appeal.pk},
        "answer": of | {"key": asked.pk},
        "decide-publicity": of | {"key": outcome.pk},
        "publish": of | {"key": decision.pk},
        "withdraw-publication": of | {"key": out.pk},
        "wish": on_incident | {"key": incident.victims.get().pk},
        "open": on_incident | {"key": subject.pk},
    }
