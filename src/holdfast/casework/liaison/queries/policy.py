"""What the trust's policy says of outside bodies, for operations, forms and pages."""

from __future__ import annotations

from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.models import Arrangement, Force, ForceStep
from holdfast.foundation.organisation.models import Post, Trust
from holdfast.foundation.organisation.viewer import Viewer


def arrangement_of(trust_id: int) -> Arrangement:
    """The trust's arrangement; one that says nothing where its policy is silent."""
    return Arrangement.objects.filter(trust_id=trust_id).first() or Arrangement(trust_id=trust_id)


def first_contact_for(incident: Incident) -> Post | None:
    """The post that the trust's policy makes its first contact with the police for such an incident; None for none."""
    arrangement = arrangement_of(incident.trust_id)
    key = arrangement.others.get(incident.type) or arrangement.single_contact
    return Post.objects.filter(trust_id=incident.trust_id, key=key, closed__isnull=True).first() if key else None


def holds(viewer: Viewer, post: Post | None) -> bool:
    """True when the viewer holds or covers `post`, or when there is none to hold."""
    return post is None or post.pk in viewer.post_ids


def forces_of(trust: Trust) -> list[Force]:
    """The police forces of the trust's area, in the order of its policy, with the steps agreed with each."""
    return list(Force.objects.filter(trust=trust).prefetch_related("steps"))


def next_step(trust_id: int, force: str, taken: int) -> ForceStep | None:
    """The step that was agreed with `force` for after `taken` steps; None when nothing more, or nothing, is agreed."""
    steps = ForceStep.objects.filter(trust_id=trust_id, force__name=force)
    return steps.filter(step__gt=taken).order_by("step").first()
