from __future__ import annotations

from collections.abc import Iterator

import pytest

from holdfast.casework.liaison.tests.liaison_cast import Desk, make_desk
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock


@pytest.fixture
def desk(db: None) -> Iterator[Desk]:
    """The trust of `liaison_cast`, in its scope, the morning after an assault."""
    desk = make_desk()
    with scope(desk.trust), clock.at(desk.now):
        yield desk
