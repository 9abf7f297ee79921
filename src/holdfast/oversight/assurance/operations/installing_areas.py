"""Each area takes its part of a pack through its own operation: how to add one is told in `packs.area_sections`."""

from __future__ import annotations

from typing import Protocol

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Trust
from holdfast.oversight.assurance.operations.installing_actions import put_actions
from holdfast.oversight.assurance.operations.installing_casefile import put_casefile
from holdfast.oversight.assurance.operations.installing_liaison import put_liaison
from holdfast.oversight.assurance.operations.installing_sanctions import put_sanctions
from holdfast.oversight.assurance.operations.installing_violence import put_violence
from holdfast.oversight.assurance.packs.pack import Pack


class Installer(Protocol):
    """Hands one area what the pack says to it. Runs inside the installation's transaction and the trust's scope, also
    for a pack that says nothing to the area: what an earlier version said must then go."""

    def __call__(self, *, by: Actor, trust: Trust, pack: Pack) -> None: ...


INSTALLERS: tuple[Installer, ...] = (put_actions, put_violence, put_liaison, put_sanctions, put_casefile)
"""In the order in which the areas stand on each other."""
