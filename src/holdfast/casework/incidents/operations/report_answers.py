"""What `report` and `add_facts` take, for whoever calls them from another area."""

from holdfast.casework.incidents.rules.answers import (
    IncidentFacts,
    ItemFacts,
    PoliceFacts,
    ReportAnswers,
    SubjectFacts,
    VictimFacts,
    WitnessFacts,
)

__all__ = [
    "IncidentFacts",
    "ItemFacts",
    "PoliceFacts",
    "ReportAnswers",
    "SubjectFacts",
    "VictimFacts",
    "WitnessFacts",
]
