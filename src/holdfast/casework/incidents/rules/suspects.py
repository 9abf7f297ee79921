"""Whether someone is meant by the name that a report gives to a suspect, however it was typed.

Two questions, because they cost different things. `is_suspected` is sure enough to refuse a person's choice. Who is
told or named by rule must not even be possibly meant: `may_be_suspected` would rather pass over a namesake, whom a
person can name by hand, than tell a suspect of the case against them.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from typing import Protocol, TypeVar

_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "rev", "revd", "nurse", "sister"}
)
_NO_DECOMPOSITION = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_APOSTROPHES = re.compile("['’‘`´ʼʹ′＇]")
_BRACKETS = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")
_PARTICLES = frozenset(
    {"van", "von", "de", "der", "den", "la", "le", "al", "el", "bin", "ibn", "da", "di", "du", "st", "o"}
)
"""Parts of family names that mean nobody by themselves."""
_CALLED = {
    "robert": "bob bobby rob",
    "william": "bill billy will",
    "edward": "ted teddy ned ed",
    "richard": "dick rick",
    "anthony": "tony",
    "elizabeth": "liz lizzie beth betty libby",
    "margaret": "peggy meg maggie",
    "john": "jack",
    "henry": "harry",
    "alexander": "sandy alec xander",
    "alexandra": "sandra sasha",
    "christina": "tina",
    "christine": "tina",
    "patricia": "trish",
    "catherine": "kate katie kath kathy kitty",
    "katherine": "cath cathy",
    "james": "jim jimmy",
    "ellen": "nell",
    "rebecca": "becky",
}
"""Short forms of given names; those that begin with the same letter need no place here, but do no harm."""

LONGEST_RUN = 4
"""Words of a name that may have been written as one, or one as several: O'Brien, van der Berg."""


class Named(Protocol):
    """Someone with a name, as the staff list has it."""

    given_name: str
    family_name: str


Someone = TypeVar("Someone", bound=Named)


def is_suspected(names: Iterable[str], person: Named) -> bool:
    """True when one of the suspects' `names` holds the family name and a given name of `person`.

    Order, case, titles, accents, punctuation, further names and what cannot be seen on a screen make no difference.
    """
    return any(_holds(name, person) for name in names)


def may_be_suspected(names: Iterable[str], person: Named) -> bool:
    """True when one of the suspects' `names` could mean `person`.

    So does a family name alone or with a fitting initial or short form, a given name alone, and a family name with a
    slip of the pen after the given name. Not a family name with another person's given name.
    """
    return any(_holds(name, person) or _could_mean(name, person) for name in names)


def first_unsuspected(line: Sequence[Collection[Someone]], names: Collection[str]) -> list[Someone]:
    """Those of the first people in `line` of whom none may be suspected; when that is nobody, of whom none is.

    Nobody only when everyone in line is suspected beyond doubt: a case must not be nobody's.
    """
    for excludes in (may_be_suspected, is_suspected):
        for people in line:
            if fit := [person for person in people if not excludes(names, person)]:
                return fit
    return []


def _words(text: str) -> list[str]:
    """The words of a name without accents, punctuation, titles and characters that nobody sees."""
    apart = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).casefold().translate(_NO_DECOMPOSITION)
    seen = "".join(letter for letter in apart if unicodedata.category(letter) not in ("Mn", "Me", "Cf", "Lm", "Sk"))
    return [word for word in re.findall(r"[^\W_]+", seen) if word not in _TITLES]


def _runs(words: Sequence[str]) -> set[str]:
    """Each word, and neighbouring words written as one."""
    return {
        "".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + LONGEST_RUN, len(words)) + 1)
    }


def _given(person: Named) -> set[str]:
    return {"".join(_words(part)) for part in person.given_name.split()} - {""}


def _holds(name: str, person: Named) -> bool:
    runs, family = _runs(_words(name)), "".join(_words(person.family_name))
    return bool(family) and family in runs and bool(_given(person) & runs)


def _could_mean(name: str, person: Named) -> bool:
    words = _words(_BRACKETS.sub(" ", name)) or _words(name)
    runs, given = _runs(words), _given(person)
    family = _words(person.family_name)
    whole = "".join(family)
    if whole in runs or any(part in words for part in family if part not in _PARTICLES):
        return not _somebody_elses(name, words, family, given)
    if given & runs:
        capitals = [word for word in _BRACKETS.sub(" ", name).split() if not word[0].islower()]
        alone = _words(" ".join(capitals)) or words
        close = difflib.get_close_matches(whole, words, n=1, cutoff=0.8)
        return set(alone) <= given or "".join(alone) in given or bool(whole and close)
    return False


def _somebody_elses(name: str, words: Sequence[str], family: Sequence[str], given: set[str]) -> bool:
    """True when the name is plainly "Given Family" or "Family, Given" of somebody with another given name.

    Anything that reads less like a bare name, such as "tall man from stores, Sugden", does not tell the given name.
    """
    plain = _BRACKETS.sub(" ", name).strip()
    others = [word for word in words if word not in family and word != "".join(family)]
    if plain.count(",") == 1:
        before, _, after = plain.partition(",")
        bare = _words(before) == [word for word in words if word not in others] and _capitals(after)
    else:
        bare = "," not in plain and words[-1:] != others[-1:] and _capitals(plain)
    return bare and 0 < len(others) <= 3 and not any(_fits(other, one) for other in others for one in given)


def _capitals(text: str) -> bool:
    """True when each word begins with a capital, as names do, or when it is one or two words without any."""
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)
    return all(word[0].isupper() for word in words) or (len(words) <= 2 and text == text.lower())


def _fits(written: str, given: str) -> bool:
    return written[0] == given[0] or written in _CALLED.get(given, "").split()
