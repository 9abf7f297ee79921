from .contacts import Contact, JointWork
from .decisions import PoliceDecision, PoliceStatement
from .disclosures import Disclosure
from .police import Escalation, PoliceAnswer, PoliceNumber, PoliceReport, PoliceStep, VictimTold
from .policy import Arrangement, Force, ForceStep
from .riddor import Incapacity, InjuredPerson, RiddorDecision

__all__ = [
    "Arrangement",
    "Contact",
    "Disclosure",
    "Escalation",
    "Force",
    "ForceStep",
    "Incapacity",
    "InjuredPerson",
    "JointWork",
    "PoliceAnswer",
    "PoliceDecision",
    "PoliceNumber",
    "PoliceReport",
    "PoliceStatement",
    "PoliceStep",
    "RiddorDecision",
    "VictimTold",
]
