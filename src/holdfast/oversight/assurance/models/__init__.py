from .clocks import Clock, Excuse, Settled
from .confirmations import Confirmation
from .decisions import NumberDecision
from .history import DayOfDeeds, Snapshot, VerdictChange
from .policy import Clause, Obligation, Policy
from .versions import PolicyEdit, PolicyText

__all__ = [
    "Clause",
    "Clock",
    "Confirmation",
    "DayOfDeeds",
    "Excuse",
    "NumberDecision",
    "Obligation",
    "Policy",
    "PolicyEdit",
    "PolicyText",
    "Settled",
    "Snapshot",
    "VerdictChange",
]
