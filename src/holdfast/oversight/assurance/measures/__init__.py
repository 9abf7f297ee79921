"""What can be measured, by name. Packs name these; each says what facts it gives and of which kind."""

from __future__ import annotations

from holdfast.oversight.assurance.measures.actions import ACTION_MEASURES
from holdfast.oversight.assurance.measures.incidents import INCIDENT_MEASURES
from holdfast.oversight.assurance.measures.liaison import LIAISON_MEASURES
from holdfast.oversight.assurance.measures.measure import Measure
from holdfast.oversight.assurance.measures.sanctions import SANCTION_MEASURES
from holdfast.oversight.assurance.measures.violence import VIOLENCE_MEASURES

MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (*ACTION_MEASURES, *INCIDENT_MEASURES, *LIAISON_MEASURES, *SANCTION_MEASURES, *VIOLENCE_MEASURES)
}
"""An area adds its own measures here."""

__all__ = ["MEASURES", "Measure"]
