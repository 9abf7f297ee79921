"""What the demonstration keeps in a case's file: exhibits with their log, searches of a colleague's kit, reviews.

Called from `lives` with a running or finished incident, inside its trust's scope and at its moment.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from holdfast.casework.casefile.models import Exhibit, Search
from holdfast.casework.casefile.operations.closing import review_case
from holdfast.casework.casefile.operations.exhibits import ExhibitFacts, end_exhibit, record_exhibit
from holdfast.casework.casefile.operations.handovers import Moment, hand_over
from holdfast.casework.casefile.operations.searches import Suspicion, approve_search, ask_for_search
from holdfast.casework.casefile.operations.searching import Outcome, consider_police, record_answer, record_search
from holdfast.casework.casefile.queries.searches import approvers
from holdfast.casework.incidents.models import Incident
from holdfast.foundation.organisation.models import Person
from holdfast.kernel import clock

from .cast import Cast, Team

THINGS = {
    "weapon": ("Kitchen knife, black handle, blade about 12 cm", "Walking stick, split at the handle"),
    "physical-assault": ("Uniform shirt, left sleeve torn", "Broken pair of glasses"),
    "criminal-damage": ("Half a brick, red", "Piece of a wing mirror"),
    "burglary": ("Crowbar, 45 cm", "Cut padlock"),
    "theft": ("Empty tablet case", "Cut cable lock"),
    "robbery": ("Glove, grey wool",),
}
KITS = (("Locker 7", "Locker 7 in the rest room"), ("Work bag", "Work bag on the vehicle"))
REVIEWS = (
    "In proportion. The police are asked for the charging decision.",
    "Everyone affected was spoken to. Nothing is stuck.",
    "Waits for the statement of the second witness.",
)

Later = Callable[[timedelta, Callable[[], None]], None]
"""Lets something follow after a while, in the trust's scope."""


def keep_case(cast: Cast, team: Team, incident: Incident, chance: random.Random, later: Later) -> None:
    """Put into the file of `incident` what such a case would hold. Deterministic for one `chance`."""
    keeper = _keeper(cast, incident)
    if keeper is None:
        return
    if incident.type in THINGS and not incident.near_miss and chance.random() < 0.35:
        _exhibit(cast, team, incident, keeper, chance, later)
    if incident.restricted and incident.internal and incident.type == "theft" and chance.random() < 0.6:
        _search(cast, incident, keeper, chance)
    if incident.severity in ("serious", "critical") and incident.state == "open" and chance.random() < 0.5:
        again = clock.today() + timedelta(days=chance.choice((14, 28)))
        review_case(by=cast.actor(keeper), incident=incident, words=chance.choice(REVIEWS), next_on=again)


def _keeper(cast: Cast, incident: Incident) -> Person | None:
    roles = ("security-lead",) if incident.restricted else ("lsms", "security-lead")
    return next((person for role in roles for person in cast.by_role.get(role, [])), None)


def _exhibit(cast: Cast, team: Team, incident: Incident, keeper: Person, chance: random.Random, later: Later) -> None:
    now, finder = clock.now(), chance.choice(team.staff)
    found = min(max(incident.occurred_at or incident.reported_at, now - timedelta(days=3)), now - timedelta(hours=3))
    exhibit = record_exhibit(
        by=cast.actor(keeper),
        incident=incident,
        facts=ExhibitFacts(
            nature="thing",
            description=chance.choice(THINGS[incident.type]),
            found_by=str(finder),
            found_at=found,
            found_where=str(incident.site or incident.get_place_display()),
            kept_by=str(keeper),
            kept_since=found + timedelta(hours=2),
            kept_where="Evidence cupboard, security office",
            seal=f"H{chance.randint(10_000, 99_999)}",
        ),
    )
    officer = f"PC {chance.randint(1000, 9999)}"
    whole = chance.random() < 0.9

    def to_the_police() -> None:
        giver = str(keeper) if whole else f"Duty desk, {team.unit.name}"
        hand_over(
            by=cast.actor(keeper),
            exhibit=Exhibit.objects.select_related("record", "incident__record").get(pk=exhibit.pk),
            moment=Moment(clock.now(), giver, officer, "For the police", place="Police store", seal_intact=True),
        )

    def back() -> None:
        end_exhibit(
            by=cast.actor(keeper),
            exhibit=Exhibit.objects.select_related("record", "incident__record").get(pk=exhibit.pk),
            how="police",
            at=clock.now(),
            to=officer,
            authority=f"{officer}, officer in the case",
        )

    if chance.random() < 0.7:
        later(timedelta(days=chance.randint(2, 9)), to_the_police)
        if chance.random() < 0.4:
            later(timedelta(days=chance.randint(30, 90)), back)


def _search(cast: Cast, incident: Incident, keeper: Person, chance: random.Random) -> None:
    approver = next((one.person for one in approvers(cast.trust) if one.person.pk != keeper.pk), None)
    if approver is None:
        return
    by, (kit, place) = cast.actor(keeper), chance.choice(KITS)
    suspicion = Suspicion(
        kit=kit,
        item="The team’s tablet, as on the asset list",
        suspect=f"{chance.choice(('Jo', 'Kit', 'Ray'))} Invented",
        place=place,
        grounds="The tablet last reported its place there at the end of the shift.",
    )
    search = ask_for_search(by=by, incident=incident, suspicion=suspicion, approver=approver)
    if chance.random() < 0.2:
        return
    approve_search(by=cast.actor(approver), search=search, why="The grounds are good enough.")
    agreed = chance.random() < 0.5
    record_answer(by=by, search=search, agreed=agreed, told_approved=True, told_free=True, at=clock.now())
    if agreed:
        _found(cast, search, keeper, chance)
    else:
        words = "It is for discipline to take on; the tablet was locked from afar."
        consider_police(by=by, search=search, wanted=False, with_whom=str(approver), why=words)


def _found(cast: Cast, search: Search, keeper: Person, chance: random.Random) -> None:
    found = chance.random() < 0.4
    record_search(
        by=cast.actor(keeper),
        search=search,
        outcome=Outcome(
            at=clock.now(),
            searched_by=str(keeper),
            found=found,
            report_words="A tablet is missing and last reported its place there.",
            found_what="The tablet, switched off" if found else "",
        ),
    )
