"""What the demonstration does after violence: the checklist, support, markers, and lone working of teams.

Called from `lives` with an incident that was triaged, inside its trust's scope and at its moment. Deterministic for one
`chance`; every name and word is invented.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.incidents.operations.wishes import record_wish
from holdfast.casework.violence.models import Marker, Offer
from holdfast.casework.violence.operations.challenging import notify_subject
from holdfast.casework.violence.operations.deciding import confirm_marker, place_marker, refuse_marker
from holdfast.casework.violence.operations.health import record_occupational_health, refer_to_occupational_health
from holdfast.casework.violence.operations.lone import (
    add_lone_worker,
    check_lone_working,
    issue_device,
    raise_concern,
    review_lone_working,
    set_lone_working,
)
from holdfast.casework.violence.operations.looking_up import answer_hit, look_up
from holdfast.casework.violence.operations.marking import MarkerFacts, ask_for_marker, explain_no_marker
from holdfast.casework.violence.operations.response import BadAnswer, respond
from holdfast.casework.violence.operations.support import (
    answer_offer,
    contact_victim,
    name_contact,
    offer_support,
)
from holdfast.casework.violence.queries.policy import categories, support_options
from holdfast.casework.violence.queries.response import checklists, is_assault
from holdfast.foundation.organisation.models import Person
from holdfast.kernel import clock

from .cast import Cast, Team

WELFARE = (
    "Rang them at home: shaken, and glad that somebody asked.",
    "Spoke at the start of the shift.",
    "Met for tea.",
)
WHY_NO_MARKER = (
    "They were visitors and do not live there.",
    "Words only, and an apology.",
    "It was the street outside.",
)
NOTES = ("", "", "They would rather talk to somebody outside.", "Asked to be reminded in a month.")
CHECKED = (
    "Rang four people out on visits; all had logged on.",
    "Two devices were flat. Chargers are in every car now.",
)

Later = Callable[[timedelta, Callable[[], None]], None]
"""Lets something follow after a while, in the trust's scope: what `lives` offers as `later`."""


def respond_to_violence(cast: Cast, team: Team, incident: Incident, chance: random.Random, later: Later) -> None:
    """Let the response to `incident` take its course: most of the checklist, support, and a marker where one suits."""
    if not is_assault(incident) or incident.restricted or incident.state not in ("reported", "open"):
        return
    manager, lsms = team.manager, _holder(cast, "lsms", "security-lead")
    helper = manager or lsms
    if helper is None:
        return
    if incident.place == "private-address":
        _mark(cast, incident, chance, later, helper)
    for victim in incident.victims.select_related("person").all():
        if victim.person is None:
            continue
        victim.incident = incident
        if chance.random() < 0.85:
            _support(cast, victim, chance, later, helper, lsms)


def _holder(cast: Cast, *roles: str) -> Person | None:
    return next((cast.by_role[role][0] for role in roles if cast.by_role.get(role)), None)


def _support(
    cast: Cast, victim: Victim, chance: random.Random, later: Later, helper: Person, lsms: Person | None
) -> None:
    by, incident = cast.actor(helper), victim.incident
    contact_victim(by=by, victim=victim, purpose="welfare", words=chance.choice(WELFARE))
    options = support_options(incident.trust)
    option = chance.choice(options).key if options else "support"
    follow_up = clock.today() + timedelta(days=chance.choice((14, 28))) if chance.random() < 0.4 else None
    offer = offer_support(
        by=by, victim=victim, option=option, follow_up_on=follow_up, note=chance.choice(NOTES), role="manager"
    )
    answer = "accepted" if chance.random() < 0.55 else "declined"
    if chance.random() < 0.8:
        later(timedelta(hours=chance.uniform(2, 90)), lambda: _answered(cast, offer, victim, answer))
    _tick(cast, victim, chance, helper)
    if victim.injury in ("minor", "treated") and chance.random() < 0.7:
        _refer(cast, victim, chance, later, helper)
    if lsms is not None and chance.random() < 0.4:
        name_contact(by=cast.actor(lsms), victim=victim, person=lsms)


def _answered(cast: Cast, offer: Offer, victim: Victim, answer: str) -> None:
    if victim.person is None or victim.incident.state in ("merged", "routed-out"):
        return
    offer.victim = victim
    answer_offer(by=cast.actor(victim.person), offer=offer, answer=answer)
    record_wish(by=cast.actor(victim.person), victim=victim, wants={"action": "yes", "publicity": "unsure"})


def _tick(cast: Cast, victim: Victim, chance: random.Random, helper: Person) -> None:
    """What nobody wrote down is mostly done, now and then not; some of it stays open."""
    lines = next((lines for one, lines in checklists(victim.incident) if one.pk == victim.pk), [])
    for line in lines:
        roll = chance.random()
        if not line.open or roll > 0.8:
            continue
        why_not = "It was not possible on that shift." if roll < 0.08 else ""
        respond(
            by=cast.actor(helper),
            incident=victim.incident,
            victim=victim,
            item=line.item.key,
            done_at=None if why_not else clock.now(),
            why_not=why_not,
        )


