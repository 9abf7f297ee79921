from .clocks import Clock, Excuse, Settled, Snapshot, VerdictChange
from .confirmations import Confirmation
from .policy import Clause, Obligation, Policy

__all__ = ["Clause", "Clock", "Confirmation", "Excuse", "Obligation", "Policy", "Settled", "Snapshot", "VerdictChange"]
