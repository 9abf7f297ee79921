"""Who has to do with an incident: those who investigate it, and all those who reported it."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.casework.incidents.models import Addition, Incident
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.records.models import Link, LinkKind


def investigators_of(incident: Incident) -> list[Person]:
    """Whoever investigates the incident now; nobody before one is named, or once all findings are approved."""
    running = incident.investigations.exclude(state__in=("approved", "withdrawn"))
    people = running.filter(investigators__until__isnull=True).values("investigators__person")
    return list(Person.objects.filter(pk__in=people))


def merged_into(incident: Incident) -> list[Incident]:
    """The incidents that were merged into this one, the first report first."""
    links = Link.objects.filter(target_id=incident.pk, kind=LinkKind.DUPLICATE).values("source")
    merged = Incident.objects.filter(pk__in=links, state="merged")
    return list(merged.select_related("record", "trust", "reporter").order_by("reported_at", "pk"))


def reports_of(incident: Incident) -> Iterator[tuple[Incident, Addition | None]]:
    """Everyone's report of the event: the first, those added to it, and in the same way those merged into it."""
    yield incident, None
    for addition in incident.additions.filter(is_report=True).select_related("person"):
        yield incident, addition
    for other in merged_into(incident):
        yield from reports_of(other)
