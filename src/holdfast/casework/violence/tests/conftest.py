from __future__ import annotations

from collections.abc import Iterator

import pytest

from holdfast.casework.violence.tests.violence_cast import NOW, ViolenceTeam, make_violence_team
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock


@pytest.fixture
def team(db: None) -> Iterator[ViolenceTeam]:
    """The trust of `violence_cast`, in its scope, on a Tuesday night."""
    team = make_violence_team()
    with scope(team.trust), clock.at(NOW):
        yield team
