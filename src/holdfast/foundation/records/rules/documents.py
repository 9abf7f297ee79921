"""Office documents: which of them carry programs. Nothing is unpacked but two small parts, and these up to a limit."""

from __future__ import annotations

import zipfile
import zlib
from typing import BinaryIO

from . import kinds
from .kinds import FileRefused, Kind

_MOST_PARTS = 20_000
_LARGEST_PART_READ = 2 * 1024 * 1024
_CHUNK = 256 * 1024

# Ecma-376 part 1: the main part's folder tells the application.
_OPEN_XML = {"word/": kinds.DOCX, "xl/": kinds.XLSX, "ppt/": kinds.PPTX}
_OPEN_DOCUMENT = {kind.content_type: kind for kind in (kinds.ODT, kinds.ODS, kinds.ODP)}
_OPEN_XML_MACROS = ("vbaproject.bin", "vbadata.xml", "/macrosheets/", "/activex/")
_OPEN_DOCUMENT_MACROS = ("basic/", "scripts/")


def kind_of_zip(file: BinaryIO, name: str) -> Kind:
    """The kind of an Office or OpenDocument file; raises FileRefused for one with macros and for any other zip."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = [part.filename.replace("\\", "/").lower() for part in archive.infolist()]
            if len(parts) > _MOST_PARTS:
                raise FileRefused("archive", name)
            if "[content_types].xml" in parts:
                return _kind_of_open_xml(archive, parts, name)
            if "mimetype" in parts:
                return _kind_of_open_document(archive, parts, name)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, KeyError):
        # A zip that cannot be read cannot be checked for macros either.
        raise FileRefused("unknown", name) from None
    raise FileRefused("archive", name)


def _kind_of_open_xml(archive: zipfile.ZipFile, parts: list[str], name: str) -> Kind:
    if any(sign in f"/{part}" for part in parts for sign in _OPEN_XML_MACROS):
        raise FileRefused("macros", name)
    if b"macroenabled" in _read(archive, "[Content_Types].xml").lower():
        raise FileRefused("macros", name)
    for folder, kind in _OPEN_XML.items():
        if any(part.startswith(folder) for part in parts):
            return kind
    raise FileRefused("unknown", name)


def _kind_of_open_document(archive: zipfile.ZipFile, parts: list[str], name: str) -> Kind:
    declared = _read(archive, "mimetype").decode("ascii", errors="replace").strip().removesuffix("-template")
    if declared not in _OPEN_DOCUMENT:
        raise FileRefused("archive", name)
    if any(part.startswith(_OPEN_DOCUMENT_MACROS) and not part.endswith("/") for part in parts):
        raise FileRefused("macros", name)
    return _OPEN_DOCUMENT[declared]


def _read(archive: zipfile.ZipFile, part: str) -> bytes:
    """The first bytes of one part: a few kilobytes of zip can hold gigabytes of part."""
    with archive.open(part) as opened:
        return opened.read(_LARGEST_PART_READ)


def kind_of_compound_file(file: BinaryIO, name: str) -> Kind:
    """An Outlook message is taken; old Office files, locked documents and installers are refused (raises FileRefused).

    Entries of a compound file's directory ([MS-CFB] 2.6) stand in it as UTF-16LE, unpacked. So a name that is sought
    through the whole file is found wherever the directory lies.
    """
    found = _names_in(file, ("_VBA_PROJECT", "EncryptedPackage", "__properties_version1.0", "__nameid_version1.0"))
    if "EncryptedPackage" in found:
        raise FileRefused("password", name)
    if "_VBA_PROJECT" in found:
        raise FileRefused("macros", name)
    if {"__properties_version1.0", "__nameid_version1.0"} <= found:
        return kinds.MSG
    if _names_in(file, ("WordDocument", "Workbook", "Book", "PowerPoint Document")):
        raise FileRefused("old-office", name)
    raise FileRefused("unknown", name)


def _names_in(file: BinaryIO, names: tuple[str, ...]) -> set[str]:
    sought = {name: name.encode("utf-16-le") for name in names}
    longest = max(map(len, sought.values()))
    found: set[str] = set()
    file.seek(0)
    kept = b""
    while piece := file.read(_CHUNK):
        window = kept + piece
        found |= {name for name, word in sought.items() if word in window}
        kept = window[-longest:]
    return found
