"""The words by which an incident is found, the same whichever database finds them.

Accents and case do not count, and everything that is neither letter nor digit parts words. The database stems words;
so that a word that is still being typed finds something too, each also stands unstemmed, behind a letter that no
stemmer takes off: "hospitals" is kept as "hospitals" and "hospitalsq", and "hospita" finds the second.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_UNSTEMMED = "q"
LONGEST_WORD = 60
"""Letters of a word that count. Nobody types more; PostgreSQL refuses a word of more than two thousand bytes."""
WORDS_AT_MOST = 20_000
"""Different words of one incident that are kept: ten thousand from the report, and as many from what was added."""
ASKED_AT_MOST = 12
"""Words of a question that are looked for: each costs a look into the index."""


def words_of(text: str) -> list[str]:
    """The words of `text` in its order, in small letters without accents."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return [word[:LONGEST_WORD] for word in _WORD.findall(bare)]


def kept_words(texts: Iterable[str], token: str) -> str:
    """What is kept for an incident of which `texts` tell: each word once, and `token`, a word that narrows a search."""
    words = dict.fromkeys(word for text in texts for word in words_of(text))
    kept = list(words)[:WORDS_AT_MOST]
    return " ".join([token, *kept, *(word + _UNSTEMMED for word in kept)])


def asked_words(question: str) -> list[str]:
    """The words that someone looks for; the last may be unfinished. Empty when it has no letter and no digit."""
    return words_of(question)[:ASKED_AT_MOST]
