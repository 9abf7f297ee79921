"""Workbooks that were damaged, or written so that a reader stumbles: each is refused in words, none ends in a fault."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from holdfast.foundation.organisation.rules.tables import Table, UnreadableTable, read_table

ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><workbook>&a;</workbook>'
GROWING = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 50}">' for n in range(1, 9))
BOMB = f'<!DOCTYPE x [<!ENTITY e0 "ha">{GROWING}]><workbook><sheets name="&e8;">&e8;</sheets></workbook>'.encode()
HOSTILE = [ENTITIES, OUTSIDE, BOMB, b"", b"<", b"<workbook/>", b"\xff\xfe\x00", b"<a>" * 2000]


def parts() -> dict[str, bytes]:
    """The files within a small workbook that is right."""
    book = Workbook()
    book.active.append(["Employee Number", "First Name"])
    book.active.append(["20000001", "Ada"])
    content = io.BytesIO()
    book.save(content)
    with zipfile.ZipFile(content) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as target:
        for name, body in files.items():
            target.writestr(name, body)
    return content.getvalue()


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
@pytest.mark.parametrize("name", sorted(parts()))
def test_it_reads_or_refuses_whatever_stands_in_a_part(name: str) -> None:
    for body in HOSTILE:
        try:
            assert isinstance(read_table(packed(parts() | {name: body}), "staff.xlsx"), Table)
        except UnreadableTable as refusal:
            assert "staff.xlsx" in str(refusal)  # noqa: PT017  one of the two, and nothing else