def _refer(cast: Cast, victim: Victim, chance: random.Random, later: Later, helper: Person) -> None:
    referred = chance.random() < 0.5
    row = refer_to_occupational_health(
        by=cast.actor(helper),
        victim=victim,
        referred=referred,
        reason="They asked for it." if referred else "They feel well and know where to go.",
    )
    nurse = _holder(cast, "occupational-health") or helper
    if referred and chance.random() < 0.7:
        outcome = chance.choice(("fit", "fit", "adjusted"))

        def attended() -> None:
            row.incident.refresh_from_db()
            if row.incident.state not in ("merged", "routed-out"):
                record_occupational_health(
                    by=cast.actor(nurse), referral=row, attended_on=clock.today(), outcome=outcome
                )

        later(timedelta(days=chance.uniform(5, 25)), attended)


def _mark(cast: Cast, incident: Incident, chance: random.Random, later: Later, helper: Person) -> None:
    asker = incident.reporter or helper
    if chance.random() < 0.3:
        explain_no_marker(by=cast.actor(asker), incident=incident, reason=chance.choice(WHY_NO_MARKER))
        return
    told = MarkerFacts(
        place="home",
        address=incident.address or f"{chance.randint(1, 90)} Invented Street",
        postcode=incident.postcode,
        facts="Staff were attacked or threatened at this address.",
        actions=chance.choice((("two",), ("two", "police"), ("phone",))),
    )
    try:
        marker = ask_for_marker(by=cast.actor(asker), incident=incident, told=told, asker=asker)
    except BadAnswer:  # the report told too little of the address for crews to find it
        explain_no_marker(by=cast.actor(asker), incident=incident, reason="The address is not known well enough.")
        return
    until = clock.today() + timedelta(days=28)
    placed_by = _holder(cast, "control-room", "lsms", "security-lead")
    if placed_by is not None and chance.random() < 0.8:
        place_marker(by=cast.actor(placed_by), marker=marker, until=until, reason="Crews may be sent there tonight.")
        later(timedelta(days=chance.uniform(1, 15)), lambda: _looked_up(cast, marker, placed_by, helped=True))
    if chance.random() < 0.75:
        confirmed = chance.random() < 0.75
        later(timedelta(days=chance.uniform(4, 26)), lambda: _decide(cast, marker, confirmed=confirmed))


def _looked_up(cast: Cast, marker: Marker, person: Person, *, helped: bool) -> None:
    asked = f"{marker.address} {marker.postcode}"
    _, row = look_up(by=cast.actor(person), trust=cast.trust, asked=asked, job=f"J{marker.pk:05d}", person=person)
    hit = row.hits.select_related("marker__record").first()
    if hit is not None:
        answer_hit(by=cast.actor(person), hit=hit, passed_on=True, helped=helped)


def _decide(cast: Cast, marker: Marker, *, confirmed: bool) -> None:
    decider = next(
        (one for role in ("lsms", "security-lead") for one in cast.by_role.get(role, []) if one.pk != marker.asker_id),
        None,
    )
    marker.refresh_from_db()
    if decider is None or marker.state not in ("asked", "temporary"):
        return
    by = cast.actor(decider)
    if not confirmed:
        refuse_marker(by=by, marker=marker, reason="One raised voice in a bad hour; nothing before or since.")
        return
    confirm_marker(
        by=by,
        marker=marker,
        review_on=clock.today() + timedelta(days=180),
        reason="It is likely to happen again, and crews are sent there often.",
        category=next(iter(categories(cast.trust)), ""),
        panel=[str(decider)],
        criteria={"nature": "Force against staff", "repetition": "Likely"},
        actions=marker.actions,
        advice="Wait for a second crew.",
    )
    notify_subject(by=by, marker=marker, told=True, how="By letter on the day of the decision.")


def _done(verb: Callable[[], object]) -> None:
    verb()


def set_up_lone_working(cast: Cast, team: Team, chance: random.Random, later: Later) -> None:
    """Arrangements for a team in which people work alone: who, with which device, checked twice, and one concern."""
    if team.manager is None:
        return
    by, today = cast.actor(team.manager), clock.today()
    arrangement = set_lone_working(
        by=by,
        unit=team.unit,
        controls=("device", "buddy", "call-in"),
        words="Log on before a visit, off after it. When nobody logs off, the buddy rings, then the manager.",
        responsible=team.manager,
        checks_every="P3M",
    )
    for number, person in enumerate(team.staff[:3]):
        worker = add_lone_worker(
            by=by, arrangement=arrangement, person=person, reason=("night", "off-site", "off-site")[number], since=today
        )
        if chance.random() < 0.8:
            device = f"{cast.trust.code}-{team.unit.pk}-{number}"
            issue_device(by=by, worker=worker, kind="lone-worker", number=device, on=today)
    for month in (2, 5):
        words = chance.choice(CHECKED)
        check = partial(
            check_lone_working, by=by, arrangement=arrangement, followed=True, workable="flat" not in words, words=words
        )
        later(timedelta(days=30 * month + chance.randint(0, 40)), partial(_done, check))
    if chance.random() < 0.4 and team.staff:
        staff, manager = team.staff[0], team.manager

        def worried() -> None:
            concern = raise_concern(
                by=cast.actor(staff), arrangement=arrangement, words="There is no signal in the valley.", raiser=staff
            )
            review_lone_working(
                by=by, concern=concern, staff=staff, manager=manager, found="Visits in the valley go in pairs."
            )

        later(timedelta(days=chance.randint(20, 200)), worried)
