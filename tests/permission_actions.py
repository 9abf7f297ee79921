"""An action and a plan on an incident, for the permission matrix."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from holdfast.foundation.records.models import Record
from holdfast.foundation.records.operations.evidence import add_file
from holdfast.kernel import clock
from holdfast.tools.actions.operations.plans import open_plan
from holdfast.tools.actions.operations.raising import raise_action
from tests.cast import TrustCast

OF_WHOEVER_SEES_IT = ("action", "print", "comment", "file", "file-picture", "file-thumbnail")
OF_WHOEVER_DOES_IT = ("move-date", "complete", "add-files")
OF_WHOEVER_CHANGES_IT = ("hand-over", "change", "withdraw", "reopen", "withdraw-file")
WITH_A_FILE = ("file", "file-picture", "file-thumbnail", "withdraw-file")


def action_on(cast: TrustCast, record: Record, photo: bytes) -> dict[str, Any]:
    """The reference of an action that the LSMS raised on `record` for the member of staff, and the key of its file.

    It is the last of as many as the trust has incidents: so no reference of one trust is one of another's.
    """
    by = cast.actor("lsms")
    *_, action = [
        raise_action(
            by=by,
            trust=cast.trust,
            submission_key=f"action-{cast.trust.code}-{number}",
            title="Mend the lock",
            owner=cast.people["staff"],
            due=clock.today() + timedelta(days=7),
            source="incident",
            about=record,
        )
        for number in range(cast.reported)
    ]
    file = add_file(by=by, record=action.record, upload=ContentFile(photo, name="lock.png"))
    return {"reference": action.reference, "key": file.pk}


def plan_on(cast: TrustCast, record: Record) -> dict[str, Any]:
    """The reference of a plan that came out of `record` and that the member of staff keeps. The last, as above."""
    *_, plan = [
        open_plan(
            by=cast.actor("lsms"),
            trust=cast.trust,
            submission_key=f"plan-{cast.trust.code}-{number}",
            title="The desk",
            keeper=cast.people["staff"],
            source="incident",
            about=record,
        )
        for number in range(cast.reported)
    ]
    return {"reference": plan.reference}
