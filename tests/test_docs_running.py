"""The tables in docs/running.md are the settings and commands themselves. Run with WRITE_DOCS=1 to write them anew."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

from holdfast.config.command_line import collect
from holdfast.config.configuration import CHECKOUT, Configuration

PAGE = Path(__file__).parents[1] / "docs" / "running.md"


def settings() -> str:
    """A row for each setting."""
    rows = ["| variable | default | what it sets |", "|---|---|---|"]
    for name, field in Configuration.model_fields.items():
        given = field.get_default(call_default_factory=True)
        assert given is not PydanticUndefined, name
        assert field.description, f"{name} needs a description"
        if isinstance(given, Path):
            shown = given.relative_to(CHECKOUT).as_posix()
        else:
            shown = given if isinstance(given, str) else json.dumps(given)
        rows.append(f"| `HOLDFAST_{name.upper()}` | {f'`{shown}`' if shown else ''} | {field.description} |")
    return "\n".join(rows)


def commands() -> str:
    """A row for each command."""
    rows = ["| command | what it does |", "|---|---|"]
    rows += [f"| `holdfast {' '.join(command.path)}` | {command.summary} |" for command in collect()]
    return "\n".join(rows)


@pytest.mark.parametrize("table", [settings, commands], ids=lambda table: table.__name__)
def test_it_lists_what_there_is(table: Callable[[], str]) -> None:
    block = re.compile(rf"(<!-- {table.__name__} -->\n)(.*?)(<!-- end -->)", re.DOTALL)
    text = PAGE.read_text()
    found = block.search(text)
    assert found, f"docs/running.md has no place for {table.__name__}"
    if os.environ.get("WRITE_DOCS"):
        PAGE.write_text(block.sub(lambda place: f"{place[1]}{table()}\n{place[3]}", text))
        return
    assert found[2].rstrip() == table(), "run this test with WRITE_DOCS=1"
