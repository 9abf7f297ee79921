"""Asking to search a colleague's kit, and the decision on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.urls import reverse

from holdfast.casework.casefile.models import Search
from holdfast.casework.casefile.queries.searches import approvers
from holdfast.casework.casefile.rules.searches import SEARCH, missing_suspicion
from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.incidents.operations.restriction import means, name_readers, suspected
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.notifications.operations import tell
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.records.models import Reader
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


@dataclass(frozen=True)
class Suspicion:
    """What a search is asked for with. `kit` is what would be searched: a locker, a bag, a vehicle.

    A locker that the trust owns counts as the colleague's own.
    """

    kit: str
    item: str
    suspect: str
    place: str
    grounds: str
    suspect_person: Person | None = None


@operation
def ask_for_search(*, by: Actor, incident: Incident, suspicion: Suspicion, approver: Person) -> Search:
    """Ask `approver` for leave to search a colleague's kit. The approver is named on the incident and told.

    Only on an incident that is restricted, so that the suspect's name stays with the people named on it. Raises
    ValueError without one of the parts of a reasonable suspicion (named item, named colleague, named place, grounds),
    on an incident that is not restricted or not open, for an approver who may not approve, who asks themselves or who
    is suspected, and when the suspect is named on the incident as a reader.
    """
    hold(incident)
    if not incident.restricted:
        raise ValueError(
            "A search concerns a colleague, so the incident must be restricted first: judge it again as one in which a "
            "colleague is suspected."
        )
    if incident.state not in ("reported", "open"):
        raise ValueError("A search is asked for while the incident is open. Reopen it first.")
    missing = missing_suspicion(
        item=suspicion.item, suspect=suspicion.suspect, place=suspicion.place, grounds=suspicion.grounds
    )
    if missing:
        raise ValueError(" ".join(missing.values()))
    if not suspicion.kit.strip():
        raise ValueError("Say what would be searched, such as a locker or a bag.")
    chosen = next((one for one in approvers(incident.trust) if one.person.pk == approver.pk), None)
    if chosen is None:
        raise ValueError(f"{approver} holds no post that may approve a search. Choose someone who does.")
    if approver.pk == by.person_id:
        raise ValueError("Nobody approves their own request. Choose someone else.")
    _keep_suspect_out(incident, suspicion, approver)
    number = (Search.objects.filter(incident=incident).aggregate(last=Max("number"))["last"] or 0) + 1
    search = Search.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        number=number,
        kit=suspicion.kit.strip(),
        item=suspicion.item.strip(),
        suspect=suspicion.suspect.strip(),
        suspect_person=suspicion.suspect_person,
        place=suspicion.place.strip(),
        grounds=suspicion.grounds.strip(),
        asked_at=clock.now(),
        asked_by=by.name,
        asked_by_person_id=by.person_id,
        approver=approver,
        approver_post=str(chosen.post),
    )
    name_readers(incident, [approver], by=by, why="is asked to approve a search")
    _tell(
        search, [approver], f"You are asked to approve a search: {incident.reference}", "Read the grounds and decide."
    )
    touch(incident.record)
    # The trail is read by more people than the search: it keeps who is suspected out.
    enter(
        "casefile.ask_for_search",
        by=by,
        subject=incident.record,
        details={"search": number, "kit": search.kit, "item": search.item, "approver": str(approver)},
    )
    return search


def _keep_suspect_out(incident: Incident, suspicion: Suspicion, approver: Person) -> None:
    who = suspicion.suspect_person
    if (
        suspected(incident, approver)
        or means(suspicion.suspect, approver)
        or (who is not None and who.pk == approver.pk)
    ):
        raise ValueError(f"{approver} is suspected and cannot approve the search.")
    if who is not None and Reader.objects.filter(record_id=incident.pk, person=who).exists():
        raise ValueError(f"{who} is named on this incident and would see the request. Take them off it first.")


@operation
def approve_search(
    *, by: Actor, search: Search, by_word: bool = False, at: datetime | None = None, why: str = ""
) -> Search:
    """Approve a search: the approver on screen, or someone else writing down what the approver said (`by_word`).

    `at` is when the approver said it (UTC), now by default. What was said by word waits for the approver to confirm it.
    Raises ValueError for someone else than the approver who does not say that it was by word, and for a moment before
    the request or in the future; NotPossibleNow.
    """
    hold_search(search)
    own = by.person_id == search.approver_id
    if not own and not by_word:
        raise ValueError(f"Only {search.approver} decides on this search.")
    at = at or clock.now()
    if at > clock.now() or at < search.asked_at.replace(second=0, microsecond=0):
        raise ValueError("Approval comes after the request and not in the future. Put the time right.")
    search.state = SEARCH.move("approve-by-word" if by_word and not own else "approve", search.state).target
    search.decided_at, search.decision_why = at, why.strip()[:500]
    search.approved_how = "word" if by_word else "writing"
    search.confirmed_at = clock.now() if own else None
    search.save(update_fields=["state", "decided_at", "decision_why", "approved_how", "confirmed_at"])
    _tell_asker(search, by, "The search was approved", "Tell the colleague so, and that they are free to refuse.")
    if not own and search.approver is not None:
        _tell(
            search,
            [search.approver],
            f"Confirm that you approved a search: {search.incident.reference}",
            f"{by.name} wrote down that you approved it by word of mouth.",
        )
    search_written(search)
    enter(
        "casefile.approve_search",
        by=by,
        subject=search.incident.record,
        details={"search": search.number, "approver": str(search.approver), "how": search.approved_how, "at": at},
        why=why.strip(),
    )
    return search


@operation
def confirm_approval(*, by: Actor, search: Search) -> Search:
    """The approver confirms what was written down of their word. Raises ValueError for anyone else, or twice."""
    hold_search(search)
    if by.person_id != search.approver_id:
        raise ValueError(f"Only {search.approver} can confirm this.")
    if search.decided_at is None or search.confirmed_at is not None:
        raise ValueError("There is nothing to confirm.")
    search.confirmed_at = clock.now()
    search.save(update_fields=["confirmed_at"])
    search_written(search)
    enter("casefile.confirm_approval", by=by, subject=search.incident.record, details={"search": search.number})
    return search


@operation
def decline_search(*, by: Actor, search: Search, why: str) -> Search:
    """Do not approve a search, with the reason. Raises ValueError without one or for another than the approver;
    NotPossibleNow."""
    hold_search(search)
    if by.person_id != search.approver_id:
        raise ValueError(f"Only {search.approver} decides on this search.")
    if not why.strip():
        raise ValueError("Say why it is not approved.")
    search.state = SEARCH.move("decline", search.state).target
    search.decided_at, search.confirmed_at, search.decision_why = clock.now(), clock.now(), why.strip()[:500]
    search.save(update_fields=["state", "decided_at", "confirmed_at", "decision_why"])
    _tell_asker(search, by, "The search was not approved", "Open it to read why. Nothing may be searched.")
    search_written(search)
    details = {"search": search.number}
    enter("casefile.decline_search", by=by, subject=search.incident.record, details=details, why=why.strip())
    return search


def hold_search(search: Search) -> None:
    hold(search.incident)
    incident = search.incident
    search.refresh_from_db()
    search.incident = incident


def search_written(search: Search) -> None:
    touch(search.incident.record)


def _tell_asker(search: Search, by: Actor, subject: str, words: str) -> None:
    if search.asked_by_person is not None and search.asked_by_person_id != by.person_id:
        _tell(search, [search.asked_by_person], f"{subject}: {search.incident.reference}", words)


def _tell(search: Search, people: list[Person], subject: str, words: str) -> None:
    tell(
        people=people,
        subject=subject,
        words=words,
        record=search.incident.record,
        url=reverse("casefile:search", args=[search.incident.reference, search.pk]),
        at_once=True,
        kind="casefile.search",
    )
