from .case import Assent, Assessment, Case, Consideration, Wish
from .letters import SERVED, Appeal, Breach, Letter, LetterReview, LetterWords, Service
from .money import Loss, Receipt, Recovery
from .policy import AgreeingPost, FactLine, PublicityRule, SanctionOption
from .results import Approach, Hearing, Outcome, Proceeding, Publication, PublicityDecision

__all__ = [
    "SERVED",
    "AgreeingPost",
    "Appeal",
    "Approach",
    "Assent",
    "Assessment",
    "Breach",
    "Case",
    "Consideration",
    "FactLine",
    "Hearing",
    "Letter",
    "LetterReview",
    "LetterWords",
    "Loss",
    "Outcome",
    "Proceeding",
    "Publication",
    "PublicityDecision",
    "PublicityRule",
    "Receipt",
    "Recovery",
    "SanctionOption",
    "Service",
    "Wish",
]
