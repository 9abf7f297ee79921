from .action import Action, Comment, Completion, DateMove, Escalation, Handover, Verification
from .plan import Plan, PlanUpdate
from .policy import EscalationStep, TrackerPolicy, VerificationRule

__all__ = [
    "Action",
    "Comment",
    "Completion",
    "DateMove",
    "Escalation",
    "EscalationStep",
    "Handover",
    "Plan",
    "PlanUpdate",
    "TrackerPolicy",
    "Verification",
    "VerificationRule",
]
