"""Reports that are being written. A draft is its writer's own and no record yet, so saving it leaves no audit entry."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from holdfast.casework.incidents.models import Draft
from holdfast.foundation.organisation.models import Person
from holdfast.kernel import clock

KEPT_FOR = timedelta(days=30)
"""A draft that nobody has touched for so long is thrown away."""

DRAFTS_AT_MOST = 20
"""More drafts than this at once are a fault of a script, not of a person: the oldest goes."""


class NotYourDraft(Exception):
    """A draft with this key was written by someone else."""


def save_draft(*, person: Person, key: str, answers: dict[str, Any]) -> Draft:
    """Keep `answers` (what the form would post, lists of texts by field name) under `key`. Raises NotYourDraft."""
    now = clock.now()
    try:
        with transaction.atomic():
            draft, fresh = Draft.objects.get_or_create(
                trust_id=person.trust_id,
                key=key,
                defaults={"person": person, "answers": answers, "started_at": now, "saved_at": now},
            )
    except IntegrityError:  # saved twice at the same time
        draft, fresh = Draft.objects.get(trust_id=person.trust_id, key=key), False
    if draft.person_id != person.pk:
        raise NotYourDraft
    if fresh:
        oldest = Draft.objects.filter(person=person).order_by("-saved_at")[DRAFTS_AT_MOST:]
        Draft.objects.filter(pk__in=[row.pk for row in oldest]).delete()
    else:
        Draft.objects.filter(pk=draft.pk).update(answers=answers, saved_at=now)
        draft.answers, draft.saved_at = answers, now
    return draft


def discard_draft(*, person: Person, key: str) -> None:
    """Throw a draft away; nothing happens when there is none."""
    Draft.objects.filter(person=person, key=key).delete()


def discard_old_drafts() -> int:
    """Throw away what nobody touched for KEPT_FOR. For `holdfast tick`, in the scope of the trusts it serves."""
    gone, _ = Draft.objects.filter(saved_at__lt=clock.now() - KEPT_FOR).delete()
    return gone
