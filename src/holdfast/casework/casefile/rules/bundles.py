"""What a bundle for the police is made of: names of its files, and the manifest by which it is checked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MANIFEST = "manifest.sha256"
INDEX = "index.pdf"
LONGEST_NAME = 100

GROUPS = {
    "papers": "What happened",
    "people": "People",
    "statements": "Statements",
    "exhibits": "Exhibits",
}

REASONS = {
    "victim": "personal details of someone affected",
    "injury": "medical",
    "restricted": "restricted",
}

WHO_DID_IT = "Who did it"

STATUTES = (
    "Criminal Justice Act 1967, section 9; Magistrates’ Courts Act 1980, section 5B; "
    "Criminal Procedure Rules, rule 16.2"
)
DECLARATION = (
    "This statement (consisting of ____ page(s) each signed by me) is true to the best of my knowledge and belief and "
    "I make it knowing that, if it is tendered in evidence, I shall be liable to prosecution if I have wilfully stated "
    "in it anything which I know to be false or do not believe to be true."
)
"""The declaration that the form MG11 prescribes (Criminal Justice Act 1967, section 9(2)(b))."""


def subject_key(key: int) -> str:
    """How a bundle's choice names the piece about someone who did it; `key` is the primary key of the subject."""
    return f"subject-{key}"


def subject_title(name: str) -> str:
    """The title of that piece, as it stands on the form, and in the index when it was left out."""
    return f"{WHO_DID_IT}: {name or 'not named'}"


def safe_name(words: str) -> str:
    """`words` as part of a file's name that every machine can unpack: letters, digits, dots, dashes.

    >>> safe_name("PP/1 Käfig & Co.mp4")
    'PP-1-Kafig-Co.mp4'
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    name = re.sub(r"-{2,}", "-", re.sub(r"[^A-Za-z0-9.]+", "-", plain)).strip("-.")
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip('-.') or 'file'}.{ending}"
    return name[:LONGEST_NAME].rstrip("-.") or "file"


def unique(names: Iterable[str]) -> list[str]:
    """`names` in their order, each once: one that came before gets a number before its ending.

    >>> unique(["a.pdf", "A.pdf", "b"])
    ['a.pdf', 'A-2.pdf', 'b']
    """
    seen: set[str] = set()
    given = []
    for name in names:
        folder, slash, last = name.rpartition("/")
        stem, dot, ending = last.rpartition(".")
        stem, ending = (stem, dot + ending) if dot and stem else (last, "")
        number, new = 1, name
        while new.casefold() in seen:
            number += 1
            new = f"{folder}{slash}{stem}-{number}{ending}"
        seen.add(new.casefold())
        given.append(new)
    return given


def manifest_of(hashes: Iterable[tuple[str, str]]) -> str:
    """The manifest: a line for each file, in the order of their names, as `sha256sum -c` reads it."""
    return "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(hashes))


def in_groups(sha256: str) -> str:
    """A SHA-256 in groups of eight, so that it can be read aloud and a line of paper can break in it.

    >>> in_groups("0123456789abcdef")
    '01234567 89abcdef'
    """
    return " ".join(sha256[place : place + 8] for place in range(0, len(sha256), 8))
