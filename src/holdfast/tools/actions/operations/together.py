"""One change to several actions: each by its own operation, so that each has its own entry and its own refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from holdfast.foundation.audit.actors import Actor
from holdfast.kernel.workflow import NotPossibleNow
from holdfast.tools.actions.models import Action
from holdfast.tools.actions.operations.completing import complete
from holdfast.tools.actions.operations.dates import move_date
from holdfast.tools.actions.operations.ending import withdraw
from holdfast.tools.actions.operations.holding import Owner
from holdfast.tools.actions.operations.owners import hand_over


@dataclass
class Outcome:
    """What became of it: the actions that were changed, and those that were not, each with why."""

    changed: list[Action] = field(default_factory=list)
    refused: list[tuple[Action, str]] = field(default_factory=list)


def change_together(
    *,
    by: Actor,
    actions: Iterable[Action],
    do: str,
    why: str,
    due: date | None = None,
    owner: Owner | None = None,
) -> Outcome:
    """Do the same to each of `actions`, with one reason: `do` is move-date, hand-over, complete or withdraw.

    What one of them refuses does not stop the others. Raises ValueError for anything else to do, and without the date
    or the owner that it takes.
    """
    verb = _verb(by, do, why, due, owner)
    outcome = Outcome()
    for action in actions:
        try:
            verb(action)
        except (NotPossibleNow, ValueError) as refusal:
            outcome.refused.append((action, str(refusal)))
        else:
            outcome.changed.append(action)
    return outcome


def _verb(by: Actor, do: str, why: str, due: date | None, owner: Owner | None) -> Callable[[Action], object]:
    if do == "move-date" and due is not None:
        return lambda action: move_date(by=by, action=action, due=due, why=why)
    if do == "hand-over" and owner is not None:
        return lambda action: hand_over(by=by, action=action, owner=owner, why=why)
    if do == "complete":
        return lambda action: complete(by=by, action=action, words=why)
    if do == "withdraw":
        return lambda action: withdraw(by=by, action=action, why=why)
    raise ValueError("Say what is to be done with them, with the date or the person that it takes.")
