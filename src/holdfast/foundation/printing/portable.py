"""The file `pdf` makes: Typst, a layout of ours, and the words as data."""

from __future__ import annotations

import functools
import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst
from django.conf import settings

from holdfast.foundation.printing.papers import Letter, Paper, as_data
from holdfast.foundation.printing.words import printable
from holdfast.kernel import clock

LAYOUTS = Path(__file__).parent / "layouts"
LETTER = LAYOUTS / "letter.typ"
PAPER = LAYOUTS / "paper.typ"
PICTURES = (".png", ".jpg", ".jpeg", ".svg")
STANDARD: Final = "ua-1"  # PDF/UA-1, ISO 14289-1: tagged, so that a screen reader can read it
ROUNDS = 4  # characters that no font has are found a text at a time
MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")


class CannotPrint(Exception):
    """The layout or its data does not make a document; the message is Typst's."""


def pdf(template: Path, data: Mapping[str, Any] | Letter | Paper, *, files: Mapping[str, bytes] | None = None) -> bytes:
    """`data` set in the layout `template`, as PDF/UA-1.

    `template` is a Typst file of ours; it may `#import "house.typ": *`, which gives it `data`, the frame of a page
    and the blocks of `papers`. Whatever people wrote comes in through `data` only, as JSON, and is never markup.
    `files` are pictures (PNG, JPEG, SVG) by the name under which the layout or a Picture asks for them. With
    `data["demo"]` each page says that it is invented. A character that no font has is printed as its name in brackets.
    Raises CannotPrint.
    """
    plain = as_data(data) if isinstance(data, Letter | Paper) else as_data(dict(data))
    text = json.dumps(printable(plain), ensure_ascii=False)
    with tempfile.TemporaryDirectory() as folder:
        root = _laid_out(Path(folder), template, files or {})
        for _ in range(ROUNDS):
            try:
                return _compiled(root, text)
            except RuntimeError as problem:  # of which typst.TypstError is one
                said = f"{problem} {getattr(problem, 'diagnostic', '')}"
                missing = {_unescaped(found) for found in MISSING.findall(said)}
                if not missing:
                    raise CannotPrint(said.strip()) from problem
                for characters in sorted(missing, key=len, reverse=True):
                    text = text.replace(json.dumps(characters, ensure_ascii=False)[1:-1], _named(characters))
    raise CannotPrint("the text holds more characters without a font than can be named")


def _laid_out(root: Path, template: Path, files: Mapping[str, bytes]) -> Path:
    """`root` with the layout as main.typ: Typst reads nothing outside it."""
    for shared in LAYOUTS.glob("*.typ"):
        shutil.copyfile(shared, root / shared.name)
    shutil.copyfile(template, root / "main.typ")
    for name, content in files.items():
        if Path(name).name != name or Path(name).suffix not in PICTURES:
            raise ValueError(f"{name!r}: a picture has a plain name that ends in {', '.join(PICTURES)}")
        (root / name).write_bytes(content)
    return root


def _compiled(root: Path, text: str) -> bytes:
    return typst.compile(
        root / "main.typ",
        root=root,
        format="pdf",
        sys_inputs={"data": text},
        font_paths=_fonts(str(settings.FONTS)),
        pdf_standards=[STANDARD],
        timestamp=clock.now().replace(microsecond=0),
    )


@functools.cache
def _fonts(folder: str) -> typst.Fonts:
    # what the machine has is left out, so that a letter looks the same everywhere
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])


def _unescaped(found: str) -> str:
    return ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], found)


def _named(characters: str) -> str:
    names = (unicodedata.name(each, f"U+{ord(each):04X}").lower() for each in characters)
    return f"[{', '.join(names)}]"
