"""Adding files to a record, withdrawing them, and letting them go."""

from __future__ import annotations

import os
from datetime import date
from functools import partial

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models.fields.files import FieldFile

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.models import Evidence, Record, Sensitivity
from holdfast.foundation.records.rules.names import clean_words
from holdfast.kernel import clock

from .intake import PreparedFile, prepare
from .spine import touch
from .verification import fingerprint_of

_FILES = ("file", "picture", "thumbnail")


@operation
def add_file(
    *,
    by: Actor,
    record: Record,
    upload: File | PreparedFile,
    description: str = "",
    sensitivity: str = Sensitivity.ORDINARY,
    client_key: str = "",
    keep_until: date | None = None,
) -> Evidence:
    """Put a file on `record` and give its evidence row.

    `upload` is an uploaded file, or what `prepare` made of one. The same file sent twice is one row: by `client_key`,
    which the sender's device made up, or by its content. Sent again as restricted, it becomes restricted.
    `keep_until`: see Evidence.

    Raises FileRefused for a file that cannot be evidence.
    """
    sent = upload if isinstance(upload, PreparedFile) else prepare(upload)
    client_key = client_key[:64]
    # Held until commit, so that of two sendings at once the second sees the first.
    Record.objects.select_for_update().get(pk=record.pk)
    standing = _already_there(record, sent, client_key)
    if standing is not None:
        return _sent_again(by, standing, sensitivity)
    if client_key and Evidence.objects.filter(record=record, client_key=client_key).exists():
        client_key = ""  # a device that uses a key twice must not cost us its second file
    evidence = Evidence(
        trust_id=record.trust_id,
        record=record,
        name=sent.name,
        content_type=sent.kind.content_type,
        size=sent.size,
        sha256=sent.sha256,
        damaged=sent.copies.damaged,
        description=clean_words(description, 300),
        sensitivity=sensitivity,
        scanned=sent.scanned,
        client_key=client_key,
        added_at=clock.now(),
        added_by=by.name[:160],
        person_id=by.person_id,
        keep_until=keep_until,
    )
    _keep(evidence, sent)
    touch(record)
    enter(
        "records.add_evidence",
        by=by,
        subject=evidence,
        details={
            "file": sent.name,
            "name as sent": sent.name_as_sent,
            "kind": sent.kind.words,
            "size": sent.size,
            "sha256": sent.sha256,
            "scanned": sent.scanned,
            "sensitivity": sensitivity,
            "damaged": sent.copies.damaged,
        },
    )
    return evidence


@operation
def withdraw_file(*, by: Actor, evidence: Evidence, why: str) -> None:
    """Take a file out of use, for a reason. It is kept, shown as withdrawn, and no longer handed out.

    Withdrawing it again changes nothing but leaves an entry. Raises ValueError without a reason.
    """
    why = clean_words(why, 500)
    if not why:
        raise ValueError("Say why the file is withdrawn.")
    current = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if current.withdrawn_at is None:
        current.withdrawn_at, current.withdrawn_by, current.withdrawn_why = clock.now(), by.name[:160], why
        current.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
        touch(current.record)
    evidence.withdrawn_at = current.withdrawn_at
    evidence.withdrawn_by, evidence.withdrawn_why = current.withdrawn_by, current.withdrawn_why
    enter("records.withdraw_evidence", by=by, subject=current, details=_which(current) | {"reason": why})


@operation
def erase_file(*, by: Actor, evidence: Evidence, authority: str, why: str) -> None:
    """Let a file go for good. That it was there, its size and its SHA-256 stay; its bytes, name and description go.

    `authority` names the rule that asks for it, such as a line of the retention schedule. Erasing again changes
    nothing but leaves an entry. Raises ValueError without an authority or a reason.
    """
    authority, why = clean_words(authority, 300), clean_words(why, 500)
    if not authority or not why:
        raise ValueError("An erasure needs the rule that asks for it, and a reason.")
    current = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if current.erased_at is None:
        going = [(getattr(current, field).storage, getattr(current, field).name) for field in _FILES]
        for field in _FILES:
            setattr(current, field, "")
        current.name, current.description, current.withdrawn_why = "erased file", "", ""
        current.erased_at, current.erased_by, current.erased_authority = clock.now(), by.name[:160], authority
        current.save()
        touch(current.record)
        # After commit: a file that is gone while its row came back would be lost evidence. The other way round,
        # a file without a row, is found by `sweep_orphans`.
        for storage, path in going:
            transaction.on_commit(partial(_delete, storage, path))
    enter(
        "records.erase_evidence",
        by=by,
        subject=current,
        details={"sha256": current.sha256, "authority": authority},
        why=why,
    )
    evidence.refresh_from_db()


def _already_there(record: Record, sent: PreparedFile, client_key: str) -> Evidence | None:
    same = Evidence.objects.filter(record=record, sha256=sent.sha256)
    if client_key and (found := same.filter(client_key=client_key).first()):
        return found  # a late second sending must not bring back what was withdrawn meanwhile
    return same.filter(withdrawn_at=None, erased_at=None).first()


def _sent_again(by: Actor, standing: Evidence, sensitivity: str) -> Evidence:
    changes = {}
    if sensitivity == Sensitivity.RESTRICTED and standing.sensitivity != Sensitivity.RESTRICTED:
        changes = {"sensitivity": [standing.sensitivity, sensitivity]}
        standing.sensitivity = sensitivity
        standing.save(update_fields=["sensitivity"])
        touch(standing.record)
    enter(
        "records.add_evidence",
        by=by,
        subject=standing,
        changes=changes,
        details=_which(standing) | {"sent again": True},
    )
    return standing


def _keep(evidence: Evidence, sent: PreparedFile) -> None:
    """Write the files, then the row. A row that fails takes them along; for later failures there is `sweep_orphans`."""
    try:
        # Wrapped, because storage would move an upload's temporary file away instead of reading it.
        _write(evidence.file, File(sent.original.file if isinstance(sent.original, File) else sent.original))
        for field, content in ((evidence.picture, sent.copies.picture), (evidence.thumbnail, sent.copies.thumbnail)):
            if content:
                _write(field, ContentFile(content))
        evidence.picture_sha256 = fingerprint_of(sent.copies.picture)
        evidence.thumbnail_sha256 = fingerprint_of(sent.copies.thumbnail)
        evidence.save(force_insert=True)
    except BaseException:
        for name in _FILES:
            _delete(getattr(evidence, name).storage, getattr(evidence, name).name)
        raise


def _write(field: FieldFile, content: File) -> None:
    field.save("file", content, save=False)
    try:
        path = field.path
    except NotImplementedError:
        return  # not on this machine's disk: the storage service answers for it
    # The row is durable once committed; without this a power cut could leave the row and lose the file.
    for place, flags in ((path, os.O_RDONLY), (os.path.dirname(path), os.O_RDONLY | os.O_DIRECTORY)):
        handle = os.open(place, flags)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _delete(storage: Storage, path: str | None) -> None:
    if path:
        storage.delete(path)


def _which(evidence: Evidence) -> dict[str, str]:
    return {"file": evidence.name, "sha256": evidence.sha256}
