from .case import Assent, Assessment, Case, Consideration, Encouragement
from .letters import SERVED, Appeal, Breach, Letter, LetterAuthor, LetterReview, LetterWords, Service
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
    "Encouragement",
    "FactLine",
    "Hearing",
    "Letter",
    "LetterAuthor",
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
]
