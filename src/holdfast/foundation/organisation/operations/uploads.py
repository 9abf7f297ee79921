"""Files on their way in, kept between the steps of an import."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import ImportFile, Person, Trust
from holdfast.foundation.organisation.models.imports import KEPT_FOR
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.queries.staff_file import Wish, table_for
from holdfast.foundation.organisation.rules.tables import Table, table_from_bytes, table_to_bytes
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock

LARGEST = 50 * 1024 * 1024


@operation
def keep_upload(*, by: Actor, trust: Trust, person: Person, kind: str, name: str, content: bytes) -> ImportFile:
    """Keep a file that `person` uploaded, for the next steps of an import. Raises Refused for none or a huge one."""
    if not content:
        raise Refused("The file is empty.", "file")
    if len(content) > LARGEST:
        raise Refused(f"The file must be smaller than {LARGEST // 1024 // 1024} MB.", "file")
    upload = ImportFile(
        trust=trust,
        person=person,
        kind=kind,
        name=PurePath(name.replace("\\", "/")).name[:200] or "file",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    upload.file.save("upload", ContentFile(content), save=False)
    upload.save()
    enter(
        "organisation.upload_import_file",
        by=by,
        subject=upload,
        details={"kind": kind, "size": upload.size, "sha256": upload.sha256},
    )
    return upload


def content_of(upload: ImportFile) -> bytes:
    """The bytes of an uploaded file. Raises Refused when it is gone, or is not what was uploaded."""
    try:
        with upload.file.open("rb") as file:
            content = file.read()
    except (OSError, ValueError):
        raise Refused("The file is no longer kept. Upload it again.") from None
    if hashlib.sha256(content).hexdigest() != upload.sha256:
        raise Refused("The file has been changed since it was uploaded. Upload it again.")
    return content


def table_of(upload: ImportFile, wish: Wish) -> Table:
    """The table in an uploaded staff file. Raises UnreadableTable and Refused."""
    return table_in(upload, wish.sheet, lambda content: table_for(upload.trust, content, upload.name, wish))


def table_in(upload: ImportFile, sheet: str, read: Callable[[bytes], Table]) -> Table:
    """The table that `read` finds in an uploaded file; that of a workbook is taken out once for each sheet and kept.

    `sheet` is the one that is wanted, "" for the one that was read before. Raises Refused, and what `read` raises.
    """
    content = content_of(upload)
    if upload.table:
        with upload.table.open("rb") as file:
            kept = table_from_bytes(file.read())
        if sheet in ("", kept.sheet):
            return kept
        upload.table.delete(save=False)
    table = read(content)
    if table.is_workbook:
        upload.table.save("table", ContentFile(table_to_bytes(table)), save=False)
        upload.save(update_fields=["table"])
    return table


def note_choices(upload: ImportFile, **choices: Any) -> None:
    """Remember what was chosen on the way. Not a change of the organisation, and so no entry."""
    upload.choices = {**upload.choices, **choices}
    upload.save(update_fields=["choices"])


def finish_upload(upload: ImportFile, outcome: dict[str, Any]) -> None:
    """Keep what came of the import, and let the file go: it is in, and it is a list of staff."""
    upload.outcome = outcome
    _let_go(upload)
    upload.save(update_fields=["outcome", "file", "table"])


@operation
def discard_upload(*, by: Actor, upload: ImportFile) -> None:
    """Let an upload go before its time, with the file and what was found wrong with it."""
    enter("organisation.discard_import_file", by=by, subject=upload)
    _let_go(upload)
    upload.delete()


def forget_old_uploads(*, by: Actor) -> int:
    """For the scheduler: let go of every upload older than KEPT_FOR, in every trust. Returns how many there were."""
    forgotten = 0
    for trust in Trust.objects.filter(live=True):
        with scope(trust):
            for upload in ImportFile.objects.filter(uploaded_at__lt=clock.now() - KEPT_FOR).select_related("trust"):
                discard_upload(by=by, upload=upload)
                forgotten += 1
    return forgotten


def _let_go(upload: ImportFile) -> None:
    for file in (upload.file, upload.table):
        if file:
            file.delete(save=False)
