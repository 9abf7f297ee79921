from .intake import Draft, DraftFile, ImportedRow
from .investigation import Investigation, Investigator, Review, Statement
from .learning import Closure, Exchange, Lesson, LessonReading, LessonSending
from .people import Subject, Victim, Witness
from .policy import ClosingRule, RoutingRule
from .report import Addition, Incident, Item, PoliceContact
from .search import SavedFilter, SearchText
from .triage import Referral, Triage

__all__ = [
    "Addition",
    "ClosingRule",
    "Closure",
    "Draft",
    "DraftFile",
    "Exchange",
    "ImportedRow",
    "Incident",
    "Investigation",
    "Investigator",
    "Item",
    "Lesson",
    "LessonReading",
    "LessonSending",
    "PoliceContact",
    "Referral",
    "Review",
    "RoutingRule",
    "SavedFilter",
    "SearchText",
    "Statement",
    "Subject",
    "Triage",
    "Victim",
    "Witness",
]
