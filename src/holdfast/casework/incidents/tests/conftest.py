from __future__ import annotations

from collections.abc import Iterator

import pytest

from holdfast.casework.incidents.tests.handling_cast import Team, make_team
from holdfast.casework.incidents.tests.report_cast import NOW
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock


@pytest.fixture
def team(db: None) -> Iterator[Team]:
    """The trust of `handling_cast`, in its scope, on a Tuesday night."""
    team = make_team()
    with scope(team.trust), clock.at(NOW):
        yield team
