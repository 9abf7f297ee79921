from .history import HistoryImport, HistoryMap, ImportedRow
from .intake import Draft, SentForm
from .investigation import Investigation, Investigator, Review, Statement
from .learning import Closure, Exchange, Lesson, LessonReading, LessonSending
from .people import Subject, Victim, Witness
from .policy import ClosingRule, GuidanceText, RoutingRule
from .report import Addition, Incident, Item, PoliceContact
from .search import SavedFilter, SearchText
from .triage import Referral, Triage
from .wishes import Wish

__all__ = [
    "Addition",
    "ClosingRule",
    "Closure",
    "Draft",
    "Exchange",
    "GuidanceText",
    "HistoryImport",
    "HistoryMap",
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
    "SentForm",
    "Statement",
    "Subject",
    "Triage",
    "Victim",
    "Wish",
    "Witness",
]
