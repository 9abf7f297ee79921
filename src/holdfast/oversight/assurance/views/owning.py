"""Who may see one duty: whoever sees assurance, and its owner, who is told of it and must be able to look."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from holdfast.foundation.organisation.access import ViewedRequest
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.oversight.assurance.models import Obligation
from holdfast.oversight.assurance.queries.duties import duty_on
from holdfast.oversight.assurance.views.as_at import AsAt


def owns(viewer: Viewer, duty: Obligation) -> bool:
    """Whether the viewer holds or covers the post that owns a duty."""
    return duty.owner in {post.key for post in viewer.posts}


def owned_or_seen(request: ViewedRequest, key: str, as_at: AsAt) -> Obligation:
    """The duty with this key as it stood then; 404 where there was none, 403 for whoever may not see it."""
    found = duty_on(request.viewer.trust, key, as_at.on)
    if found is None:
        raise Http404
    if not request.viewer.may(Permission.SEE_ASSURANCE) and not owns(request.viewer, found):
        raise PermissionDenied("Only those who see the trust’s assurance, and whoever owns this duty, can see it.")
    return found
