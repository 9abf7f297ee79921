"""Scanning for viruses with clamd, when settings.VIRUS_SCANNER names one ("host:port")."""

from __future__ import annotations

import logging
import socket
import struct
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import File

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.scope import EVERY_TRUST, scope
from holdfast.foundation.records.models import Evidence, Scan
from holdfast.kernel import clock

log = logging.getLogger(__name__)

PATIENCE = 30.0
"""Seconds that the scanner may be silent. A report must not fail because a scanner hangs."""

_CHUNK = 128 * 1024


def scan(file: File | BinaryIO) -> Scan:
    """What the scanner says of `file`, read from where it stands. NOT_SCANNED without a scanner, or when it is away."""
    address = settings.VIRUS_SCANNER
    if not address:
        return Scan.NOT_SCANNED
    try:
        answer = _ask(address, file)
    except (OSError, ValueError) as failure:
        log.warning("the virus scanner at %s did not answer: %s", address, failure)
        return Scan.NOT_SCANNED
    if answer.endswith("FOUND"):
        log.warning("the virus scanner found: %s", answer)
        return Scan.INFECTED
    if answer.endswith("OK"):
        return Scan.CLEAN
    log.warning("the virus scanner could not scan a file: %s", answer or "no answer")
    return Scan.NOT_SCANNED


def _ask(address: str, file: File | BinaryIO) -> str:
    """Send `file` to clamd by INSTREAM (clamd(8)): each chunk after its length in four bytes; a length of 0 ends it."""
    where = urlsplit(f"//{address}")
    with socket.create_connection((where.hostname or "", where.port or 3310), timeout=PATIENCE) as line:
        line.sendall(b"zINSTREAM\0")
        try:
            while piece := file.read(_CHUNK):
                line.sendall(struct.pack("!L", len(piece)) + piece)
            line.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):
            return "larger than the scanner takes"
        answer = b""
        while not answer.endswith(b"\0") and (piece := line.recv(4096)):
            answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", errors="replace").strip()


@operation
def enter_scan(*, by: Actor, evidence: Evidence, verdict: Scan) -> None:
    """Write down what a later scan said of a file. One that is infected is kept and no longer handed out."""
    before = evidence.scanned
    Evidence.objects.filter(pk=evidence.pk).update(scanned=verdict)
    evidence.scanned = verdict
    enter(
        "records.scan_evidence",
        by=by,
        subject=evidence,
        changes={"scanned": [before, verdict]},
        details={"sha256": evidence.sha256, "at": clock.now()},
    )


def scan_waiting(limit: int = 50) -> int:
    """Scan up to `limit` files that came in while no scanner answered. For `holdfast tick`; safe to run twice.

    Returns how many have a verdict now. Stops at the first that the scanner does not answer for, and begins there
    again the next time.
    """
    if not settings.VIRUS_SCANNER:
        return 0
    done = 0
    with scope(EVERY_TRUST):
        waiting = Evidence.objects.filter(scanned=Scan.NOT_SCANNED, erased_at=None).exclude(file="")
        for evidence in waiting.select_related("record__trust").order_by("-pk")[:limit]:
            try:
                with evidence.file.open("rb") as original:
                    verdict = scan(original)
            except FileNotFoundError:
                continue
            if verdict == Scan.NOT_SCANNED:
                break
            enter_scan(by=Actor.system("tick"), evidence=evidence, verdict=verdict)
            done += 1
    return done
