"""The kinds of file that can be evidence, and how a file that is none of them is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Family = Literal["picture", "document", "text", "message", "sound", "video", "native"]


@dataclass(frozen=True)
class Kind:
    """A kind of file. `suffixes` are the endings that fit it; the first is given to a file with any other.

    `redrawn`: Pillow can draw it anew, so that it can be shown on a page as a safe copy.
    """

    words: str
    content_type: str
    suffixes: tuple[str, ...]
    family: Family
    redrawn: bool = False


JPEG = Kind("JPEG picture", "image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"), "picture", redrawn=True)
PNG = Kind("PNG picture", "image/png", (".png",), "picture", redrawn=True)
WEBP = Kind("WebP picture", "image/webp", (".webp",), "picture", redrawn=True)
HEIC = Kind("HEIC picture", "image/heic", (".heic", ".heif"), "picture")

PDF = Kind("PDF document", "application/pdf", (".pdf",), "document")
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
DOCX = Kind("Word document", f"{_OPEN_XML}.wordprocessingml.document", (".docx", ".dotx"), "document")
XLSX = Kind("Excel workbook", f"{_OPEN_XML}.spreadsheetml.sheet", (".xlsx", ".xltx"), "document")
PPTX = Kind("PowerPoint slides", f"{_OPEN_XML}.presentationml.presentation", (".pptx", ".ppsx", ".potx"), "document")
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
ODT = Kind("OpenDocument text", f"{_OPEN_DOCUMENT}.text", (".odt",), "document")
ODS = Kind("OpenDocument spreadsheet", f"{_OPEN_DOCUMENT}.spreadsheet", (".ods",), "document")
ODP = Kind("OpenDocument slides", f"{_OPEN_DOCUMENT}.presentation", (".odp",), "document")

TEXT = Kind("plain text", "text/plain", (".txt", ".log", ".text"), "text")
CSV = Kind("CSV table", "text/csv", (".csv",), "text")
EML = Kind("e-mail", "message/rfc822", (".eml",), "message")
MSG = Kind("Outlook e-mail", "application/vnd.ms-outlook", (".msg",), "message")

MP3 = Kind("MP3 sound", "audio/mpeg", (".mp3",), "sound")
M4A = Kind("M4A sound", "audio/mp4", (".m4a",), "sound")
WAV = Kind("WAV sound", "audio/wav", (".wav",), "sound")
OGG = Kind("Ogg sound", "audio/ogg", (".ogg", ".oga", ".opus"), "sound")
AMR = Kind("AMR sound", "audio/amr", (".amr",), "sound")
AAC = Kind("AAC sound", "audio/aac", (".aac",), "sound")
FLAC = Kind("FLAC sound", "audio/flac", (".flac",), "sound")

MP4 = Kind("MP4 video", "video/mp4", (".mp4", ".m4v"), "video")
MOV = Kind("QuickTime video", "video/quicktime", (".mov", ".qt"), "video")
THREE_GP = Kind("3GP video", "video/3gpp", (".3gp", ".3g2"), "video")
WEBM = Kind("WebM video", "video/webm", (".webm",), "video")
MKV = Kind("Matroska video", "video/x-matroska", (".mkv",), "video")
AVI = Kind("AVI video", "video/x-msvideo", (".avi",), "video")
WMV = Kind("Windows Media video", "video/x-ms-wmv", (".wmv", ".asf"), "video")
MPEG = Kind("MPEG video", "video/mpeg", (".mpg", ".mpeg"), "video")

KINDS: tuple[Kind, ...] = (
    JPEG, PNG, WEBP, HEIC, PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, TEXT, CSV, EML, MSG,
    MP3, M4A, WAV, OGG, AMR, AAC, FLAC, MP4, MOV, THREE_GP, WEBM, MKV, AVI, WMV, MPEG,
)  # fmt: skip
NATIVE = Kind("file in a format of its own", "application/octet-stream", (), "native")
"""What a recorder or another device made, or an archive: kept byte for byte and handed out, never opened or shown."""
KIND_BY_CONTENT_TYPE = {kind.content_type: kind for kind in (*KINDS, NATIVE)}

PROGRAM_ENDINGS = frozenset(
    (
        *(".app", ".bat", ".cmd", ".com", ".cpl", ".dll", ".exe", ".gadget", ".hta", ".inf", ".jar", ".js", ".jse"),
        *(".lnk", ".msc", ".msi", ".msp", ".pif", ".ps1", ".psm1", ".reg", ".scf", ".scr", ".sh", ".url", ".vb"),
        *(".vbe", ".vbs", ".ws", ".wsf", ".wsh"),
    )
)
"""Endings by which a machine runs a file when it is double-clicked, whatever is inside."""

TAKEN = (
    "photos (JPEG, PNG, HEIC, WebP), PDF, Word, Excel and PowerPoint documents, plain text and CSV, e-mails, "
    "sound and video"
)

# Why a file is refused: what to say after its name, and how to mend it.
REFUSALS = {
    "empty": "is empty. It may not have arrived whole: choose it again.",
    "program": "is a program, whatever its name says. Holdfast takes photos, recordings and documents, never programs.",
    "macros": "holds macros, which are programs inside a document. Save it without macros, or as a PDF, and add that.",
    "archive": "is an archive, such as a zip file. Take the files out of it and add them one by one.",
    "web-page": "is a web page or a drawing, which can run scripts. Print it to PDF or take a screenshot of it.",
    "old-office": (
        "is in an old Office format, which can hide programs. Open it, save it as .docx, .xlsx or .pptx or as a PDF, "
        "and add that."
    ),
    "password": "is locked with a password, so nobody could read it here. Take the password off and add it again.",
    "picture": "is a picture of a kind that Holdfast does not take. Save it as JPEG or PNG and add that.",
    "unreadable": "begins like a picture but cannot be read as one. It may be damaged: take it or send it again.",
    "dots": "has more dots than Holdfast can draw safely. Send a smaller copy, and keep the original where it is safe.",
    "infected": "was not taken: the virus scanner found something harmful in it. Tell your IT team before you open it.",
    "unknown": f"is of a kind that Holdfast does not know. It takes {TAKEN}.",
}


class FileRefused(Exception):
    """A file cannot be evidence. Says why, and how to mend it; `reason` is a key of REFUSALS or "too-big"."""

    def __init__(self, reason: str, name: str, words: str = "") -> None:
        super().__init__(f"“{name}” {words or REFUSALS[reason]}")
        self.reason = reason
        self.name = name


def too_big(name: str, size: int, most: int) -> FileRefused:
    """The refusal of a file of `size` bytes where `most` bytes are taken."""
    words = (
        f"is {_megabytes(size)}. The largest file that can be added is {_megabytes(most)}. "
        "Send a smaller copy or a shorter clip, keep the original where it is safe, and say where that is."
    )
    return FileRefused("too-big", name, words)


def _megabytes(size: int) -> str:
    """`size` bytes as people read it; rounded up, so that what is too big never reads as the limit itself."""
    tenths = -(-size * 10 // (1024 * 1024))
    return f"{tenths // 10} MB" if tenths % 10 == 0 else f"{tenths / 10} MB"
