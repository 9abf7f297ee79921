from .clocks import Clock, Excuse, Settled
from .confirmations import Confirmation
from .history import DayOfDeeds, Snapshot, VerdictChange
from .policy import Clause, Obligation, Policy
from .versions import PolicyEdit, PolicyText

__all__ = [
    "Clause",
    "Clock",
    "Confirmation",
    "DayOfDeeds",
    "Excuse",
    "Obligation",
    "Policy",
    "PolicyEdit",
    "PolicyText",
    "Settled",
    "Snapshot",
    "VerdictChange",
]
