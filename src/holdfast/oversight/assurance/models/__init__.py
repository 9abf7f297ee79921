from .clocks import Clock, Excuse, Snapshot, VerdictChange
from .policy import Clause, Obligation, Policy

__all__ = ["Clause", "Clock", "Excuse", "Obligation", "Policy", "Snapshot", "VerdictChange"]
