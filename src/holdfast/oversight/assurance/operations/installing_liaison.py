"""Handing liaison what a pack says of outside bodies."""

from __future__ import annotations

from holdfast.casework.liaison.operations.policy import ArrangementLine, ForceLine, StepLine, install_arrangements
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Trust
from holdfast.oversight.assurance.packs.pack import Pack
from holdfast.oversight.assurance.packs.reading_liaison import LIAISON


def put_liaison(*, by: Actor, trust: Trust, pack: Pack) -> None:
    """Who speaks with the police and with counter fraud, the policy's words on RIDDOR, and the forces."""
    said = pack.said(LIAISON)
    install_arrangements(
        by=by,
        trust=trust,
        arrangement=ArrangementLine(
            single_contact=said.single_contact,
            single_contact_clause=said.single_contact_clause,
            others=said.others,
            counter_fraud=said.counter_fraud,
            counter_fraud_outside=said.counter_fraud_outside,
            copied=said.copied,
            riddor_words=said.riddor_words,
            riddor_clause=pack.printed(said.riddor_clause),
            person_victims_decide=not said.wishes_weighed,
        ),
        forces=[
            ForceLine(one.name, one.contact, tuple(StepLine(step.to, step.how) for step in one.steps), one.clause)
            for one in said.forces
        ],
    )
