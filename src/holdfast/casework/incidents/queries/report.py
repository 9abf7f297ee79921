"""What a reporter may ask: was this reported already, what became of mine, which drafts have I."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.core.signing import BadSignature, TimestampSigner
from django.db.models import Q, QuerySet

from holdfast.casework.incidents.models import Addition, Draft, Exchange, Incident
from holdfast.casework.incidents.rules.answers import IncidentFacts
from holdfast.casework.incidents.rules.passphrase import plain
from holdfast.casework.incidents.rules.report import JOINABLE, starts_restricted
from holdfast.casework.incidents.rules.taxonomy import TYPES, Family
from holdfast.foundation.organisation.models import Person, Site, Trust, Unit
from holdfast.kernel import clock
from holdfast.kernel.references import Reference

NEAR = timedelta(hours=2)
"""Two reports of the same place are held to be of the same event when they are no further apart than this."""

MATCHES_AT_MOST = 5
MATCH_LASTS = timedelta(days=2)
_signer = TimestampSigner(salt="incidents.already-reported")


@dataclass(frozen=True)
class Match:
    """A report that may be of the same event: no more of it than someone who was there may know.

    `token` stands for it in a form. `family` and `about` (the hour, UTC) are None for someone who may only know that
    there is one.
    """

    token: str
    family: Family | None = None
    about: datetime | None = None
    own_reference: str = ""


def possible_matches(trust: Trust, facts: IncidentFacts, reporter: Person | None) -> list[Match]:
    """Reports of the same place within NEAR of the same time, the nearest first.

    Never a restricted one, and none when this report is itself of a kind that is confidential. Someone without an
    account learns only that there is a report, and only of the trust's own sites: a private address is not theirs to
    ask about.
    """
    moment = facts.happened_at or facts.found_at
    if moment is None or starts_restricted(facts.type, facts.internal):
        return []
    if reporter is None and facts.place != "site":
        return []
    window = (moment - NEAR, moment + NEAR)
    found = Incident.objects.filter(
        Q(happened_at__range=window) | Q(happened_at=None, found_at__range=window),
        trust=trust,
        restricted=False,
        state__in=JOINABLE,
    ).select_related("record")
    near = [incident for incident in found if same_place(incident, facts)]
    near.sort(key=lambda incident: abs((incident.happened_at or incident.found_at or moment) - moment))
    return [_match(incident, reporter) for incident in near[:MATCHES_AT_MOST]]


def matched(trust: Trust, token: str) -> Incident | None:
    """The incident that `token` stands for; None when it is forged, too old, or for an incident of another trust."""
    try:
        pk = _signer.unsign(token, max_age=MATCH_LASTS)
    except BadSignature:
        return None
    return Incident.objects.filter(trust=trust, pk=pk).select_related("record", "trust").first()


def same_place(incident: Incident, facts: IncidentFacts) -> bool:
    """True when an incident happened where `facts` say, as far as the two say it."""
    if facts.cad_number and _bare(facts.cad_number) == _bare(incident.cad_number):
        return True
    if incident.place != facts.place:
        return False
    if facts.place == "site":
        return facts.site_id is not None and incident.site_id == facts.site_id
    if facts.place == "vehicle":
        return bool(_bare(facts.vehicle)) and _bare(incident.vehicle) == _bare(facts.vehicle)
    if _bare(facts.postcode) and _bare(incident.postcode):
        return _bare(incident.postcode) == _bare(facts.postcode) and _door(incident.address) == _door(facts.address)
    there = _bare(facts.address) or _bare(facts.exact_place)
    return bool(there) and there == (_bare(incident.address) or _bare(incident.exact_place))


def _match(incident: Incident, reporter: Person | None) -> Match:
    token = _signer.sign(str(incident.pk))
    if reporter is None:
        return Match(token)
    moment = incident.happened_at or incident.found_at
    about = (moment + timedelta(minutes=30)).replace(minute=0, second=0, microsecond=0) if moment else None
    own = incident.reference if incident.reporter_id == reporter.pk else ""
    return Match(token, TYPES[incident.type].family, about, own)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _door(address: str) -> str:
    number = re.search(r"\d+\s*[a-z]?\b", address.casefold())
    return _bare(number[0]) if number else _bare(address)


def drafts_of(person: Person) -> QuerySet[Draft]:
    """The reports that `person` has begun and not sent, the last one first."""
    return Draft.objects.filter(person=person).order_by("-saved_at")


def reports_of(person: Person) -> QuerySet[Incident]:
    """The incidents that `person` reported, the last one first: restricted ones too, for they know of those."""
    return Incident.objects.filter(reporter=person).select_related("record", "site").order_by("-reported_at", "-pk")


def second_reports_of(person: Person) -> QuerySet[Addition]:
    """The reports of `person` that were added to somebody else's, the last one first."""
    mine = Addition.objects.filter(person=person, is_report=True).select_related("incident__record")
    return mine.order_by("-at", "-pk")


def followed(trust: Trust, reference: str, passphrase: str) -> Incident | Addition | None:
    """What `reference` and `passphrase` open: an incident, or someone's report that was added to one.

    One answer for a wrong reference and a wrong passphrase: which of them was wrong is nobody's business. Both cost
    the same work, so that the time of the answer does not tell it either.
    """
    try:
        known = str(Reference.parse(reference))
    except ValueError:
        known = ""
    incident = Incident.objects.filter(trust=trust, record__reference=known).select_related("record", "trust").first()
    words = plain(passphrase)
    candidates: list[Incident | Addition] = []
    if incident is not None:
        candidates = [row for row in (incident, *incident.additions.filter(is_report=True)) if row.passphrase]
    for row in candidates:
        if row.opens_with(words):
            return row
    if not candidates:
        make_password(words)
    return None


def news_for(incident: Incident, addition: Addition | None = None) -> Iterable[Exchange]:
    """The words to and from the first reporter, or, with `addition`, to and from the one who made it; oldest first."""
    return Exchange.objects.filter(incident=incident, addition=addition).order_by("at", "pk")


def own_site(person: Person) -> Site | None:
    """The site where `person` works: that of their unit or the nearest above it that has one."""
    if person.unit is None:
        return None
    above = [int(key) for key in person.unit.path.split("/") if key]
    sites = {unit.pk: unit.site for unit in Unit.objects.filter(pk__in=above, site__closed=None).select_related("site")}
    return next((sites[key] for key in reversed(above) if sites.get(key)), None)


def open_sites(trust: Trust) -> QuerySet[Site]:
    """The sites where something can happen today, by name."""
    today = clock.today()
    return Site.objects.filter(Q(closed=None) | Q(closed__gt=today), trust=trust).order_by("name", "code")
