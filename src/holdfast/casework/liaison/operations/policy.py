"""Putting what a trust's policy says of outside bodies in force. Called by whoever installs a policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from holdfast.casework.liaison.models import Arrangement, Force, ForceStep
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Trust


@dataclass(frozen=True)
class StepLine:
    """One step of the way agreed with a force: to whom, and how they are reached."""

    to: str
    how: str = ""


@dataclass(frozen=True)
class ForceLine:
    """A police force of the trust's area; no `steps`: nothing is agreed with it about refusals."""

    name: str
    contact: str = ""
    steps: tuple[StepLine, ...] = ()
    clause: str = ""


@dataclass(frozen=True)
class ArrangementLine:
    """What the policy says; the fields are those of models.Arrangement."""

    single_contact: str = ""
    single_contact_clause: str = ""
    others: Mapping[str, str] = field(default_factory=dict)
    counter_fraud: str = ""
    counter_fraud_outside: str = ""
    copied: tuple[str, ...] = ()
    riddor_words: str = ""
    riddor_clause: str = ""
    person_victims_decide: bool = True


@operation
def install_arrangements(*, by: Actor, trust: Trust, arrangement: ArrangementLine, forces: Sequence[ForceLine]) -> None:
    """Replace what the trust's policy says of outside bodies: contacts, counter fraud, forces and their escalations.

    Where the policy prints no steps for a force, those that the trust agreed with it on screen stay.
    """
    agreed = {row.name: [StepLine(step.to, step.how) for step in row.steps.all()] for row in _forces(trust)}
    Arrangement.objects.filter(trust=trust).delete()
    Force.objects.filter(trust=trust).delete()
    Arrangement.objects.create(
        trust=trust, **vars(arrangement) | {"others": dict(arrangement.others), "copied": list(arrangement.copied)}
    )
    for order, line in enumerate(forces):
        force = Force.objects.create(trust=trust, name=line.name, order=order, contact=line.contact, clause=line.clause)
        ForceStep.objects.bulk_create(
            ForceStep(trust=trust, force=force, step=number, to=step.to, how=step.how)
            for number, step in enumerate(line.steps or agreed.get(line.name, ()), start=1)
        )
    enter("liaison.install_arrangements", by=by, subject=trust, details={"forces": [line.name for line in forces]})


def _forces(trust: Trust) -> list[Force]:
    return list(Force.objects.filter(trust=trust).prefetch_related("steps"))


@operation
def agree_steps(*, by: Actor, trust: Trust, force: str, steps: Sequence[StepLine]) -> Force:
    """Keep what was agreed with a force about refusals: to whom they are taken, one after the other.

    Replaces what was agreed before; no steps mean that nothing is agreed any more. Raises ValueError for a force that
    the trust does not have, and for a step that names nobody.
    """
    row = Force.objects.filter(trust=trust, name=force).first()
    if row is None:
        raise ValueError(f"{force} is not among the forces of this trust.")
    if any(not step.to.strip() for step in steps):
        raise ValueError("Say who is asked at each step.")
    before = [step.to for step in row.steps.all()]
    row.steps.all().delete()
    ForceStep.objects.bulk_create(
        ForceStep(trust=trust, force=row, step=number, to=step.to.strip()[:160], how=step.how.strip()[:200])
        for number, step in enumerate(steps, start=1)
    )
    enter("liaison.agree_steps", by=by, subject=trust, changes={force: [before, [step.to for step in steps]]})
    return row
