"""Holding an action or a plan while a verb works on it, and telling people of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.notifications.operations import tell
from holdfast.foundation.organisation.models import Person, Post
from holdfast.foundation.records.operations import check_version
from holdfast.kernel import clock
from holdfast.tools.actions.models import Action, Plan

Owner = Person | Post


class BadAction(ValueError):
    """Something that was said of an action cannot be; `faults` by field, each with what to do instead."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


def hold(thing: Action | Plan, seen_version: int | None = None) -> None:
    """Keep everyone else from changing it until the operation ends, and read it anew.

    Raises EditedMeanwhile when `seen_version` is given and it has changed since.
    """
    check_version(thing.record, seen_version)
    thing.refresh_from_db()


def fault_of_owner(owner: Owner) -> str:
    """Why nothing can be given to `owner` today; "" when it can."""
    if isinstance(owner, Person):
        if owner.left is not None and owner.left < clock.today():
            return f"{owner} has left. Choose someone who works here, or a post."
        return ""
    if owner.closed is not None:
        return f"The post {owner} is closed. Choose another post, or a person."
    if owner.is_pattern:
        return f"{owner} stands for many posts. Choose the one of a team, or a person."
    return ""


def split(owner: Owner, stem: str) -> dict[str, Person | Post | None]:
    """The two columns `<stem>_person` and `<stem>_post` for an owner."""
    person = owner if isinstance(owner, Person) else None
    return {f"{stem}_person": person, f"{stem}_post": owner if isinstance(owner, Post) else None}


def tell_owner(action: Action, *, subject: str, words: str, kind: str, by: Actor, key: str = "") -> None:
    """Tell whoever is to do it, unless they did this themselves."""
    tell_of_action(action, to=[action.owner], subject=subject, words=words, kind=kind, by=by, key=key)


def tell_of_action(
    action: Action, *, to: Iterable[Owner], subject: str, words: str, kind: str, by: Actor, key: str = ""
) -> None:
    """Tell these people and posts, save whoever did it. `subject` goes into e-mail and so names only the reference."""
    told = list(to)
    tell(
        people=[one for one in told if isinstance(one, Person) and one.pk != by.person_id],
        posts=[one for one in told if isinstance(one, Post)],
        subject=subject,
        words=words,
        record=action.record,
        url=reverse("actions:action", args=[action.reference]),
        kind=kind,
        key=key,
    )
