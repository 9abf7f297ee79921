from __future__ import annotations

from collections.abc import Iterator

import pytest

from holdfast.casework.sanctions.tests.sanction_cast import NOW, Bench, make_bench
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock


@pytest.fixture
def bench(db: None) -> Iterator[Bench]:
    """The trust of `sanction_cast`, in its scope, on a Tuesday night."""
    bench = make_bench()
    with scope(bench.trust), clock.at(NOW):
        yield bench
