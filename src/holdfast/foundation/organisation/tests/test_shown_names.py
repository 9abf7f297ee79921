from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.foundation.organisation.rules.shown_names import (
    short_name_of_trust,
    shown_address,
    shown_name,
    shown_person,
)


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        (
            "UNIVERSITY HOSPITALS OF MORECAMBE BAY NHS FOUNDATION TRUST",
            "University Hospitals of Morecambe Bay NHS Foundation Trust",
        ),
        ("LONDON AMBULANCE SERVICE NHS TRUST HQ", "London Ambulance Service NHS Trust HQ"),
        ("ST. PANCRAS HOSPITAL", "St. Pancras Hospital"),
        ("ST MARY'S HOSPITAL", "St Mary's Hospital"),
        ("THE O'HANLON CENTRE", "The O'Hanlon Centre"),
        ("MCINDOE WARD", "McIndoe Ward"),
        ("MACCLESFIELD A&E", "Macclesfield A&E"),
        ("A & E DEPARTMENT", "A & E Department"),
        ("NEWCASTLE-UNDER-LYME", "Newcastle-under-Lyme"),
        ("STOKE ON TRENT CMHT", "Stoke on Trent CMHT"),
        ("WARD II (NORTH)", "Ward II (North)"),
        ("THE BRIDGE (THE ANNEXE)", "The Bridge (The Annexe)"),
        ("4TH FLOOR, EAST WING", "4th Floor, East Wing"),
        ("MANCHESTER HOSPITALS NHS FT", "Manchester Hospitals NHS FT"),
        ("Already Written by people", "Already Written by people"),
        ("T&O CLINIC", "T&O Clinic"),
        ("DR. GRAY'S", "Dr. Gray's"),
        ("CAFÉ ÉTOILE", "Café Étoile"),
        ("7-8 TALISMAN ROAD", "7-8 Talisman Road"),
        ("HAMMERSMITH&FULHAM", "Hammersmith&Fulham"),
    ],
)
def test_it_shows_names_as_people_write_them(published: str, shown: str) -> None:
    assert shown_name(published) == shown


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=60))
def test_it_changes_nothing_but_the_case(published: str) -> None:
    assert shown_name(published).upper() == " ".join(published.split()).upper()


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=60))
def test_it_is_the_same_when_done_twice(published: str) -> None:
    once = shown_name(published)
    assert shown_name(once) == once or once == once.upper()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("O'BRIEN", "O'Brien"),
        ("MCKAY-JONES", "McKay-Jones"),
        ("van Dyke", "van Dyke"),
        ("ÅSA", "Åsa"),
        ("DE LA CRUZ", "De La Cruz"),
        ("O", "O"),
        ("MARÍA JOSÉ", "María José"),
    ],
)
def test_it_shows_people_as_they_write_themselves(name: str, shown: str) -> None:
    assert shown_person(name) == shown


def test_it_puts_an_address_in_one_line() -> None:
    assert shown_address(["COBBETT HOUSE", "", "OXFORD ROAD", " "]) == "Cobbett House, Oxford Road"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("South Central Ambulance Service NHS Foundation Trust", "South Central Ambulance Service"),
        ("London Ambulance Service NHS Trust", "London Ambulance Service"),
        ("The Online NHS Trust", "The Online"),
        ("Trust", "Trust"),
    ],
)
def test_it_calls_a_trust_by_a_short_name(name: str, short: str) -> None:
    assert short_name_of_trust(name) == short
