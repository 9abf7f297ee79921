"""Files as people send them, well-meant and not."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

EXE = (
    b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00"
    + bytes(44)
    + b"\x80\x00\x00\x00"
    + bytes(300)
    + b"PE\0\0"
)
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
MP4 = struct.pack(">I", 24) + b"ftypisom\x00\x00\x02\x00isomiso2" + bytes(200)
PLACE = (51.1234, -0.4321)


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    """`content` as a form gives it."""
    return SimpleUploadedFile(name, content)


def picture(form: str = "JPEG", size: tuple[int, int] = (640, 480), mode: str = "RGB", **options: object) -> bytes:
    """A picture with a slope of colours, so that it does not press to nothing."""
    image = Image.linear_gradient("L").resize(size).convert(mode)
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def photo_with_place() -> bytes:
    """A JPEG as a phone takes it: lying on its side, with the place and the camera in its EXIF."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees to see it upright
    exif[0x010F] = "Examplephone"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 7.0, 24.2), 3: "W", 4: (0.0, 25.0, 55.5)})
    return picture(exif=exif.tobytes(), comment=b"taken at home")


def tiny_bomb(side: int) -> bytes:
    """A PNG of a few hundred bytes that says it is so many dots wide and high: 30,000 are 2.7 gigabytes once drawn."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(100_000)))
        + chunk(b"IEND", b"")
    )


def office(folder: str = "word", *, macros: bool = False, declared: str = "", **more: bytes) -> bytes:
    """A Word, Excel ("xl") or PowerPoint ("ppt") file; with `macros` as .docm files have them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f"<Types><Override ContentType='{declared or 'plain'}'/></Types>")
        archive.writestr(f"{folder}/document.xml", "<document/>")
        if macros:
            archive.writestr(f"{folder}/vbaProject.bin", "Attribute VB_Name")
        for name, content in more.items():
            archive.writestr(name, content)
    return out.getvalue()


def open_document(kind: str = "text", *, macros: bool = False) -> bytes:
    """An OpenDocument file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<office/>")
        if macros:
            archive.writestr("Basic/Standard/Module1.xml", "Sub Main")
    return out.getvalue()


def zipped(names: dict[str, bytes]) -> bytes:
    """A plain zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return out.getvalue()


def compound(*entries: str) -> bytes:
    """An OLE compound file whose directory holds `entries`."""
    directory = b"".join(entry.encode("utf-16-le").ljust(128, b"\0") for entry in entries)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + directory
