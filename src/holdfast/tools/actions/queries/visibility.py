"""Who may know of which action and plan: the one place that lists, counts, exports and single pages use.

An action on a record is seen by those who may see that record, and by whoever owes it, verifies it or was told that it
is overdue: they see the action and not the record behind it.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from holdfast.foundation.organisation.models import Unit
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer, once_a_viewer
from holdfast.foundation.records.models import Record, Sensitivity
from holdfast.foundation.records.visibility import records_visible_to, seen_record
from holdfast.tools.actions.models import Action, Escalation, Plan

OWN_KINDS = ("action", "action-plan")
"""Nothing is raised on these: an action on an action would be another action."""


def stands_in_for(viewer: Viewer) -> list[int]:
    """Keys of the people whose post the viewer covers today."""
    return [held.covers_for.pk for held in viewer.held if held.covers_for is not None]


def owed_by_viewer(viewer: Viewer) -> Q:
    """The condition that an action is the viewer's to do: their own, their posts', or that of whom they cover for.

    What somebody owes in person on a restricted record stays with that person.
    """
    covered = Q(owner_person__in=stands_in_for(viewer)) & ~Q(about__sensitivity=Sensitivity.RESTRICTED)
    return Q(owner_person=viewer.person) | Q(owner_post__in=viewer.post_ids) | covered


def kept_by_viewer(viewer: Viewer) -> Q:
    """The condition that a plan is the viewer's to keep up to date."""
    return Q(keeper_person__in=[viewer.person.pk, *stands_in_for(viewer)]) | Q(keeper_post__in=viewer.post_ids)


def _in_units(viewer: Viewer, *columns: str) -> Q:
    """In one of `columns` stands a unit that the viewer manages, or one below it."""
    if not viewer.unit_paths:
        return Q(pk__in=[])
    below = Q()
    for path in viewer.unit_paths:
        below |= Q(path__startswith=path)
    units = Unit.objects.filter(below).values("pk")
    return Q(*(Q(**{f"{column}__in": units}) for column in columns), _connector=Q.OR)


@once_a_viewer
def visible_to(viewer: Viewer) -> QuerySet[Action]:
    """The actions of the viewer's trust whose page the viewer may open.

    On a record: those who may see the record. On none: whoever sees all actions, raised it, manages the unit that it
    concerns or whose people owe it, or keeps its plan. In any case whoever owes it, must verify it in their post, or
    was told that it is overdue.
    """
    told = Exists(Escalation.objects.filter(action=OuterRef("pk"), person=viewer.person))
    mine = owed_by_viewer(viewer) | Q(verified_by_post__in=viewer.post_ids) | Q(told)
    if viewer.may(Permission.SEE_ALL_ACTIONS):
        alone = Q(about__isnull=True)
    else:
        near = Q(raised_by_person=viewer.person) | _in_units(viewer, "unit", "owner_person__unit", "owner_post__unit")
        near |= Q(plan__in=Plan.objects.filter(kept_by_viewer(viewer), about__isnull=True).values("pk"))
        alone = Q(about__isnull=True) & near
    return Action.objects.filter(mine | alone | seen_record(viewer, "about_id", without=OWN_KINDS))


@once_a_viewer
def plans_visible_to(viewer: Viewer) -> QuerySet[Plan]:
    """The plans whose page the viewer may open: by the same rules as actions. Its keeper always may."""
    mine = kept_by_viewer(viewer)
    if viewer.may(Permission.SEE_ALL_ACTIONS):
        alone = Q(about__isnull=True)
    else:
        near = Q(opened_by_person=viewer.person) | _in_units(viewer, "unit", "keeper_person__unit", "keeper_post__unit")
        alone = Q(about__isnull=True) & near
    return Plan.objects.filter(mine | alone | seen_record(viewer, "about_id", without=OWN_KINDS))


@once_a_viewer
def records_for_actions(viewer: Viewer) -> QuerySet[Record]:
    """The records on which the viewer may see, and raise, actions."""
    return records_visible_to(viewer, without=OWN_KINDS)


def may_change(action: Action, viewer: Viewer) -> bool:
    """True when the viewer, who sees the action, may change what it says, hand it over, withdraw and reopen it.

    They need the right, and the action must not merely be theirs to do: on a record they must see the record.
    """
    if not viewer.may(Permission.RAISE_ACTIONS):
        return False
    return action.about_id is None or records_for_actions(viewer).filter(pk=action.about_id).exists()


def is_owner(action: Action, viewer: Viewer) -> bool:
    """True when the action is the viewer's to do."""
    if action.owner_post_id is not None:
        return action.owner_post_id in viewer.post_ids
    if action.owner_person_id == viewer.person.pk:
        return True
    restricted = action.about is not None and action.about.sensitivity == Sensitivity.RESTRICTED
    return not restricted and action.owner_person_id in stands_in_for(viewer)


def may_verify(action: Action, viewer: Viewer) -> bool:
    """True when the viewer, who sees the action, may verify it: the post that the policy names, or the right to."""
    if action.verified_by_post_id is not None:
        return action.verified_by_post_id in viewer.post_ids
    return viewer.may(Permission.VERIFY_ACTIONS)
