"""Safe copies of pictures: drawn anew, small, without place, camera or anything that hid in the file."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps

from .kinds import JPEG, FileRefused, Kind

MOST_DOTS_JPEG = 89_000_000  # below Pillow's own alarm; a JPEG is decoded at reduced scale, so memory stays small
MOST_DOTS = 50_000_000  # other kinds are decoded whole: 4 bytes a dot
PICTURE_SIDE = 1600
THUMBNAIL_SIDE = 320


@dataclass(frozen=True)
class SafeCopies:
    """A picture as it may be shown, as JPEG. Empty where it cannot be drawn; `damaged` when the file broke off."""

    picture: bytes = b""
    thumbnail: bytes = b""
    damaged: bool = False


def safe_copies(file: BinaryIO, kind: Kind, name: str) -> SafeCopies:
    """Draw the picture in `file` anew, upright, at most PICTURE_SIDE and THUMBNAIL_SIDE dots long.

    Raises FileRefused when it has no readable beginning, or more dots than can be drawn safely. A picture that breaks
    off is still evidence, perhaps the only one: it is kept, marked as damaged, and not shown.
    """
    file.seek(0)
    try:
        image = Image.open(
            file, formats=("JPEG", "MPO") if kind is JPEG else (kind.content_type.split("/")[1].upper(),)
        )
        dots = image.width * image.height
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileRefused("dots", name) from None
    except Exception:  # decoders raise anything at what was made to break them
        raise FileRefused("unreadable", name) from None
    with image:
        if dots > (MOST_DOTS_JPEG if kind is JPEG else MOST_DOTS):
            raise FileRefused("dots", name)
        try:
            if kind is JPEG:
                image.draft("RGB", (PICTURE_SIDE, PICTURE_SIDE))
            image.load()
        except Exception:
            return SafeCopies(damaged=True)
        try:
            return _draw(image)
        except Exception:
            return SafeCopies()


def _draw(image: Image.Image) -> SafeCopies:
    upright = _in_srgb(ImageOps.exif_transpose(image))
    upright.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
    small = upright.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return SafeCopies(picture=_jpeg(upright, 85), thumbnail=_jpeg(small, 75))


def _in_srgb(image: Image.Image) -> Image.Image:
    """`image` as plain RGB. Its own colour profile is used and dropped; what is see-through becomes white."""
    profile = image.info.get("icc_profile")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        flat = Image.new("RGB", layered.size, "white")
        flat.paste(layered, mask=layered.getchannel("A"))
        return flat
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda dot: dot / 256).convert("L")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if converted is not None:
                image = converted
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile costs true colours, not the picture
    return image.convert("RGB")


def _jpeg(image: Image.Image, quality: int) -> bytes:
    # A fresh image: save() writes what Pillow finds in `info`, and nothing of the original may come along.
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
