"""From the capitals of a published file to names as people write them. Plain Python."""

from __future__ import annotations

import re
from functools import lru_cache

_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "de",
        "for",
        "from",
        "in",
        "into",
        "la",
        "le",
        "near",
        "of",
        "off",
        "on",
        "or",
        "over",
        "the",
        "to",
        "under",
        "upon",
        "via",
        "with",
        "y",
    ]
)
_CAPITALS = frozenset(
    [
        "A&E",
        "AAU",
        "AHP",
        "ALAC",
        "AMH",
        "AMU",
        "BAME",
        "BMI",
        "CAMHS",
        "CCU",
        "CDU",
        "CT",
        "DNA",
        "EAU",
        "ECG",
        "ECU",
        "EEG",
        "EMI",
        "ENT",
        "EOC",
        "EPAU",
        "EPMA",
        "ESH",
        "GI",
        "GP",
        "GPS",
        "GU",
        "GUM",
        "HART",
        "HDU",
        "HEMS",
        "HIV",
        "HMP",
        "HQ",
        "IAPT",
        "IBD",
        "ICB",
        "ICC",
        "ICU",
        "IDT",
        "IPU",
        "IT",
        "ITU",
        "IVF",
        "LA",
        "LD",
        "MAU",
        "MIU",
        "MOD",
        "MRI",
        "NHS",
        "NICU",
        "NIHR",
        "OAP",
        "OPA",
        "OPD",
        "OPMH",
        "PAU",
        "PICU",
        "QE",
        "QEQM",
        "QMC",
        "RAF",
        "RAID",
        "RNOH",
        "SAU",
        "SCBU",
        "SDU",
        "SEPT",
        "SSU",
        "UCC",
        "UCL",
        "UCLH",
        "UK",
        "UTC",
        "WIC",
        "YOI",
        "ADHD",
        "ASD",
        "CAFCASS",
        "COPD",
        "EIP",
    ]
)
_NUMERALS = frozenset(["II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "XIII", "XIV", "XV", "XVI"])
_NO_VOWEL_BUT_A_WORD = frozenset(
    [
        "ST",
        "STS",
        "DR",
        "MR",
        "MRS",
        "MS",
        "RD",
        "LTD",
        "PLC",
        "NTH",
        "STH",
        "GT",
        "LT",
        "CO",
        "HR",
        "HRS",
        "BLVD",
        "SQ",
        "CRT",
        "GDN",
        "GDNS",
        "LN",
        "PK",
        "DVLPT",
        "MGMT",
        "SVC",
        "SVCS",
        "SRVC",
        "HLTH",
        "LRNG",
        "STR",
        "CTR",
        "CNTR",
        "SNR",
        "JNR",
    ]
)
_SHORT_FOR = {"HR": "HR", "HRS": "hrs", "PLC": "plc"}
_ORDINAL = re.compile(r"\d+(ST|ND|RD|TH)")
_PARTS = re.compile(r"[\w&'’.]+|[^\w&'’.]+")


@lru_cache(maxsize=50_000)
def shown_name(published: str) -> str:
    """A published name as Holdfast shows it. A name that has any small letter was written by people and is left alone.

    >>> shown_name("ST. MARY'S HOSPITAL A&E (NEWCASTLE-UNDER-LYME)")
    "St. Mary's Hospital A&E (Newcastle-under-Lyme)"
    >>> shown_name("MCINDOE UNIT III, NHS TRUST HQ")
    'McIndoe Unit III, NHS Trust HQ'
    """
    squashed = " ".join(published.split())
    if squashed != squashed.upper():
        return squashed
    parts = _PARTS.findall(squashed)
    last = len(parts) - 1
    return "".join(
        _word(
            part,
            opens=position == 0 or not _joins(parts[position - 1]) or position == last,
            hyphenated=position > 0 and parts[position - 1] == "-",
        )
        if part[0].isalnum() or len(part) > 1
        else part
        for position, part in enumerate(parts)
    )


def shown_person(name: str) -> str:
    """Part of a person's name as people write it, when a file has it in capitals only; else as it is.

    >>> shown_person("O'BRIEN-MCKAY"), shown_person("van Dyke")
    ("O'Brien-McKay", 'van Dyke')
    """
    squashed = " ".join(name.split())
    if squashed != squashed.upper() or len(squashed) < 2:
        return squashed
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)*", lambda word: _capitalised(word[0]), squashed)


def shown_address(lines: list[str]) -> str:
    """The filled lines of a published address, in one line."""
    return ", ".join(shown_name(line) for line in lines if line.strip())


def short_name_of_trust(name: str) -> str:
    """A trust's name without the words that all trusts' names end in.

    >>> short_name_of_trust("South Central Ambulance Service NHS Foundation Trust")
    'South Central Ambulance Service'
    """
    return re.sub(r"\s+(NHS\s+)?(Foundation\s+)?(NHS\s+)?Trust$", "", name).strip() or name


def _joins(part: str) -> bool:
    """True for what stands between two words of one name: a blank or a hyphen, not a comma, bracket or dash."""
    return part in (" ", "-")


def _word(word: str, *, opens: bool, hyphenated: bool) -> str:
    bare = word.strip(".'’")
    if _ORDINAL.fullmatch(word):
        return word.lower()
    if bare in _CAPITALS or bare in _NUMERALS or any(letter.isdigit() for letter in word):
        return word
    if bare in _SHORT_FOR:
        return word.replace(bare, _SHORT_FOR[bare])
    if "&" in word:
        # T&O, R&D: letters. B&Q is a shop, MARKS&SPENCER two words.
        return "&".join(part if len(part) <= 2 else _capitalised(part) for part in word.split("&"))
    if bare.lower() in _SMALL and (not opens or hyphenated) and word == bare:
        return word.lower()
    if len(bare) > 1 and not set(bare) & set("AEIOUY") and bare not in _NO_VOWEL_BUT_A_WORD and "'" not in word:
        return word
    if re.fullmatch(r"([A-Z]\.){2,}", word):
        return word
    return _capitalised(word)


def _capitalised(word: str) -> str:
    parts = re.split(r"(['’])", word.lower())
    # O'Neill and D'Arcy: a capital after the apostrophe; Mary's and Queens': none.
    shown = [part if index and len(parts[index - 2]) > 1 else _first_up(part) for index, part in enumerate(parts)]
    return "".join(shown)


def _first_up(word: str) -> str:
    if word.startswith("mc") and len(word) > 3:
        return "Mc" + word[2:].capitalize()
    return word[:1].upper() + word[1:]
