from __future__ import annotations

from collections.abc import Iterator

import pytest

from holdfast.casework.casefile.tests.case_cast import Case, make_case
from holdfast.casework.incidents.tests.report_cast import NOW
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock


@pytest.fixture
def case(db: None) -> Iterator[Case]:
    """An assault that is being investigated, in the trust of incidents' tests, on a Tuesday night."""
    with clock.at(NOW):
        case = make_case()
        with scope(case.trust):
            yield case
