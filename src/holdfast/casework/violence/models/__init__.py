from .letters import MarkerLetter, MarkerWords
from .lone import Arrangement, Concern, Device, LoneCheck, LoneWorker
from .marker import Challenge, Disclosure, Hit, LookUp, Marker, MarkerDecision, NoMarker, SubjectNotice
from .policy import CardLine, ChecklistItem, MarkerCategory, Panel, SupportOption
from .response import Call, CarePlanAdvice, Step
from .support import Contact, OccupationalHealthReferral, Offer, Support

__all__ = [
    "Arrangement",
    "Call",
    "CardLine",
    "CarePlanAdvice",
    "Challenge",
    "ChecklistItem",
    "Concern",
    "Contact",
    "Device",
    "Disclosure",
    "Hit",
    "LoneCheck",
    "LoneWorker",
    "LookUp",
    "Marker",
    "MarkerCategory",
    "MarkerDecision",
    "MarkerLetter",
    "MarkerWords",
    "NoMarker",
    "OccupationalHealthReferral",
    "Offer",
    "Panel",
    "Step",
    "SubjectNotice",
    "Support",
    "SupportOption",
]
