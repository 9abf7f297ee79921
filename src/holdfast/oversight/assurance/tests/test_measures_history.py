"""What assurance concludes from incidents that another system's history brought in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from holdfast.casework.incidents.models import Incident
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Clock
from holdfast.oversight.assurance.operations.clocks import catch_up, rebuild_all
from holdfast.oversight.assurance.operations.measuring import rebuild
from holdfast.oversight.assurance.tests.policy_cast import NOW, Trial, trial_of


@pytest.fixture
def trial(db: None) -> Iterator[Trial]:
    with trial_of("secamb") as trial:
        yield trial


def measures_of(incident: Incident) -> set[str]:
    """The measures that have clocks of the incident."""
    clocks = Clock.objects.filter(record=incident.pk).order_by()
    return set(clocks.values_list("obligation__measure", flat=True))


def test_it_judges_no_history_by_what_came_before_holdfast(trial: Trial) -> None:
    incident = trial.report()
    rebuild([incident.pk])
    assert "incidents.triaged" in measures_of(incident)
    Incident.objects.filter(pk=incident.pk).update(imported_at=NOW + timedelta(hours=1))
    rebuild_all()
    assert measures_of(incident) == set()


def test_it_judges_what_is_done_with_it_from_then_on(trial: Trial) -> None:
    incident = trial.report()
    Incident.objects.filter(pk=incident.pk).update(imported_at=NOW + timedelta(hours=1))
    with clock.at(NOW + timedelta(days=1)):
        trial.triage(incident)
        catch_up()
        found = measures_of(incident)
    assert "incidents.investigated" in found
    assert not {"incidents.triaged", "incidents.reported"} & found
