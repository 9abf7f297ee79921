"""Addresses as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.casework.violence.rules.addresses import Address, read_address, read_postcode, shown_postcode


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Flat 2, 10 High St", "10 High Street flat 2"),
        ("Flat 2, 10 High St, AB1 2CD", "10 high street, Flat 2, Exampleton ab12cd"),
        ("Apt. 4b, 7 St Mary’s Rd", "7 Saint Marys Road, Flat 4B"),
        ("12 Harbour Road, Exampleton, EX1 2AB", "12 HARBOUR RD EX12AB"),
        ("Ground Floor Flat, 3 Mill Lane", "3 Mill Ln, ground floor"),
        ("10 - 12 Park Ave", "10-12 Park Avenue"),
        ("100021234567", " 0100021234567".strip().lstrip("0")),
    ],
)
def test_it_reads_two_ways_of_writing_one_address_as_the_same(one: str, other: str) -> None:
    assert read_address(one) == read_address(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Flat 2, 10 High St", "Flat 3, 10 High St"),
        ("10 High Street", "10 High Road"),
        ("10 High Street, AB1 2CD", "10 High Street, AB1 2CE"),
        ("10 High Street", "10a High Street"),
    ],
)
def test_it_keeps_different_addresses_apart(one: str, other: str) -> None:
    assert read_address(one) != read_address(other)


def test_it_reads_a_house_name() -> None:
    assert read_address("Rose Cottage, Mill Lane, EX1 2AB") == Address("EX12AB", "rose cottage", "mill lane")


def test_it_reads_a_postcode_alone() -> None:
    assert read_address("ex1 2ab") == Address("EX12AB")
    assert not read_address("ex1 2ab").says_where
    assert shown_postcode("EX12AB") == "EX1 2AB"


def test_it_takes_the_box_for_the_part_over_the_text() -> None:
    assert read_address("10 High Street", part="2").part == "flat 2"
    assert read_address("10 High Street", part="Flat 2").part == "flat 2"


@given(st.text(max_size=80))
def test_it_reads_anything_without_breaking(text: str) -> None:
    found = read_address(text)
    assert len(found.building) <= 60
    assert len(found.street) <= 120
    assert len(found.part) <= 60
    assert read_postcode(found.postcode) == found.postcode


@given(
    number=st.integers(1, 400),
    name=st.sampled_from(["High", "St Mary’s", "Long Mill", "Victoria"]),
    kind=st.sampled_from([("Road", "rd"), ("Street", "St"), ("Avenue", "ave."), ("Lane", "Ln")]),
    flat=st.integers(1, 99),
)
def test_it_reads_the_order_and_the_short_forms_as_one(
    number: int, name: str, kind: tuple[str, str], flat: int
) -> None:
    whole = read_address(f"Flat {flat}, {number} {name} {kind[0]}, AB1 2CD")
    assert whole == read_address(f"{number} {name} {kind[1]} flat {flat} ab12cd")
    assert whole.building == str(number)
    assert whole.part == f"flat {flat}"
