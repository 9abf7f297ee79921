"""What a file may be called here: a name that shows what it is, and does nothing on the machine it is downloaded to."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120

_RESERVED = re.compile(r'[<>:"/\\|?*]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def clean_words(text: str, longest: int) -> str:
    """`text` on one line of at most `longest` characters, without what cannot be seen.

    Controls and null bytes go because a database or a mail header chokes on them; format characters because
    U+202E turns “gpj.exe” round to read “exe.jpg”. Letters of every script stay, right-to-left ones too.
    """
    normal = unicodedata.normalize("NFC", text.replace("\t", " ").replace("\n", " ").replace("\r", " "))
    seen = "".join(letter for letter in normal if unicodedata.category(letter) not in _UNSEEN)
    return " ".join(seen.split())[:longest].strip()


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean_name(name: str, suffixes: tuple[str, ...]) -> str:
    """A safe name for a file that was sent as `name` and is of a kind with these `suffixes` (".jpg", ".jpeg").

    Folders go, also Windows ones; so do letters and names that Windows reserves. An ending that is not one of
    `suffixes` is replaced by the first of them: content decides what a file is, so a script that is plain text leaves
    as .txt and cannot be started by a double click.

    >>> clean_name("C:\\\\Users\\\\me\\\\Pictures\\\\door.JPG", (".jpg", ".jpeg"))
    'door.jpg'
    """
    stem, ending = _parts(name)
    return _joined(stem, ending.lower() if ending.lower() in suffixes else suffixes[0])


def own_name(name: str) -> str:
    """The name under which a file was sent, its ending included: a court asks for an exhibit by the name it came with.

    Folders and what Windows reserves go, as in `clean_name`.

    >>> own_name("D:\\\\export\\\\Clip_ch04.DAV")
    'Clip_ch04.DAV'
    """
    return _joined(*_parts(name))


def ending_of(name: str) -> str:
    """The ending of a name in small letters, with its dot; blank without one."""
    return _parts(name)[1].lower()


def _parts(name: str) -> tuple[str, str]:
    last = re.split(r"[/\\]", name)[-1]
    plain = clean_words(_RESERVED.sub(" ", last), len(last)).rstrip(". ")
    ending = _SUFFIX.search(plain)
    return (plain[: ending.start()], ending[0]) if ending else (plain, "")


def _joined(stem: str, suffix: str) -> str:
    stem = stem.strip(". ")[: LONGEST - len(suffix)].strip(". ")
    if not stem or _DEVICE.fullmatch(stem):
        stem = f"file {stem}".strip()
    return stem + suffix
