"""What a file is, decided by its content. Its name decides nothing, save which sort of plain text it is.

Magic numbers of sound, video and archives: the filetype package. ISO media brands: the registry of the MP4 Registration
Authority. The rest stands with the rule that reads it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

import filetype

from . import kinds
from .documents import kind_of_compound_file, kind_of_zip
from .kinds import FileRefused, Kind

CHUNK = 64 * 1024
HEAD = 8192

_PROGRAMS = (
    b"\x7fELF",
    b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",  # Mach-O
    b"\xca\xfe\xba\xbe",  # Mach-O for several processors, and Java classes
    b"dex\n03",  # Android
    b"\x00asm",
    b"L\x00\x00\x00\x01\x14\x02\x00",  # Windows shortcut, which starts what it points to
)  # fmt: skip

_BY_MAGIC = {
    "image/jpeg": kinds.JPEG,
    "image/png": kinds.PNG,
    "image/apng": kinds.PNG,
    "image/webp": kinds.WEBP,
    "audio/mpeg": kinds.MP3,
    "audio/x-wav": kinds.WAV,
    "audio/ogg": kinds.OGG,
    "audio/amr": kinds.AMR,
    "audio/aac": kinds.AAC,
    "audio/x-flac": kinds.FLAC,
    "video/webm": kinds.WEBM,
    "video/x-matroska": kinds.MKV,
    "video/x-msvideo": kinds.AVI,
    "video/x-ms-wmv": kinds.WMV,
    "video/mpeg": kinds.MPEG,
}
_ARCHIVES = frozenset(
    "application/" + name
    for name in (
        "x-tar", "x-rar-compressed", "gzip", "x-bzip2", "x-7z-compressed", "vnd.ms-cab-compressed", "x-xz",
        "x-compress", "x-lzip", "x-lz4", "zstd", "x-lzop", "x-brotli", "x-rpm", "x-deb", "x-unix-archive", "epub+zip",
    )
)  # fmt: skip

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_SOUND_BRANDS = frozenset({b"M4A ", b"M4B ", b"M4P "})
_VIDEO_BRANDS = frozenset(
    {
        b"isom",
        b"iso2",
        b"iso3",
        b"iso4",
        b"iso5",
        b"iso6",
        b"mp41",
        b"mp42",
        b"avc1",
        b"dash",
        b"M4V ",
        b"MSNV",
        b"mmp4",
    }
)

# Anything that these leave over is no text.
_TEXT_BYTES = bytes({7, 8, 9, 10, 11, 12, 13, 27} | set(range(32, 256)))
# How a browser tells a web page (WHATWG MIME Sniffing 7.1), and SVG. No repeated groups: this meets hostile texts.
_MARKUP = re.compile(
    r"\s*<(?:!doctype|!--|\?xml|(?:html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|img|meta|link|"
    r"form|object|embed|base|math|svg(?::svg)?)[\s>/])",
    re.IGNORECASE,
)
_MAIL_HEADER = re.compile(
    r"(?im)^(received|from|to|subject|date|message-id|mime-version|return-path|delivered-to):[ \t]*\S"
)
_HEADER_LINES = re.compile(r"\A(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){3,}\r?\n")


def kind_of(file: BinaryIO, name: str) -> Kind:
    """What `file` (seekable) is. `name` is what the refusal calls it, and tells CSV and e-mail from other plain text.

    Raises FileRefused for what cannot be evidence. Leaves `file` at its beginning.
    """
    try:
        return _decide(file, name)
    finally:
        file.seek(0)


def _decide(file: BinaryIO, name: str) -> Kind:
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise FileRefused("empty", name)
    if head.startswith(_PROGRAMS) or (head[:2] in (b"MZ", b"ZM") and not _is_textual(head[:64])):
        raise FileRefused("program", name)
    if head[4:8] == b"ftyp":
        return _kind_of_iso_media(head, name)
    if head.startswith(b"%PDF-"):
        return kinds.PDF
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return kind_of_compound_file(file, name)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return kind_of_zip(file, name)
    if head.startswith(b"{\\rt"):
        raise FileRefused("old-office", name)
    known = filetype.guess_mime(head)
    if known in _BY_MAGIC:
        return _BY_MAGIC[known]
    if (text := _beginning_of_text(file)) is not None:
        return _kind_of_text(text, name)
    if known in _ARCHIVES:
        raise FileRefused("archive", name)
    if known is not None and known.startswith("image/"):
        raise FileRefused("picture", name)
    raise FileRefused("unknown", name)


def _kind_of_iso_media(head: bytes, name: str) -> Kind:
    """MP4, QuickTime, 3GP, M4A and HEIC are one container; the brands in its first box say which (ISO/IEC 14496-12)."""
    length = min(int.from_bytes(head[:4], "big"), len(head))
    major = head[8:12]
    brands = {major} | {head[place : place + 4] for place in range(16, length - 3, 4)}
    if major == b"qt  ":
        return kinds.MOV
    if brands & _HEIC_BRANDS and b"avif" not in brands:
        return kinds.HEIC
    if major in _SOUND_BRANDS:
        return kinds.M4A
    if major[:3] in (b"3gp", b"3g2"):
        return kinds.THREE_GP
    if brands & _VIDEO_BRANDS:
        return kinds.MP4
    raise FileRefused("picture" if b"avif" in brands else "unknown", name)


def _is_textual(piece: bytes) -> bool:
    return not piece.translate(None, _TEXT_BYTES)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(CHUNK):
        yield piece


def _beginning_of_text(file: BinaryIO) -> str | None:
    """The first characters of `file`, when the whole of it is text: UTF-8, UTF-16 with its mark, or Windows-1252.

    The whole, because a program can begin like a text.
    """
    file.seek(0)
    mark = file.read(4)
    if mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decoder = codecs.getincrementaldecoder("utf-16")()
        start = ""
        try:
            for piece in _pieces(file):
                text = decoder.decode(piece)
                if "\x00" in text:
                    return None
                start = start or text
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return None
        return start
    if not all(_is_textual(piece) for piece in _pieces(file)):
        return None
    file.seek(0)
    return file.read(CHUNK).removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace")


def _kind_of_text(text: str, name: str) -> Kind:
    if _MARKUP.match(text):
        raise FileRefused("web-page", name)
    headers = {header.lower() for header in _MAIL_HEADER.findall(text)}
    if len(headers) >= 2 and (name.lower().endswith(".eml") or _HEADER_LINES.match(text)):
        return kinds.EML
    return kinds.CSV if name.lower().endswith(".csv") else kinds.TEXT
