"""Which clocks someone may know of: the one place that figures, lists and exports of assurance go through."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.models import Change, Reader, Sensitivity
from holdfast.oversight.assurance.models import Clock


@dataclass(frozen=True)
class Known:
    """What one person may know of, asked of the database once.

    `named`: keys of the restricted records on which they are named; `hidden`: of records that were restricted a moment
    ago and whose clocks do not show it yet.
    """

    named: frozenset[int] = field(default_factory=frozenset)
    hidden: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def to(cls, viewer: Viewer | None, *, caught_up: bool = False) -> Known:
        """What `viewer` may know of; None: what anyone in the trust may, so nothing of any restricted record.

        `caught_up`: no changed record waits for its clocks, so none can have been restricted unseen.
        """
        named: frozenset[int] = frozenset()
        if viewer is not None:
            named = frozenset(Reader.objects.filter(person=viewer.person).values_list("record", flat=True))
        if caught_up:
            return cls(named)
        lately = Change.objects.filter(record__sensitivity=Sensitivity.RESTRICTED).order_by()
        return cls(named, frozenset(lately.values_list("record", flat=True).distinct()) - named)

    def clocks(self) -> QuerySet[Clock]:
        """The clocks in scope, without those of restricted records on which the person is not named."""
        known = Q(restricted=False)
        if self.named:
            known |= Q(record__in=self.named)
        clocks = Clock.objects.filter(known)
        return clocks.exclude(record__in=self.hidden) if self.hidden else clocks
