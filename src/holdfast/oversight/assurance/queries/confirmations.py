"""When statements of the policy were last confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max

from holdfast.foundation.organisation.models import Trust
from holdfast.oversight.assurance.models import Confirmation


def last_confirmed(trust: Trust, duties: Iterable[str], until: datetime) -> dict[str, datetime]:
    """When each of these duties (keys) was last confirmed up to the instant `until` (UTC); those that never were are
    absent, and what was taken back does not count."""
    rows = Confirmation.objects.filter(trust=trust, duty__in=list(duties), withdrawn_at=None, at__lte=until)
    return dict(rows.order_by().values("duty").annotate(newest=Max("at")).values_list("duty", "newest"))
