"""The diagrams in docs/architecture.md are the workflow tables, not somebody's memory of them.

Run with WRITE_DOCS=1 to write them anew.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from holdfast.casework.casefile.rules.searches import SEARCH
from holdfast.casework.incidents.rules.stages import INCIDENT, INVESTIGATION
from holdfast.casework.liaison.rules.stages import POLICE
from holdfast.casework.sanctions.rules.stages import CASE, LETTER
from holdfast.casework.violence.rules.markers import MARKER
from holdfast.kernel.workflow import Workflow
from holdfast.tools.actions.rules.stages import ACTION

PAGE = Path(__file__).parents[1] / "docs" / "architecture.md"


WORKFLOWS = (INCIDENT, INVESTIGATION, POLICE, CASE, LETTER, ACTION, SEARCH, MARKER)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.name)
def test_it_shows_the_workflow_as_it_is(workflow: Workflow) -> None:
    block = re.compile(rf"(<!-- workflow: {workflow.name} -->\n```mermaid\n)(.*?)(\n```\n<!-- end -->)", re.DOTALL)
    text = PAGE.read_text()
    match = block.search(text)
    assert match, f"docs/architecture.md has no place for the workflow {workflow.name}"
    if os.environ.get("WRITE_DOCS"):
        PAGE.write_text(block.sub(lambda found: found[1] + workflow.diagram() + found[3], text))
        return
    assert match[2] == workflow.diagram()
