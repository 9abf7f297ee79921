"""What the policies print that this installation has as packs: text that anyone may read, and no trust's records."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from holdfast.oversight.assurance.packs.loading import CLAUSES_FILE, PACK_FILE, PackRefused, load_pack, pack_folders
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.pack import Pack

log = logging.getLogger(__name__)

Stamp = tuple[float, ...]


def policies() -> list[Pack]:
    """Every pack that can be read, by its name. Read once and again when its files change; one with faults is left
    out, and said so in the log."""
    found = [_read(folder, _stamp(folder)) for folder in pack_folders()]
    return sorted((pack for pack in found if pack), key=lambda pack: pack.short_name)


def _stamp(folder: Path) -> Stamp:
    return tuple((folder / name).stat().st_mtime for name in (PACK_FILE, CLAUSES_FILE))


@lru_cache(maxsize=32)
def _read(folder: Path, stamp: Stamp) -> Pack | None:
    try:
        return load_pack(folder, vocabulary())
    except PackRefused:
        log.exception("the pack in %s has faults and is not compared", folder.name)
        return None
