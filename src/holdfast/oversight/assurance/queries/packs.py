"""Where packs lie: those that ship, and folders that the settings name (HOLDFAST_PACKS)."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from holdfast.oversight.assurance.packs.loading import PACK_FILE, pack_folders


class NoSuchPack(LookupError):
    """There is no pack of that name or in that folder; says where to look."""


def folders_by_id() -> dict[str, Path]:
    """The folder of each pack by its name. A trust's own version of a pack that ships wins."""
    homes = [*pack_folders(), *(folder for home in settings.CONFIGURATION.packs for folder in pack_folders(home))]
    return {folder.name: folder for folder in homes}


def folder_of(word: str) -> Path:
    """The folder that `word` means: a folder with a pack, else the id of one. Raises NoSuchPack."""
    if (Path(word) / PACK_FILE).is_file():
        return Path(word)
    found = folders_by_id()
    if word not in found:
        raise NoSuchPack(
            f"there is no pack “{word}”: it is neither a folder that holds {PACK_FILE}, nor one of {', '.join(found)}"
        )
    return found[word]
