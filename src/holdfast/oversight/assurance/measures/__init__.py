"""What can be measured, by name. Packs name these; each says what facts it gives and of which kind."""

from __future__ import annotations

from holdfast.oversight.assurance.measures.incidents import INCIDENT_MEASURES
from holdfast.oversight.assurance.measures.measure import Measure

MEASURES: dict[str, Measure] = {measure.name: measure for measure in (*INCIDENT_MEASURES,)}
"""An area adds its own measures here."""

__all__ = ["MEASURES", "Measure"]
