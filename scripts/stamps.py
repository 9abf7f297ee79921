"""What was already done for exactly these inputs is not done again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(*facts: str, files: Iterable[Path] = ()) -> str:
    """One hash of `facts` and of the names and bytes of `files`."""
    digest = hashlib.sha256()
    for fact in facts:
        digest.update(fact.encode() + b"\0")
    for file in sorted(files):
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def is_fresh(stamp: Path, mark: str) -> bool:
    """True when `stamp` was written for `mark`."""
    return stamp.is_file() and stamp.read_text() == mark


def write(stamp: Path, mark: str) -> None:
    """Remember that the work for `mark` is done: written last, so that broken-off work is done again."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)
