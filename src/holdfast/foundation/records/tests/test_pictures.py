from __future__ import annotations

import io

import pytest
from PIL import Image

from holdfast.foundation.records.rules import kinds
from holdfast.foundation.records.rules.kinds import FileRefused
from holdfast.foundation.records.rules.pictures import PICTURE_SIDE, THUMBNAIL_SIDE, SafeCopies, safe_copies

from . import files


def copies(content: bytes, kind: kinds.Kind = kinds.JPEG) -> SafeCopies:
    return safe_copies(io.BytesIO(content), kind, "photo")


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_it_draws_a_picture_anew_without_place_or_camera() -> None:
    original = files.photo_with_place()
    assert b"Examplephone" in original
    made = copies(original)
    for copy in (made.picture, made.thumbnail):
        image = opened(copy)
        assert dict(image.getexif()) == {}
        assert "comment" not in image.info
        assert b"Examplephone" not in copy
        assert b"taken at home" not in copy
    assert not made.damaged


def test_it_turns_a_picture_upright() -> None:
    assert opened(copies(files.photo_with_place()).picture).size == (480, 640)


def test_it_makes_a_large_picture_small() -> None:
    made = copies(files.picture(size=(4000, 3000)))
    assert opened(made.picture).size == (PICTURE_SIDE, PICTURE_SIDE * 3 // 4)
    assert opened(made.thumbnail).size == (THUMBNAIL_SIDE, THUMBNAIL_SIDE * 3 // 4)


@pytest.mark.parametrize(
    ("form", "mode", "kind"),
    [
        ("PNG", "RGBA", kinds.PNG),
        ("PNG", "LA", kinds.PNG),
        ("PNG", "1", kinds.PNG),
        ("PNG", "P", kinds.PNG),
        ("PNG", "I;16", kinds.PNG),
        ("WEBP", "RGBA", kinds.WEBP),
        ("JPEG", "L", kinds.JPEG),
        ("JPEG", "CMYK", kinds.JPEG),
    ],
)
def test_it_draws_every_sort_of_picture(form: str, mode: str, kind: kinds.Kind) -> None:
    image = opened(copies(files.picture(form, mode=mode), kind).picture)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (640, 480))


def test_it_leaves_behind_what_hangs_on_a_picture() -> None:
    made = copies(files.picture() + files.zipped({"evil.exe": files.EXE}) + b"<script>alert(1)</script>")
    assert b"<script>" not in made.picture
    assert b"PK\x03\x04" not in made.picture


@pytest.mark.parametrize("side", [7_200, 10_000, 30_000])
def test_it_refuses_a_small_file_that_would_fill_the_memory(side: int) -> None:
    bomb = files.tiny_bomb(side)
    assert len(bomb) < 1000
    with pytest.raises(FileRefused) as refusal:
        copies(bomb, kinds.PNG)
    assert refusal.value.reason == "dots"


def test_it_keeps_a_picture_that_breaks_off_and_says_so() -> None:
    whole = files.picture(size=(1000, 800))
    assert copies(whole[: len(whole) // 2]) == SafeCopies(damaged=True)


def test_it_refuses_what_only_begins_like_a_picture() -> None:
    for content in (b"\xff\xd8\xff\xe0" + files.EXE, b"\xff\xd8\xff" + bytes(500)):
        with pytest.raises(FileRefused) as refusal:
            copies(content)
        assert refusal.value.reason == "unreadable"


def test_it_does_not_draw_another_kind_than_it_was_told() -> None:
    with pytest.raises(FileRefused):
        copies(files.picture("PNG"), kinds.JPEG)


def test_it_draws_a_picture_whose_colour_profile_is_broken() -> None:
    assert copies(files.picture(icc_profile=b"not a profile")).picture
