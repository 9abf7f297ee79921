"""Who may know of whose support, of which markers and of which arrangements. Narrower than the incident itself."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.violence.models import Arrangement, Call, LoneWorker, Marker, OccupationalHealthReferral
from holdfast.foundation.organisation.models import Unit
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.models import Reader


def supported_by(viewer: Viewer) -> QuerySet[Victim]:
    """The victims whose support the viewer may see: of incidents that they may open and whose people they look after,
    and those whose one contact they are. Whoever else may open the incident does not see it.

    Of a restricted incident only the people named on it, the contact included.
    """
    named = Exists(Reader.objects.filter(record_id=OuterRef("incident_id"), person=viewer.person))
    contact = Q(support__contact=viewer.person) & (Q(incident__restricted=False) | named)
    if viewer.may(Permission.SUPPORT_VICTIMS):
        # Row by row: as a list, it would be all incidents ever each time that one person is looked up.
        return Victim.objects.filter(contact | Exists(visible_to(viewer).filter(pk=OuterRef("incident"))))
    return Victim.objects.filter(contact)


def own_support(viewer: Viewer) -> QuerySet[Victim]:
    """The incidents in which the viewer was affected, as its victim."""
    return Victim.objects.filter(person=viewer.person)


def referrals_for(viewer: Viewer) -> QuerySet[OccupationalHealthReferral]:
    """The referrals that occupational health sees: those that were made, save of restricted incidents on which the
    viewer
    is not named."""
    if not viewer.may(Permission.SEE_REFERRALS):
        return OccupationalHealthReferral.objects.none()
    named = Exists(Reader.objects.filter(record_id=OuterRef("incident_id"), person=viewer.person))
    return OccupationalHealthReferral.objects.filter(Q(incident__restricted=False) | named, referred=True)


def may_ask_for_marker(viewer: Viewer) -> QuerySet[Incident]:
    """The incidents from which the viewer may ask for a marker: those they reported, were affected by, or may open."""
    hurt = Exists(Victim.objects.filter(incident=OuterRef("pk"), person=viewer.person))
    named = Exists(Reader.objects.filter(record_id=OuterRef("pk"), person=viewer.person))
    own = (Q(reporter=viewer.person) | hurt) & (Q(restricted=False) | named | Q(reporter=viewer.person))
    if viewer.may(Permission.LIST_INCIDENTS):
        return Incident.objects.filter(own | Q(pk__in=visible_to(viewer).values("pk")))
    return Incident.objects.filter(own)


def markers_visible_to(viewer: Viewer) -> QuerySet[Marker]:
    """The markers of the trust for those who decide on them and for the control room, which places temporary ones."""
    if viewer.may(Permission.SEE_MARKERS) or viewer.may(Permission.PLACE_MARKERS):
        return Marker.objects.all()
    return Marker.objects.filter(asker=viewer.person)


def markers_known_to(viewer: Viewer) -> QuerySet[Marker]:
    """The markers of which the viewer may read what happened, whom it concerns and who asked.

    Not those after a restricted incident on which the viewer is not named: of such a marker the others see what crews
    need, the address and the advice. Whoever asked for it knows what they wrote.
    """
    named = Exists(Reader.objects.filter(record_id=OuterRef("incident_id"), person=viewer.person))
    open_to_all = Q(incident__isnull=True) | Q(incident__restricted=False)
    return markers_visible_to(viewer).filter(open_to_all | named | Q(asker=viewer.person))


def calls_visible_to(viewer: Viewer) -> QuerySet[Call]:
    """Calls for support: all that are tied to no restricted incident for who answers them, else one's own."""
    if viewer.may(Permission.ANSWER_CALLS):
        named = Exists(Reader.objects.filter(record_id=OuterRef("incident_id"), person=viewer.person))
        return Call.objects.filter(
            Q(incident__isnull=True) | Q(incident__restricted=False) | named | Q(asker=viewer.person)
        )
    return Call.objects.filter(asker=viewer.person)


def arrangements_visible_to(viewer: Viewer) -> QuerySet[Arrangement]:
    """Arrangements for lone working: of the units one manages, of the whole trust for the security and safety teams,
    and
    those that one works under, belongs to, or is responsible for."""
    mine: Any = Q(responsible=viewer.person) | Exists(
        LoneWorker.objects.filter(arrangement=OuterRef("pk"), person=viewer.person, until__isnull=True)
    )
    if viewer.person.unit_id:
        mine |= Q(unit=viewer.person.unit_id)
    if viewer.may(Permission.KEEP_LONE_WORKING):
        if viewer.may(Permission.SEE_ALL_INCIDENTS):
            return Arrangement.objects.all()
        below = Q(pk__in=[])
        for path in viewer.unit_paths:
            below |= Q(path__startswith=path)
        mine |= Q(unit__in=Unit.objects.filter(below).values("pk"))
    return Arrangement.objects.filter(mine)


def may_keep(viewer: Viewer, arrangement: Arrangement) -> bool:
    """True when the viewer may change these arrangements: the security and safety teams, whoever manages the unit, and
    whoever is responsible for the checks."""
    if arrangement.responsible_id == viewer.person.pk:
        return True
    if not viewer.may(Permission.KEEP_LONE_WORKING):
        return False
    return viewer.may(Permission.SEE_ALL_INCIDENTS) or any(
        arrangement.unit.path.startswith(path) for path in viewer.unit_paths
    )
