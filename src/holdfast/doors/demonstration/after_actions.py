"""What the demonstration does about an incident: actions raised, moved, completed and verified, and plans of teams.

Called from `lives` with a running or finished incident, inside its trust's scope and at its moment.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from holdfast.casework.incidents.models import Incident
from holdfast.foundation.organisation.models import Person
from holdfast.kernel import clock
from holdfast.tools.actions.models import Action, Plan
from holdfast.tools.actions.operations.comments import comment
from holdfast.tools.actions.operations.completing import complete, verify
from holdfast.tools.actions.operations.dates import move_date
from holdfast.tools.actions.operations.plans import open_plan, update_plan
from holdfast.tools.actions.operations.raising import raise_action

from .cast import Cast, Team

TO_DO = (
    ("Mend the lock of the side door", "The door stays shut behind everyone", 18_000),
    ("Put a light over the back entrance", "Staff say that they can see who is there", 42_000),
    ("Tell the team again how to call for help", "Everyone on the team has been told", None),
    ("Move the waiting chairs away from the desk", "Nobody can reach over the desk", None),
    ("Ask the council for a camera at the gate", "The council has answered", None),
    ("Go through the lone working arrangements with the team", "Each of them knows whom to ring", None),
    ("Fit a panic button in the interview room", "It was tried and help came", 65_000),
)
WHY_LATER = ("The parts come later than promised.", "The contractor was held up.", "Two of us are on leave.")
DONE = ("Done, and looked at with the team.", "Fitted and tried out.", "Everyone was told at the handover.")

Later = Callable[[timedelta, Callable[[], None]], None]
"""Lets something follow after a while, in the trust's scope: what `lives` offers as `later`."""


def act_on_incident(cast: Cast, team: Team, incident: Incident, chance: random.Random, later: Later) -> None:
    """Raise up to two actions on `incident` and let some of what follows follow. Deterministic for one `chance`."""
    raiser = team.manager or _lsms(cast)
    if raiser is None or chance.random() < 0.55:
        return
    for number in range(chance.choice((1, 1, 2))):
        title, success, pence = chance.choice(TO_DO)
        action = raise_action(
            by=cast.actor(raiser),
            trust=cast.trust,
            submission_key=f"demo-{incident.reference}-{number}",
            title=title,
            success=success,
            cost_pence=pence,
            owner=chance.choice(team.staff) if chance.random() < 0.6 else raiser,
            due=clock.today() + timedelta(days=chance.randint(14, 90)),
            priority=chance.choices(("urgent", "high", "medium", "low"), (1, 3, 6, 2))[0],
            source="incident",
            about=incident.record,
            site=incident.site,
            unit=team.unit,
        )
        _let_it_go_on(cast, action, raiser, chance, later)


def _let_it_go_on(cast: Cast, action: Action, raiser: Person, chance: random.Random, later: Later) -> None:
    owner = action.owner_person or raiser
    until_due = timedelta(days=(action.due - clock.today()).days)
    verifier = _lsms(cast)

    def move() -> None:
        found = _fresh(action)
        if found.state == "open" and found.due >= clock.today():
            due = found.due + timedelta(days=chance.randint(7, 40))
            move_date(by=cast.actor(owner), action=found, due=due, why=chance.choice(WHY_LATER))

    def finish() -> None:
        found = _fresh(action)
        if found.state != "open":
            return
        if found.evidence_needed:
            comment(by=cast.actor(owner), action=found, words="It is done. I will add the photo at the next shift.")
            return
        complete(by=cast.actor(owner), action=found, words=chance.choice(DONE))
        if found.state == "completed" and verifier is not None and verifier != owner and chance.random() < 0.8:
            later(timedelta(days=chance.randint(1, 12)), look)

    def look() -> None:
        found = _fresh(action)
        if found.state == "completed" and verifier is not None and found.verified_by_post is None:
            verify(by=cast.actor(verifier), action=found, accepted=True, words="Seen on the spot.")

    if chance.random() < 0.2:
        later(until_due * 0.7, move)
    if chance.random() < 0.82:
        later(until_due * chance.uniform(0.3, 1.25), finish)


def keep_plans(cast: Cast, chance: random.Random, later: Later, until: datetime) -> None:
    """Open a plan for some teams of the trust, and bring it up to date in most quarters up to `until`."""
    keeper = _lsms(cast)
    if keeper is None:
        return
    for number, team in enumerate(cast.teams[:3]):
        plan = open_plan(
            by=cast.actor(keeper),
            trust=cast.trust,
            submission_key=f"demo-plan-{cast.trust.code}-{number}",
            title=f"Security of {team.unit.name}",
            keeper=keeper,
            source="risk-assessment",
            period="quarter",
            site=team.site,
            unit=team.unit,
        )
        for title, success, pence in chance.sample(TO_DO, 3):
            action = raise_action(
                by=cast.actor(keeper),
                trust=cast.trust,
                submission_key=f"demo-plan-{cast.trust.code}-{number}-{title[:20]}",
                title=title,
                success=success,
                cost_pence=pence,
                owner=team.manager or keeper,
                due=clock.today() + timedelta(days=chance.randint(60, 300)),
                source="risk-assessment",
                plan=plan,
                site=team.site,
                unit=team.unit,
            )
            _let_it_go_on(cast, action, team.manager or keeper, chance, later)
        _update_each_quarter(cast, plan, keeper, chance, later, until)


def _update_each_quarter(
    cast: Cast, plan: Plan, keeper: Person, chance: random.Random, later: Later, until: datetime
) -> None:
    def update() -> None:
        update_plan(by=cast.actor(keeper), plan=plan, words="Gone through with the team; what is late has a new date.")

    for quarter in range((until - clock.now()).days // 91):
        if chance.random() < 0.9:
            later(timedelta(days=91 * quarter + chance.randint(5, 80)), update)


def _fresh(action: Action) -> Action:
    loaded = Action.objects.select_related("record", "trust", "owner_person", "owner_post", "raised_by_person", "plan")
    return loaded.get(pk=action.pk)


def _lsms(cast: Cast) -> Person | None:
    found = cast.by_role.get("lsms") or cast.by_role.get("security-lead")
    return found[0] if found else None
