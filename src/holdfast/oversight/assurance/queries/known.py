"""Which clocks someone may know of: the one place that figures, lists and exports of assurance go through."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.models import Change, Reader, Sensitivity
from holdfast.oversight.assurance.models import Clock


@dataclass(frozen=True)
class Known:
    """What one person may know of.

    `person`: their key; None for what anyone in the trust may know of, so nothing of any restricted record. `hidden`:
    keys of records that were restricted a moment ago and whose clocks do not show it yet.
    """

    person: int | None = None
    hidden: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def to(cls, viewer: Viewer | None, *, caught_up: bool = False) -> Known:
        """What `viewer` may know of; None: what anyone in the trust may.

        `caught_up`: no changed record waits for its clocks, so none can have been restricted unseen.
        """
        person = None if viewer is None else viewer.person.pk
        if caught_up:
            return cls(person)
        lately = Change.objects.filter(record__sensitivity=Sensitivity.RESTRICTED).order_by()
        hidden = lately.exclude(record__in=_named(person)).values_list("record", flat=True).distinct()
        return cls(person, frozenset(hidden))

    def clocks(self) -> QuerySet[Clock]:
        """The clocks in scope, without those of restricted records on which the person is not named."""
        known = Q(restricted=False)
        if self.person is not None:
            known |= Q(record__in=_named(self.person))
        clocks = Clock.objects.filter(known)
        return clocks.exclude(record__in=self.hidden) if self.hidden else clocks


def _named(person: int | None) -> QuerySet[Reader]:
    """The restricted records on which someone is named, as a subquery; of nobody none."""
    return Reader.objects.filter(person=person).values("record")
